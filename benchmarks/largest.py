"""`python -m benchmarks.largest`: what opening the largest pictures of each kind takes."""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import click
from PIL import Image

from benchmarks import process
from benchmarks.measurement import Measurement, repeat

_OPEN = "import sys; from narrator.picture.opening import open_picture; open_picture(sys.argv[1])"

_LARGEST: Sequence[tuple[str, str, tuple[int, int], str, dict[str, object]]] = (
    ("A3 at 600 dots an inch, 1 bit, TIFF", "1", (7_016, 9_921), "TIFF", {"compression": "group4"}),
    ("256 megapixels, 1 bit, PNG", "1", (16_000, 16_000), "PNG", {}),
    ("256 megapixels, grey, PNG", "L", (16_000, 16_000), "PNG", {}),
    ("100 megapixels, colour, PNG", "RGB", (10_000, 10_000), "PNG", {}),
    ("98 megapixels, colour, TIFF", "RGB", (10_000, 9_800), "TIFF", {"compression": "tiff_lzw"}),
    ("200 megapixels, JPEG", "RGB", (16_000, 12_500), "JPEG", {}),
    ("64 megapixels, progressive JPEG", "RGB", (8_000, 8_000), "JPEG", {"progressive": True}),
    ("64 megapixels, WebP", "RGB", (8_000, 8_000), "WEBP", {"method": 0}),
    ("64 megapixels, AVIF", "RGB", (8_000, 8_000), "AVIF", {"speed": 10}),
)
"""What it is, its mode, its size, and how it is written: each at a limit of `picture/formats/limits.py`."""


def measure(folder: Path, runs: int) -> Iterator[Measurement]:
    """Open each in a process of its own."""
    for what, mode, size, format, options in _LARGEST:
        file = folder / "picture"
        Image.radial_gradient("L").resize(size).convert(mode).save(file, format, **options)
        command: list[str | Path] = [sys.executable, "-c", _OPEN, file]
        seconds, megabytes = repeat(runs, partial(process.run, command))
        yield Measurement(what=f"{what}, seconds of the process", unit="s", values=seconds)
        yield Measurement(what=f"{what}, its peak memory", unit="MB", values=megabytes)


@click.command()
@click.option("--runs", default=3, show_default=True, help="Runs of each measurement.")
def main(runs: int) -> None:
    """Measure on this machine what opening large pictures takes."""
    with tempfile.TemporaryDirectory() as folder:
        for measurement in measure(Path(folder), runs):
            click.echo(str(measurement))


if __name__ == "__main__":
    main()
