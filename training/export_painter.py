"""Turn a painter's run into a bundle that `narrator paint` can use.

    python -m training.export_painter CONFIG --trained RUN --out FOLDER

Nothing is written unless the graphs paint what torch paints. `training.painted` then judges the bundle, and
writes what comes out into its card.
"""

import tempfile
from pathlib import Path

import click
import numpy as np
import torch
from torch.optim.swa_utils import AveragedModel

from models.painter import Painter
from narrator.captioning.shelves import find_bundle
from narrator.captioning.vocabulary import START, Vocabulary
from narrator.painting.bundle import PAINTER, PAPER, READER, VOCABULARY, write_paper
from narrator.painting.network import Asked, OnnxPaintingNetwork
from training.errors import TrainingError
from training.export import GateError, put_in_place
from training.learning.checkpoint import Progress, load_checkpoint
from training.learning.curves import read_rows
from training.painting.config import PaintConfig, load_paint_config
from training.painting.export import write_painter
from training.painting.word_vectors import word_vectors
from training.terminal.command_options import config_argument
from training.terminal.sentences import said_in_a_sentence

TOLERANCE = 0.02
"""Largest difference of a pixel's value, of -1..1, between torch and graphs with weights of 16 bits: two and
a half of the 255 steps of a PNG."""
CARD = "MODEL_CARD.md"


def load_painter(config: PaintConfig, run: Path) -> tuple[Painter, Progress]:
    """The averaged painter of a run's checkpoint, and how far it has come. Raises `TrainingError`."""
    checkpoint = run / "checkpoint.pt"
    if not checkpoint.is_file():
        raise TrainingError(f"There is no {checkpoint}: run python -m training.paint first.")
    painter = Painter(config.network, word_vectors(find_bundle(config.words)))
    averaged = AveragedModel(painter)
    progress, _ = load_checkpoint(checkpoint, painter, averaged)
    found = averaged.module
    assert isinstance(found, Painter)
    return found.eval(), progress


class TorchPaintingNetwork:
    """The program's `PaintingNetwork` around a torch painter."""

    def __init__(self, painter: Painter) -> None:
        self.painter = painter.eval()
        self.side = painter.side

    @torch.no_grad()
    def read(self, tokens: "np.ndarray[tuple[int, ...], np.dtype[np.int64]]") -> Asked:
        """As the graph of the reader."""
        words, hidden = self.painter.reader(torch.from_numpy(tokens))
        return Asked(words=words.numpy(), hidden=hidden.numpy())

    @torch.no_grad()
    def step(
        self,
        mixtures: "np.ndarray[tuple[int, ...], np.dtype[np.float32]]",
        times: "np.ndarray[tuple[int, ...], np.dtype[np.float32]]",
        asked: Asked,
    ) -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
        """As the graph of a step."""
        given = (torch.from_numpy(each) for each in (mixtures, times, asked.words, asked.hidden))
        return self.painter.step(*given).numpy()


def compare_with_torch(painter: Painter, bundle: Path, most_words: int) -> float:
    """The largest difference between the graphs and torch on some words, mixtures and moments.

    Raises `GateError` when it is larger than it may be.
    """
    random = np.random.default_rng(0)
    tokens = np.zeros((3, most_words + 1), dtype=np.int64)
    for row, count in enumerate((0, 1, most_words)):
        tokens[row, : count + 1] = [START, *random.integers(4, len(painter.reader.table), count)]
    side = painter.side
    mixtures = random.standard_normal((3, 3, side, side), dtype=np.float32)
    times = np.array([0.0, 0.4, 0.9], dtype=np.float32)
    networks = (TorchPaintingNetwork(painter), OnnxPaintingNetwork(bundle / READER, bundle / PAINTER))
    first, second = (network.step(mixtures, times, network.read(tokens)) for network in networks)
    difference = float(np.abs(first - second).max())
    if not difference <= TOLERANCE:
        raise GateError(f"The graphs differ from torch by {difference:.3f} of a pixel's value.")
    return difference


def export_painter(config: PaintConfig, run: Path, folder: Path, *, version: str) -> float:
    """Write the bundle of a run; returns how far its graphs differ from torch. Raises `TrainingError`."""
    other = folder.exists() and not (folder / PAPER).is_file()
    if other and (folder.is_file() or any(folder.iterdir())):
        raise TrainingError(f"{folder} is there and no painter: name another folder with --out.")
    painter, progress = load_painter(config, run)
    with tempfile.TemporaryDirectory(prefix="narrator-export-") as temporary:
        made = Path(temporary, "painter")
        made.mkdir()
        Vocabulary.load(find_bundle(config.words) / VOCABULARY).save(made / VOCABULARY)
        write_painter(painter, made / READER, made / PAINTER, config.network.most_words)
        difference = compare_with_torch(painter, made, config.network.most_words)
        (made / CARD).write_text(_card(config, run, progress), encoding="utf-8")
        write_paper(
            made,
            name=config.name,
            version=version,
            side=config.network.side,
            most_words=config.network.most_words,
            training=config.training_data,
        )
        put_in_place(made, folder)
    return difference


def _card(config: PaintConfig, run: Path, progress: Progress) -> str:
    last = read_rows(run / "curves.csv")[-1]
    hours = float(last["processor seconds"]) / 3600
    network = config.network
    return f"""\
# {config.name}

Paints a picture of {network.side} by {network.side} pixels for some English words. An experiment: most of
what it paints is vague, and much is wrong. Nobody should take its pictures for evidence of anything.

## Made from

{config.training_data.strip()}

{progress.steps:,} steps of {config.batch} pictures, {last["epochs"]} times each picture, in {hours:.1f} hours
of a processor core, with CONFIG = training/configs/{config.name}.toml:

    python -m training.paint CONFIG --data ROOT --cache CACHE --out RUN
    python -m training.export_painter CONFIG --trained RUN --out FOLDER
"""


@click.command()
@config_argument
@click.option("--trained", "run", type=click.Path(path_type=Path), required=True, help="The run's folder.")
@click.option("--out", "folder", type=click.Path(path_type=Path), required=True, help="The bundle's folder.")
@click.option("--version", default="1", show_default=True, help="What the bundle calls itself.")
def main(config: Path, run: Path, folder: Path, version: str) -> None:
    """Write the bundle of the painter that CONFIG describes."""
    with said_in_a_sentence():
        difference = export_painter(load_paint_config(config), run, folder, version=version)
    size = sum(file.stat().st_size for file in folder.iterdir())
    click.echo(f"{folder}: {size / 1e6:.1f} MB; no pixel differs from torch's by more than {difference:.4f}.")


if __name__ == "__main__":
    main()
