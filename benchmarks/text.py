"""`python -m benchmarks.text`: what reading the text in a picture costs."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click
import psutil
from PIL import Image, ImageDraw, ImageFont

from benchmarks import process
from benchmarks.measurement import Measurement, repeat
from benchmarks.runtime import NARRATOR, draw_photograph
from narrator.looking.text.choice import text_reader
from narrator.looking.text.lettering import has_lettering
from narrator.looking.text.reading import read_text
from narrator.picture.opening import open_picture

_WORDS = "The ferry leaves the harbour every morning and returns at night, when the lighthouse is lit."


def measure(folder: Path, runs: int) -> Iterator[Measurement]:
    """Read three pictures: a note, a whole page, and a photograph without text."""
    pictures = {
        "note of 5 lines": draw_page((640, 360), 5),
        "page of 40 lines": draw_page((1240, 1754), 40),
        "photograph without text": draw_photograph((640, 480)),
    }
    with closing(text_reader()) as reader:
        for what, image in pictures.items():
            file = folder / f"{what}.png"
            image.save(file)

            def once(file: Path = file) -> tuple[float, float]:
                started, worked = time.perf_counter(), _processor_seconds()
                read_text(open_picture(file), reader)
                return 1000 * (time.perf_counter() - started), 1000 * (_processor_seconds() - worked)

            by_clock, of_processors = repeat(runs, once)
            what = f"{reader.name}, warm, {what}"
            yield Measurement(what=what, unit="ms", values=by_clock)
            yield Measurement(what=f"{what}, of one processor", unit="ms", values=of_processors)
    photograph = open_picture(draw_photograph((1600, 1200)))

    def look() -> tuple[float]:
        started = time.perf_counter()
        has_lettering(photograph)
        return (1000 * (time.perf_counter() - started),)

    (milliseconds,) = repeat(runs, look)
    yield Measurement(what="a quick look for letters, 1600 x 1200", unit="ms", values=milliseconds)
    command = [str(NARRATOR), "read", "--silent", str(folder / "page of 40 lines.png")]
    seconds, megabytes = repeat(runs, lambda: process.run(command))
    yield Measurement(
        what="narrator read --silent, page of 40 lines",
        unit="ms",
        values=tuple(1000 * value for value in seconds),
    )
    # The kernel's figure for children that were waited for is that of the largest: the engine's process.
    yield Measurement(what="peak memory of it", unit="MB", values=megabytes)


def _processor_seconds() -> float:
    """What this process and those that it has started have used of the processors."""
    this = psutil.Process()
    times = [each.cpu_times() for each in [this, *this.children(recursive=True)]]
    return sum(each.user + each.system for each in times)


def draw_page(size: tuple[int, int], lines: int) -> Image.Image:
    """A white page, filled with lines."""
    image = Image.new("RGB", size, "white")
    step = size[1] / (lines + 2)
    font = ImageFont.load_default(step * 0.6)
    for line in range(lines):
        ImageDraw.Draw(image).text(
            (step, (line + 1) * step), _WORDS[: int(size[0] / step * 2)], "black", font
        )
    return image


@click.command()
@click.option("--runs", default=7, show_default=True, help="Runs of each measurement.")
def main(runs: int) -> None:
    """Measure on this machine what reading costs."""
    with tempfile.TemporaryDirectory() as folder:
        for measurement in measure(Path(folder), runs):
            click.echo(str(measurement))


if __name__ == "__main__":
    main()
