"""Train a painter: small pictures from words, the captioner's task the other way round.

    python -m training.paint CONFIG --data ROOT --cache CACHE --out RUN [--device cuda] [--precision bfloat16]

A run is a folder: `checkpoint.pt`, which `training.export_painter` and `training.painted` read too, and
`curves.csv`. Started again, the same command goes on from the last checkpoint, also after a kill, and comes
to the same losses. It ends after as many steps as CONFIG says, or whenever somebody ends it.
"""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import click
import numpy as np
import torch
from torch.optim import AdamW, Optimizer
from torch.optim.swa_utils import AveragedModel
from tqdm import tqdm

from models.painter import Painter
from narrator.captioning.shelves import find_bundle
from narrator.captioning.vocabulary import Vocabulary
from training.errors import TrainingError
from training.learning.checkpoint import Progress, load_checkpoint, load_optimizer, save_checkpoint
from training.learning.curves import append_row, read_rows
from training.learning.optimisation import moving_average, take_step
from training.painting.config import PaintConfig, load_paint_config
from training.painting.flow import Canvas, drawn, flow_loss, held_out
from training.painting.pictures import Captions, SmallPictures, load_pictures
from training.painting.word_vectors import word_vectors
from training.terminal.command_options import cache_option, config_argument, data_option
from training.terminal.sentences import said_in_a_sentence


@dataclass(frozen=True, kw_only=True)
class Studio:
    """What a step needs."""

    config: PaintConfig
    painter: Painter
    averaged: AveragedModel
    optimizer: Optimizer
    pictures: SmallPictures
    captions: Captions
    device: str
    mixed: bool
    """Compute in bfloat16 what can be."""


def paint(
    config: PaintConfig, root: Path, cache: Path, run: Path, *, device: str = "cpu", mixed: bool = False
) -> Painter:
    """Run all steps, or what is left of them; returns the painter with averaged weights."""
    torch.manual_seed(config.seed)
    bundle = find_bundle(config.words)
    vocabulary = Vocabulary.load(bundle / "vocabulary.json")
    pictures = load_pictures(config.train, root, cache, config.network.side)
    looked_at = held_out_sets(config, root, cache, vocabulary)
    painter = Painter(config.network, word_vectors(bundle))
    painter.to(memory_format=torch.channels_last).to(device)
    averaged = AveragedModel(painter, multi_avg_fn=moving_average(config.average_decay))
    optimizer = AdamW(
        [{"params": list(painter.parameters()), "initial_lr": config.learning_rate}],
        lr=config.learning_rate,
        betas=(0.9, 0.99),
        weight_decay=config.weight_decay,
    )
    run.mkdir(parents=True, exist_ok=True)
    checkpoint = run / "checkpoint.pt"
    progress = Progress()
    if checkpoint.is_file():
        progress, state = load_checkpoint(checkpoint, painter, averaged)
        load_optimizer(checkpoint, optimizer, state)
    studio = Studio(
        config=config,
        painter=painter,
        averaged=averaged,
        optimizer=optimizer,
        pictures=pictures,
        captions=Captions(pictures.examples, vocabulary, config.network.most_words),
        device=device,
        mixed=mixed,
    )
    clock = Clock.going_on(run / "curves.csv")
    while progress.steps < config.steps:
        losses = [take(studio, step) for step in tqdm(next_steps(config, progress), unit="step")]
        progress = replace(progress, steps=progress.steps + len(losses))
        scores = {name: f"{error:.4f}" for name, error in errors(studio, looked_at).items()}
        save_checkpoint(checkpoint, painter, averaged, optimizer, progress)
        row: dict[str, object] = {
            "steps": progress.steps,
            "epochs": f"{progress.steps * config.batch / len(pictures.pixels):.2f}",
            "loss": f"{np.mean(losses):.4f}",
            **scores,
            **clock.read(),
        }
        append_row(run / "curves.csv", row)
        tqdm.write("  ".join(f"{name} {value}" for name, value in row.items()))
    return averaged.module  # type: ignore[return-value]


def held_out_sets(
    config: PaintConfig, root: Path, cache: Path, vocabulary: Vocabulary
) -> Mapping[str, Canvas]:
    """Some pictures of each validation set, evenly over it, with their own words and with others."""
    sets = {}
    for source in config.validate:
        every = load_pictures([source], root, cache, config.network.side)
        count = min(config.validation_pictures, len(every.pixels))
        chosen = np.linspace(0, len(every.pixels) - 1, count).round().astype(int)
        captions = Captions(
            [every.examples[picture] for picture in chosen], vocabulary, config.network.most_words
        )
        sets[source.name] = held_out(every.pixels[chosen], captions, config)
        sets[f"{source.name}, other words"] = held_out(every.pixels[chosen], captions, config, others=True)
    return sets


def next_steps(config: PaintConfig, progress: Progress) -> range:
    """The numbers of the steps up to the next report."""
    return range(progress.steps, min(progress.steps + config.report_steps, config.steps))


def take(studio: Studio, step: int) -> float:
    """One step; returns its loss. Raises `TrainingError` for a loss that is no number."""
    config = studio.config
    # Each step has its own random numbers, so that a resumed run draws the same ones.
    random = np.random.default_rng((config.seed, step))
    chosen = batch_of(step, len(studio.pictures.pixels), config)
    shown = drawn(studio.pictures.pixels, studio.captions, chosen, config, random).to(studio.device)
    studio.optimizer.zero_grad(set_to_none=True)
    loss = flow_loss(studio.painter, shown, mixed=studio.mixed).mean()
    loss.backward()  # type: ignore[no-untyped-call]
    if not math.isfinite(loss.item()):
        raise TrainingError(
            f"The loss is {loss.item()} at step {step}: lower the learning rate; the last checkpoint is kept."
        )
    share = min(1.0, (step + 1) / config.warmup_steps)
    take_step(studio.optimizer, share=share, gradient_norm=config.gradient_norm)
    studio.averaged.update_parameters(studio.painter)
    return loss.item()


def batch_of(step: int, pictures: int, config: PaintConfig) -> list[int]:
    """Which pictures a step learns from: each once an epoch, in an order of that epoch's own."""
    places = range(step * config.batch, (step + 1) * config.batch)
    orders = {
        epoch: np.random.default_rng((config.seed, 1, epoch)).permutation(pictures)
        for epoch in {place // pictures for place in places}
    }
    return [int(orders[place // pictures][place % pictures]) for place in places]


@torch.no_grad()
def errors(studio: Studio, sets: Mapping[str, Canvas]) -> dict[str, float]:
    """The averaged painter's mean loss on each set."""
    return {
        name: float(
            np.mean(
                [
                    float(flow_loss(studio.averaged, part.to(studio.device), mixed=studio.mixed).mean())
                    for part in shown.parts(studio.config.batch)
                ]
            )
        )
        for name, shown in sets.items()
    }


@dataclass(frozen=True, kw_only=True)
class Clock:
    """How long a run has taken, over all its starts."""

    wall: float
    processor: float
    """What the clocks of this start showed when the run had taken no time."""

    @classmethod
    def going_on(cls, curves: Path) -> "Clock":
        """From the last row of the curves, or from now."""
        rows = read_rows(curves) if curves.is_file() else []
        before = rows[-1] if rows else {"seconds": "0", "processor seconds": "0"}
        return cls(
            wall=time.monotonic() - float(before["seconds"]),
            processor=time.process_time() - float(before["processor seconds"]),
        )

    def read(self) -> dict[str, str]:
        """Seconds as a row has them: by the wall's clock and by those of the processors."""
        return {
            "seconds": f"{time.monotonic() - self.wall:.0f}",
            "processor seconds": f"{time.process_time() - self.processor:.0f}",
        }


@click.command()
@config_argument
@data_option
@cache_option
@click.option("--out", "run", type=click.Path(path_type=Path), required=True, help="The run's folder.")
@click.option("--device", default="cuda" if torch.cuda.is_available() else "cpu", show_default=True)
@click.option(
    "--precision",
    type=click.Choice(["float32", "bfloat16"]),
    default="float32",
    show_default=True,
    help="bfloat16 pays only where the processor has instructions for it.",
)
@click.option("--threads", type=click.IntRange(min=1), help="Processor threads to use; else all.")
def main(
    config: Path, root: Path, cache: Path, run: Path, device: str, precision: str, threads: int | None
) -> None:
    """Train the painter that CONFIG describes."""
    if threads:
        torch.set_num_threads(threads)
    with said_in_a_sentence():
        settings = load_paint_config(config)
        paint(settings, root, cache, run, device=device, mixed=precision == "bfloat16")


if __name__ == "__main__":
    main()
