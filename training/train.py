"""Train a captioner.

    python -m training.train CONFIG --data ROOT --cache CACHE --out RUN [--start WEIGHTS]

A run is a folder: `checkpoint.pt` to go on from, `best.pt` with the weights that captioned the
validation pictures best, the same of each stage that is over as `stage-1.pt` and so on,
`vocabulary.json`, `curves.csv` and `curves.png`. Started again, the same command goes on after the
last whole epoch and comes to the same losses.
"""

import sys
import time
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import click
import numpy as np
import torch
from torch.optim import Optimizer
from torch.optim.swa_utils import AveragedModel
from tqdm import tqdm

from models.captioner import Captioner
from narrator.captioning.vocabulary import Vocabulary
from narrator.errors import NarratorError
from training.batches import TextSet, TrainingSet
from training.checkpoint import Progress, load_checkpoint, load_weights, save_checkpoint, save_weights
from training.config import Config, OptimisationConfig, load_config
from training.curves import append_row, draw
from training.datasets import read_source
from training.errors import TrainingError
from training.features import starting_encoder
from training.optimisation import make_optimizer, moving_average, rate_share, take_step
from training.stages import Objective, prepare_stage
from training.validation import open_validation, validate


@dataclass(frozen=True, kw_only=True)
class Learner:
    """What an epoch needs of a stage."""

    stage: OptimisationConfig
    data: TrainingSet | TextSet
    objective: Objective
    captioner: Captioner
    averaged: AveragedModel
    optimizer: Optimizer
    device: str


def train(
    config: Config, root: Path, cache: Path, run: Path, *, device: str = "cpu", start: Path | None = None
) -> Captioner:
    """Run all stages, or what is left of them; returns the captioner with the last stage's best weights.

    `start` are weights to begin with, else the decoder is fresh.
    """
    torch.manual_seed(config.seed)
    run.mkdir(parents=True, exist_ok=True)
    vocabulary = training_vocabulary(config, root)
    vocabulary.save(run / "vocabulary.json")
    captioner = Captioner.build(starting_encoder(config, root), config.decoder, len(vocabulary)).to(device)
    validation = open_validation(config, captioner.encoder, root, cache)

    if start:
        load_weights(start, captioner)
    progress, optimizer_state = Progress(), None
    averaged = AveragedModel(captioner)
    if (run / "checkpoint.pt").is_file():
        progress, optimizer_state = load_checkpoint(run / "checkpoint.pt", captioner, averaged)

    for index in range(progress.stage, len(config.stages)):
        stage = config.stages[index]
        data, objective = prepare_stage(config, stage, vocabulary, captioner.encoder, root=root, cache=cache)
        optimizer = make_optimizer(captioner, stage)
        if optimizer_state is None:
            averaged = AveragedModel(captioner)
        else:
            optimizer.load_state_dict(optimizer_state)
            optimizer_state = None
        averaged.multi_avg_fn = moving_average(stage.average_decay)
        learner = Learner(
            stage=stage,
            data=data,
            objective=objective,
            captioner=captioner,
            averaged=averaged,
            optimizer=optimizer,
            device=device,
        )

        while progress.epoch < stage.epochs and progress.since_best < stage.patience:
            # Each epoch has its own random numbers, so that a resumed run draws the same ones.
            random = np.random.default_rng((config.seed, index, progress.epoch))
            torch.manual_seed(int(random.integers(2**63)))
            started = time.monotonic()
            loss, reward = run_epoch(learner, progress, random)
            seconds = time.monotonic() - started
            # There is nothing to caption yet while the language is learned: there the loss decides.
            average = cast(Captioner, averaged.module)
            scores = {}
            if not isinstance(data, TextSet):
                width = config.data.validation_beam
                scores = validate(average, validation, vocabulary, width=width)
            score = float(np.mean(list(scores.values()))) if scores else -loss
            better = score > progress.best
            if better:
                save_weights(run / "best.pt", average.state_dict())
            progress = replace(
                progress,
                epoch=progress.epoch + 1,
                steps=progress.steps + len(data),
                best=max(score, progress.best),
                since_best=0 if better else progress.since_best + 1,
            )
            save_checkpoint(run / "checkpoint.pt", captioner, averaged, optimizer, progress)
            report(run, _row(index, stage, progress, loss, reward, seconds, scores, list(validation)))

        # The next stage begins from what captioned best, not from what came last.
        load_weights(run / "best.pt", captioner)
        save_weights(run / f"stage-{index + 1}.pt", captioner.state_dict())
        progress = Progress(stage=index + 1)
    return captioner


def training_vocabulary(config: Config, root: Path) -> Vocabulary:
    """The words of the training captions; the same configuration always gives the same."""
    examples = [example for source in config.data.train for example in read_source(source, root)]
    captions = (caption for example in examples for caption in example.captions)
    return Vocabulary.build(captions, minimum_count=config.data.minimum_count)


def run_epoch(
    learner: Learner, progress: Progress, random: np.random.Generator
) -> tuple[float, float | None]:
    """One pass over the data; returns the mean loss and the mean reward, if there is one."""
    stage, captioner = learner.stage, learner.captioner
    captioner.train(stage.objective != "self_critical" or stage.sampling_dropout)
    mixed = stage.precision == "bfloat16"
    losses: list[float] = []
    rewards: list[float] = []
    bar = tqdm(
        learner.data.epoch(random),
        total=len(learner.data),
        desc=f"{stage.objective} {progress.epoch + 1}/{stage.epochs}",
        unit="batch",
    )
    for number, batch in enumerate(bar):
        step = progress.steps + number
        with torch.autocast(learner.device, torch.bfloat16) if mixed else nullcontext():
            loss, reward = learner.objective(captioner, batch.to(learner.device))
        if not torch.isfinite(loss):
            raise TrainingError(
                f"The loss is {loss.item()} at step {step} of this stage, in a batch with the pictures "
                f"{list(batch.pictures)[:5]}: lower the learning rate; the last good checkpoint is kept."
            )
        share = rate_share(step, stage.epochs * len(learner.data), stage)
        take_step(learner.optimizer, loss, share=share, gradient_norm=stage.gradient_norm)
        learner.averaged.update_parameters(captioner)
        losses.append(loss.item())
        if reward is not None:
            rewards.append(reward)
        bar.set_postfix(loss=f"{np.mean(losses[-50:]):.3f}", refresh=False)
    return float(np.mean(losses)), float(np.mean(rewards)) if rewards else None


def report(run: Path, row: Mapping[str, object]) -> None:
    """Add an epoch to the curves and say it."""
    append_row(run / "curves.csv", row)
    draw(run / "curves.csv", run / "curves.png")
    tqdm.write("  ".join(f"{name} {value}" for name, value in row.items() if value != ""), file=sys.stderr)


def _row(
    index: int,
    stage: OptimisationConfig,
    progress: Progress,
    loss: float,
    reward: float | None,
    seconds: float,
    scores: Mapping[str, float],
    names: list[str],
) -> dict[str, object]:
    return {
        "stage": index + 1,
        "objective": stage.objective,
        "epoch": progress.epoch,
        "loss": f"{loss:.4f}",
        "reward": "" if reward is None else f"{reward:.4f}",
        **{f"CIDEr-D {name}": f"{scores[name]:.4f}" if scores else "" for name in names},
        "seconds": f"{seconds:.0f}",
    }


@click.command()
@click.argument("config", type=click.Path(path_type=Path))
@click.option(
    "--data", "root", type=click.Path(path_type=Path), default=Path(), help="Where the paths in CONFIG begin."
)
@click.option(
    "--cache", type=click.Path(path_type=Path), default=Path("cache"), help="Where features are kept."
)
@click.option("--out", "run", type=click.Path(path_type=Path), required=True, help="The run's folder.")
@click.option(
    "--start", type=click.Path(path_type=Path), help="Weights to begin with, such as another run's best.pt."
)
@click.option("--device", default="cuda" if torch.cuda.is_available() else "cpu", show_default=True)
def main(config: Path, root: Path, cache: Path, run: Path, start: Path | None, device: str) -> None:
    """Train the captioner that CONFIG describes."""
    try:
        train(load_config(config), root, cache, run, device=device, start=start)
    except (TrainingError, NarratorError) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(
            f"{error.filename or run}: {error.strerror}. Mend this and start the same command again, which "
            "goes on from the last checkpoint."
        ) from error


if __name__ == "__main__":
    main()
