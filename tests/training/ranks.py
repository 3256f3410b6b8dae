"""Two real processes for tests, forked from one that has torch loaded, with a store as torchrun keeps it."""

import json
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import click
import torch
from torch.distributed import TCPStore  # type: ignore[attr-defined]  # documented, but not re-exported

from models.captioner import Captioner as TorchCaptioner
from models.decoders import DecoderConfig
from models.encoders import EncoderConfig, build_encoder
from narrator.captioning.captioner import Captioner
from tests.places import TINY_BUNDLE
from training.config import OptimisationConfig, load_config
from training.data.batches import Batch, Cutting, rectangle
from training.data.datasets import Example
from training.errors import TrainingError
from training.evaluate import SPOKEN, evaluate
from training.learning.optimisation import make_optimizer
from training.learning.processes import Processes, started
from training.learning.stages import Imitate
from training.learning.steps import Learning, compute_gradient
from training.train import train

Act = Callable[[Processes, Path], None]
"""What each process does; it may write into the folder."""

CAPTIONS = [[[5, 6, 7]], [[8]], [[9, 5]], [[6, 6, 6, 6, 6, 6]], [[7]]]
"""Words of five pictures' captions: each share of them has another number."""


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How a process ended, and what it wrote."""

    code: int
    output: str


def run_ranks(act: Act, folder: Path, *, patience: float = 150) -> list[Ended]:
    """Let two processes act together, to their end."""
    store = TCPStore("127.0.0.1", 0, is_master=True, wait_for_workers=False)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.training.ranks"])
    workers = [
        context.Process(target=_worker, args=(act, folder, rank, store.port, patience)) for rank in range(2)
    ]
    for worker in workers:
        worker.start()
    try:
        for worker in workers:
            worker.join(600)
            assert worker.exitcode is not None, "A process hangs."
    finally:
        for worker in workers:
            worker.kill()
    outputs = [(folder / f"{rank}.txt").read_text(encoding="utf-8") for rank in range(2)]
    return [
        Ended(code=worker.exitcode or 0, output=text) for worker, text in zip(workers, outputs, strict=True)
    ]


def _worker(act: Act, folder: Path, rank: int, port: int, patience: float) -> None:
    with (folder / f"{rank}.txt").open("w", encoding="utf-8") as output:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
    # Ctrl-C has to end them, even where those who started the tests ignore it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    place = {
        "RANK": rank,
        "LOCAL_RANK": rank,
        "WORLD_SIZE": 2,
        "MASTER_ADDR": "127.0.0.1",
        "MASTER_PORT": port,
    }
    os.environ.update({name: str(value) for name, value in place.items()})
    os.environ.update(TORCHELASTIC_RUN_ID="test", TORCHELASTIC_USE_AGENT_STORE="True")
    torch.set_num_threads(1)

    @click.command()
    def command() -> None:
        with started("cpu", patience=timedelta(seconds=patience)) as processes:
            act(processes, folder)

    command(args=[])


def exchange(processes: Processes, folder: Path) -> None:
    """All ways to talk."""
    items = ["a", "b", "c", "d", "e"]
    assert processes.share(items) == [["a", "c", "e"], ["b", "d"]][processes.rank]
    assert processes.together(processes.share(items)) == items
    assert processes.together(processes.share(items[:1])) == items[:1]
    assert processes.total(processes.rank + 1, 0.5) == [3, 1]
    assert processes.from_first(lambda: f"of {processes.rank}") == "of 0"
    torch.manual_seed(processes.rank)
    layer = torch.nn.BatchNorm1d(2)
    layer.running_mean = torch.rand(2)
    processes.agree(layer)
    first, second = processes.gather(layer.running_mean.tolist())
    assert first == second


def write_gradients(processes: Processes, folder: Path) -> None:
    """Gradients of a batch of five pictures and of one of a single picture, in one part and in two."""
    for pictures in (5, 1):
        for parts in (1, 2):
            gradient = gradient_of(pictures, parts, processes)
            torch.save(gradient, folder / f"{pictures}-{parts}-{processes.rank}.pt")


def gradient_of(pictures: int, parts: int, processes: Processes) -> tuple[float, list[torch.Tensor]]:
    """The loss of the first so many pictures, and its gradients."""
    torch.manual_seed(1)
    encoder = build_encoder(EncoderConfig(name="small", trunk_until="block2"))
    captioner = TorchCaptioner.build(encoder, DecoderConfig(hidden=16, heads=2, dropout=0.0), 10)
    stage = OptimisationConfig()
    optimizer = make_optimizer(captioner, stage)
    learning = processes.reduced(Learning(captioner, Imitate(stage)))
    activations = torch.randn(5, 64, 8, 8)
    cutting = Cutting(parts=parts, rank=processes.rank, processes=processes.count)
    batches = []
    for rows, stand_in in cutting.cut(range(pictures)):
        shown, predicted = rectangle([CAPTIONS[row] for row in rows])
        batches.append(
            Batch(
                inputs=activations[list(rows)],
                shown=shown,
                predicted=predicted,
                pictures=tuple(rows),
                stand_in=stand_in,
            )
        )
    result = compute_gradient(learning, batches, optimizer, processes, step=0, done=0.0)
    assert result.pictures == pictures
    gradients = [parameter.grad for parameter in captioner.parameters() if parameter.grad is not None]
    return result.loss, gradients


def judge(processes: Processes, folder: Path) -> None:
    """Evaluate the tiny bundle on the pictures in the folder."""
    captioner = Captioner.load(str(TINY_BUNDLE))
    pictures = sorted(folder.glob("*.png"))
    examples = [Example(picture=picture, captions=("a red square",)) for picture in pictures]
    found = evaluate(captioner, "squares", examples, SPOKEN, processes=processes)
    (folder / f"{processes.rank}.json").write_text(json.dumps([found.captions, found.scores]), "utf-8")


def go_on(processes: Processes, folder: Path) -> None:
    """Train from where the run `early` stands."""
    config = load_config(folder / "shapes.toml")
    train(config, folder, folder / "cache", folder / "early", processes=processes)


def fail(processes: Processes, folder: Path) -> None:
    """One finds a mistake, the other waits for it."""
    if processes.rank == 1:
        raise TrainingError("The picture 17 is damaged.")
    processes.total(1)


def fail_alike(processes: Processes, folder: Path) -> None:
    """Both find the same mistake."""
    raise TrainingError("There is no such file.")


def die(processes: Processes, folder: Path) -> None:
    """One is killed, as the system does when memory is short."""
    if processes.rank == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    processes.total(1)


def stall(processes: Processes, folder: Path) -> None:
    """One never comes."""
    if processes.rank == 1:
        for _ in range(2000):  # in case the other did not even begin
            if (folder / "over").exists():
                break
            time.sleep(0.05)
        sys.exit()
    try:
        processes.total(1)
    finally:
        (folder / "over").touch()


def interrupt(processes: Processes, folder: Path) -> None:
    """Ctrl-C, which reaches both."""
    processes.total(1)
    os.kill(os.getpid(), signal.SIGINT)
    processes.total(1)


def end(processes: Processes, folder: Path) -> None:
    """torchrun ends one because another, on some other machine, is gone."""
    if processes.rank == 0:
        os.kill(os.getpid(), signal.SIGTERM)
    processes.total(1)


def blunder(processes: Processes, folder: Path) -> None:
    """A mistake in the code itself, which needs its traceback."""
    torch.zeros(2) @ torch.zeros(3)
