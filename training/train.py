"""Train a captioner.

    python -m training.train CONFIG --data ROOT --cache CACHE --out RUN [--weights FILE] [--encoder FILE]

A run is a folder: `checkpoint.pt` to go on from, `best.pt` with the weights that captioned the
validation pictures best, the same of each stage that is over as `stage-1.pt` and so on (of each epoch as
`stage-1-epoch-1.pt` where the stage asks for it), `vocabulary.json`, `curves.csv` and `curves.png`. Started
again, the same command goes on after the last whole epoch and comes to the same losses.

    torchrun --nproc-per-node N -m training.train CONFIG ...

does the same with N processes, as many on each of several machines as torchrun is told to; a run may go on
with another number of them. Each batch of the same sequence is then cut among the processes, so that losses
and weights are those of one process but for rounding, and for what chance decides in it: dropout and the
captions that self-critical training samples are drawn by each process for itself, and `statistics =
"learned"` normalises each process's share by its own statistics.
"""

import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import click
import numpy as np
import torch
from torch import nn
from torch.optim import Optimizer
from torch.optim.swa_utils import AveragedModel
from tqdm import tqdm

from models.captioner import Captioner
from narrator.captioning.vocabulary import Vocabulary
from training.config import Config, OptimisationConfig, load_config
from training.data.batches import Cutting, TextSet, TrainingSet
from training.data.datasets import read_source
from training.errors import ConfigError
from training.features import starting_encoder
from training.learning.checkpoint import (
    Progress,
    load_checkpoint,
    load_optimizer,
    load_weights,
    save_checkpoint,
    save_weights,
)
from training.learning.curves import append_row, draw
from training.learning.optimisation import make_optimizer, moving_average, rate_share, take_step
from training.learning.processes import ALONE, Processes, started
from training.learning.stages import check_stages, prepare_stage
from training.learning.steps import Learning, compute_gradient
from training.learning.validation import open_validation, validate
from training.terminal.command_options import cache_option, config_argument, data_option
from training.terminal.sentences import as_training_errors


@dataclass(frozen=True, kw_only=True)
class Learner:
    """What an epoch needs of a stage."""

    stage: OptimisationConfig
    data: TrainingSet | TextSet
    captioner: Captioner
    learning: nn.Module
    """The captioner with the stage's objective, its gradients reduced over processes."""
    averaged: AveragedModel
    optimizer: Optimizer
    processes: Processes


@dataclass(frozen=True, kw_only=True)
class Epoch:
    """What an epoch came to."""

    loss: float
    """The mean of its batches."""
    reward: float | None
    pictures: int
    """How many were learned from, those drawn twice counted twice."""


def train(
    config: Config,
    root: Path,
    cache: Path,
    run: Path,
    *,
    processes: Processes = ALONE,
    start: Path | None = None,
    encoder: Path | None = None,
) -> Captioner:
    """Run all stages, or what is left of them; returns the captioner with the last stage's best weights.

    `start` are weights to begin with, `encoder` those of which the encoder alone is taken; without `start`
    the decoder is fresh. Of several processes the first alone needs these and the run's folder; `root` and
    `cache` are read by all.
    """
    check_stages(config, root)
    torch.manual_seed(config.seed)
    vocabulary = training_vocabulary(config, root)
    captioner = Captioner.build(starting_encoder(config, root), config.decoder, len(vocabulary))
    captioner.encoder.to(memory_format=torch.channels_last)
    captioner.to(processes.device)
    validation = open_validation(config, captioner.encoder, root, cache)

    if processes.first:
        run.mkdir(parents=True, exist_ok=True)
        _name_words(run, vocabulary)
        if start:
            load_weights(start, captioner)
        if encoder:
            load_weights(encoder, captioner, only="encoder.")
    averaged = AveragedModel(captioner)
    progress, optimizer_state = processes.from_first(lambda: _resumed(run, captioner, averaged))
    processes.agree(captioner)
    processes.agree(averaged)

    for index in range(progress.stage, len(config.stages)):
        stage = config.stages[index]
        data, objective = prepare_stage(config, stage, vocabulary, captioner.encoder, root=root, cache=cache)
        optimizer = make_optimizer(captioner, stage)
        if optimizer_state is None:
            averaged = AveragedModel(captioner)
        else:
            load_optimizer(run / "checkpoint.pt", optimizer, optimizer_state)
            optimizer_state = None
        averaged.multi_avg_fn = moving_average(stage.average_decay)
        learner = Learner(
            stage=stage,
            data=data,
            captioner=captioner,
            # Captions without pictures teach the encoder's head nothing.
            learning=processes.reduced(Learning(captioner, objective), unused=isinstance(data, TextSet)),
            averaged=averaged,
            optimizer=optimizer,
            processes=processes,
        )

        while progress.epoch < stage.epochs and progress.since_best < stage.patience:
            # Each epoch has its own random numbers, so that a resumed run draws the same ones.
            random = np.random.default_rng((config.seed, index, progress.epoch))
            torch.manual_seed(int(random.integers(2**63)) + processes.rank)
            began = time.monotonic()
            epoch = run_epoch(learner, progress, random)
            seconds = time.monotonic() - began
            processes.agree(captioner)
            processes.agree(averaged)
            # There is nothing to caption yet while the language is learned: there the loss decides.
            average = cast(Captioner, averaged.module)
            scores = {}
            if not isinstance(data, TextSet):
                width = config.data.validation_beam
                scores = validate(average, validation, vocabulary, width=width, processes=processes)
            score = float(np.mean(list(scores.values()))) if scores else -epoch.loss
            better = score > progress.best
            if better and processes.first:
                # The stage's own first: what a kill leaves of the two is then never another stage's.
                for name in (f"stage-{index + 1}.pt", "best.pt"):
                    save_weights(run / name, average.state_dict())
            progress = replace(
                progress,
                epoch=progress.epoch + 1,
                steps=progress.steps + len(data),
                best=max(score, progress.best),
                since_best=0 if better else progress.since_best + 1,
            )
            if stage.keep_epochs and processes.first:
                save_weights(run / f"stage-{index + 1}-epoch-{progress.epoch}.pt", average.state_dict())
            if processes.first:
                save_checkpoint(run / "checkpoint.pt", captioner, averaged, optimizer, progress)
                report(run, _row(index, stage, progress, epoch, seconds, scores, list(validation)))

        # The next stage begins from what captioned best, not from what came last.
        if processes.first:
            load_weights(run / f"stage-{index + 1}.pt", captioner)
        processes.agree(captioner)
        progress = Progress(stage=index + 1)
    return captioner


def _name_words(run: Path, vocabulary: Vocabulary) -> None:
    """Keep the vocabulary beside the weights. Raises `ConfigError` where there are weights of another."""
    file = run / "vocabulary.json"
    if file.is_file() and Vocabulary.load(file) != vocabulary:
        raise ConfigError(
            f"{run} was begun with other words than this configuration gives: name another folder with "
            "--out, or delete it."
        )
    vocabulary.save(file)


def _resumed(
    run: Path, captioner: Captioner, averaged: AveragedModel
) -> tuple[Progress, dict[str, Any] | None]:
    """How far the run has come, its weights restored, and the optimizer's state if it has begun."""
    if not (run / "checkpoint.pt").is_file():
        return Progress(), None
    return load_checkpoint(run / "checkpoint.pt", captioner, averaged)


def training_vocabulary(config: Config, root: Path) -> Vocabulary:
    """The words of the training captions; the same configuration always gives the same."""
    examples = [example for source in config.data.train for example in read_source(source, root)]
    captions = (caption for example in examples for caption in example.captions)
    return Vocabulary.build(captions, minimum_count=config.data.minimum_count)


def run_epoch(learner: Learner, progress: Progress, random: np.random.Generator) -> Epoch:
    """One pass over the data."""
    stage, captioner, processes = learner.stage, learner.captioner, learner.processes
    captioner.train(stage.objective != "self_critical" or stage.sampling_dropout)
    steps = stage.epochs * len(learner.data)
    losses: list[float] = []
    rewards: list[float] = []
    pictures = 0
    cutting = Cutting(parts=stage.accumulate, rank=processes.rank, processes=processes.count)
    bar = tqdm(
        learner.data.epoch(random, cutting),
        total=len(learner.data),
        desc=f"{stage.objective} {progress.epoch + 1}/{stage.epochs}",
        unit="batch",
        disable=not processes.first,
    )
    for number, parts in enumerate(bar):
        step = progress.steps + number
        result = compute_gradient(
            learner.learning,
            parts,
            learner.optimizer,
            processes,
            step=step,
            done=step / steps,
            mixed=stage.precision == "bfloat16",
        )
        share = rate_share(step, steps, stage)
        take_step(learner.optimizer, share=share, gradient_norm=stage.gradient_norm)
        learner.averaged.update_parameters(captioner)
        losses.append(result.loss)
        if result.reward is not None:
            rewards.append(result.reward)
        pictures += result.pictures
        bar.set_postfix(loss=f"{np.mean(losses[-50:]):.3f}", refresh=False)
    return Epoch(
        loss=float(np.mean(losses)), reward=float(np.mean(rewards)) if rewards else None, pictures=pictures
    )


def report(run: Path, row: Mapping[str, object]) -> None:
    """Add an epoch to the curves and say it."""
    append_row(run / "curves.csv", row)
    draw(run / "curves.csv", run / "curves.png")
    tqdm.write("  ".join(f"{name} {value}" for name, value in row.items() if value != ""), file=sys.stderr)


def _row(
    index: int,
    stage: OptimisationConfig,
    progress: Progress,
    epoch: Epoch,
    seconds: float,
    scores: Mapping[str, float],
    names: list[str],
) -> dict[str, object]:
    return {
        "stage": index + 1,
        "objective": stage.objective,
        "epoch": progress.epoch,
        "loss": f"{epoch.loss:.4f}",
        "reward": "" if epoch.reward is None else f"{epoch.reward:.4f}",
        **{f"CIDEr-D {name}": f"{scores[name]:.4f}" if scores else "" for name in names},
        "seconds": f"{seconds:.0f}",
        "pictures a second": f"{epoch.pictures / seconds:.1f}" if epoch.pictures else "",
    }


@click.command()
@config_argument
@data_option
@cache_option
@click.option("--out", "run", type=click.Path(path_type=Path), required=True, help="The run's folder.")
@click.option(
    "--weights",
    "start",
    type=click.Path(path_type=Path),
    help="Weights to begin with, such as another run's best.pt.",
)
@click.option(
    "--encoder", type=click.Path(path_type=Path), help="Weights to take the encoder from, and nothing else."
)
@click.option("--device", default="cuda" if torch.cuda.is_available() else "cpu", show_default=True)
def main(
    config: Path, root: Path, cache: Path, run: Path, start: Path | None, encoder: Path | None, device: str
) -> None:
    """Train the captioner that CONFIG describes."""
    with started(device) as processes, as_training_errors():
        train(load_config(config), root, cache, run, processes=processes, start=start, encoder=encoder)


if __name__ == "__main__":
    main()
