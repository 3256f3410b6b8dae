"""How fast training is: pictures a second, and the share of what the machine can compute at most.

    python -m training.throughput CONFIG --data ROOT --cache CACHE [--batches 20]

Each stage learns from some real batches, and nothing of it is kept. The operations of its matrix products
and convolutions, forward and backward, are counted; the most that the machine can do is measured by a
product of large matrices in the stage's precision.
"""

import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import click
import numpy as np
import torch
from torch.utils.benchmark import Timer
from torch.utils.flop_counter import FlopCounterMode

from models.captioner import Captioner
from narrator.captioning.vocabulary import PAD
from training.config import Config, OptimisationConfig, load_config
from training.features import starting_encoder
from training.learning.optimisation import make_optimizer, take_step
from training.learning.processes import Processes
from training.learning.stages import check_stages, prepare_stage
from training.learning.steps import Learning, compute_gradient
from training.terminal.command_options import cache_option, config_argument, data_option
from training.terminal.sentences import said_in_a_sentence
from training.train import training_vocabulary

SIDES = {"cpu": 2048, "cuda": 8192}
"""Matrices whose product keeps such a device as busy as it gets."""


@dataclass(frozen=True, kw_only=True)
class Throughput:
    """What a stage did in how much time."""

    pictures: int
    words: int
    """Of people's captions, their ends included."""
    operations: int
    """Of floating-point numbers, a multiplication and an addition being two."""
    seconds: float
    peak: float
    """The most operations a second that the machine can do."""

    def __str__(self) -> str:
        """As the command says it."""
        speed = self.operations / self.seconds
        return (
            f"{self.pictures / self.seconds:.1f} pictures and {self.words / self.seconds:.0f} words "
            f"a second, {speed / 1e9:.1f} GFLOP/s, {speed / self.peak:.0%} of {self.peak / 1e9:.0f}"
        )


def measure_peak(device: str, precision: str) -> float:
    """Floating-point operations a second of a product of large matrices."""
    side = SIDES[torch.device(device).type]
    matrix = torch.randn(side, side, device=device).to(getattr(torch, precision))
    timer = Timer("matrix @ matrix", globals={"matrix": matrix}, num_threads=torch.get_num_threads())
    return 2 * side**3 / timer.blocked_autorange(min_run_time=1).median


def measure_stage(
    config: Config, stage: OptimisationConfig, root: Path, cache: Path, *, device: str, batches: int
) -> Throughput:
    """Learn from some batches twice: once counting operations, once taking the time."""
    torch.manual_seed(config.seed)
    vocabulary = training_vocabulary(config, root)
    captioner = Captioner.build(starting_encoder(config, root), config.decoder, len(vocabulary))
    captioner.encoder.to(memory_format=torch.channels_last)
    captioner.to(device)
    data, objective = prepare_stage(config, stage, vocabulary, captioner.encoder, root=root, cache=cache)
    optimizer = make_optimizer(captioner, stage)
    learning = Learning(captioner, objective)
    captioner.train(stage.objective != "self_critical" or stage.sampling_dropout)
    here = Processes(device=device)

    def learn() -> tuple[int, int]:
        """Pictures and words that were learned from."""
        pictures = words = 0
        torch.manual_seed(config.seed)  # what self-critical training samples, too, is the same both times
        for (batch,) in islice(data.epoch(np.random.default_rng(config.seed)), batches):
            mixed = stage.precision == "bfloat16"
            result = compute_gradient(learning, [batch], optimizer, here, step=0, done=0.0, mixed=mixed)
            pictures += result.pictures
            words += int((batch.predicted != PAD).sum())
            # At no rate the network stays as it is, and both times the same is computed.
            take_step(optimizer, share=0.0, gradient_norm=stage.gradient_norm)
        if torch.device(device).type == "cuda":
            torch.cuda.synchronize()
        return pictures, words

    with FlopCounterMode(display=False) as counter:
        learn()
    began = time.perf_counter()
    pictures, words = learn()
    seconds = time.perf_counter() - began
    return Throughput(
        pictures=pictures,
        words=words,
        operations=counter.get_total_flops(),
        seconds=seconds,
        peak=measure_peak(device, stage.precision),
    )


@click.command()
@config_argument
@data_option
@cache_option
@click.option("--batches", default=20, show_default=True, help="From how many each stage learns.")
@click.option("--device", default="cuda" if torch.cuda.is_available() else "cpu", show_default=True)
def main(config: Path, root: Path, cache: Path, batches: int, device: str) -> None:
    """Measure how fast each stage of CONFIG learns."""
    with said_in_a_sentence():
        settings = load_config(config)
        check_stages(settings, root)
        for number, stage in enumerate(settings.stages, start=1):
            speed = measure_stage(settings, stage, root, cache, device=device, batches=batches)
            click.echo(f"stage {number}, {stage.objective}: {speed}")


if __name__ == "__main__":
    main()
