"""Compare what the encoder can be shipped as: 32 bits, and int8 with unsigned or signed activations.

    python -m training.precision CONFIG --data ROOT --trained RUN

prints size, time a picture and CIDEr-D of each, the decoder being the int8 one in all int8 rows. A head that
was trained on what an int8 trunk makes keeps 32 bits, as in the bundle, but in the last row. The released
bundle takes the fastest that passes the gate of `training.export`.
"""

import os
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

import click
import numpy as np
from numpy.typing import NDArray

from narrator.captioning.graphs import DECODER, ENCODER
from narrator.captioning.network import OnnxNetwork
from narrator.captioning.vocabulary import Vocabulary
from training.config import Config, load_config
from training.data.datasets import Example, read_source
from training.evaluate import BEAM, evaluate, load_run
from training.export import head_in_32_bits, open_graphs
from training.release.graphs import write_graphs
from training.release.quantise import (
    CALIBRATION_PICTURES,
    calibration_pictures,
    quantise_decoder,
    quantise_encoder,
    spread,
)
from training.terminal.command_options import config_argument, data_option
from training.terminal.markdown import table_lines
from training.terminal.sentences import said_in_a_sentence

FULL, UNSIGNED, SIGNED, WHOLE = "fp32", "int8, U8S8", "int8, S8S8", "int8, U8S8, the head too"


def write_variants(config: Config, root: Path, run: Path, folder: Path, calibration: int) -> dict[str, Path]:
    """Write the graphs of all; returns their folders by name."""
    captioner = load_run(config, run)
    head = head_in_32_bits(config, captioner)
    quantised = {UNSIGNED: (False, head), SIGNED: (True, head), **({WHOLE: (False, 0)} if head else {})}
    folders = {name: folder / str(number) for number, name in enumerate((FULL, *quantised))}
    for place in folders.values():
        place.mkdir()
    full = folders[FULL]
    write_graphs(captioner, full / ENCODER, full / DECODER)
    pictures = calibration_pictures(config, root, captioner.encoder.image_size, calibration)
    for name, (symmetric, kept) in quantised.items():
        quantise_encoder(
            full / ENCODER, folders[name] / ENCODER, pictures, symmetric_activations=symmetric, head=kept
        )
        quantise_decoder(full / DECODER, folders[name] / DECODER)
    return folders


def encoding_times(folders: dict[str, Path], pixels: NDArray[np.uint8], runs: int) -> dict[str, float]:
    """Median milliseconds of `encode`, the variants taking turns so that a busy moment falls on all."""
    networks = {name: OnnxNetwork(place / ENCODER, place / DECODER) for name, place in folders.items()}
    times: dict[str, list[float]] = {name: [] for name in networks}
    for _ in range(runs + 1):
        for name, network in networks.items():
            started = time.perf_counter()
            network.encode(pixels)
            times[name].append(1000 * (time.perf_counter() - started))
    # The first run of each warms up.
    return {name: median(values[1:]) for name, values in times.items()}


def _rows(
    folders: Mapping[str, Path],
    vocabulary: Vocabulary,
    sets: Mapping[str, Sequence[Example]],
    milliseconds: Mapping[str, float],
) -> Iterator[list[str]]:
    for name, place in folders.items():
        captioner = open_graphs(place, vocabulary, name)
        size = (place / ENCODER).stat().st_size / 1e6
        scores = [evaluate(captioner, s, examples, BEAM).scores["CIDEr-D"] for s, examples in sets.items()]
        yield [name, f"{size:.1f}", f"{milliseconds[name]:.1f}", *(f"{score:.3f}" for score in scores)]


@click.command()
@config_argument
@data_option
@click.option("--trained", "run", type=click.Path(path_type=Path), required=True, help="The folder of a run.")
@click.option("--pictures", default=250, show_default=True, help="Captioned pictures of each validation set.")
@click.option("--runs", default=30, show_default=True, help="Timed runs of each variant.")
@click.option("--calibration", default=CALIBRATION_PICTURES, show_default=True)
def main(config: Path, root: Path, run: Path, pictures: int, runs: int, calibration: int) -> None:
    """Print a table of the variants of RUN."""
    with said_in_a_sentence():
        settings = load_config(config)
        vocabulary = Vocabulary.load(run / "vocabulary.json")
        sets = {source.name: spread(read_source(source, root), pictures) for source in settings.data.validate}
        with tempfile.TemporaryDirectory(prefix="narrator-precision-") as temporary:
            folders = write_variants(settings, root, run, Path(temporary), calibration)
            side = OnnxNetwork(folders[FULL] / ENCODER, folders[FULL] / DECODER).image_size
            noise = np.random.default_rng(0).integers(256, size=(side, side, 3), dtype=np.uint8)
            milliseconds = encoding_times(folders, noise, runs)
            click.echo(f"{os.cpu_count()} cores, encoder's median of {runs} runs, beam 3")
            head = ["encoder", "MB", "ms a picture", *(f"CIDEr-D {name}" for name in sets)]
            for line in table_lines(head, _rows(folders, vocabulary, sets, milliseconds)):
                click.echo(line)


if __name__ == "__main__":
    main()
