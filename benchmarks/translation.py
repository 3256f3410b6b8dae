"""`python -m benchmarks.translation`: what a caption in another language costs, beside English, in turns.

A translator has to be on the shelf of models, such as `translator-de`; `training.translate_export` makes it.
"""

import os
import platform
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import click

from benchmarks import process
from benchmarks.measurement import Measurement, repeat
from benchmarks.runtime import NARRATOR, SIZES, WARM_RUNS, draw_photograph
from narrator.captioning.captioner import Captioner
from narrator.languages.catalogue import ENGLISH, in_tongue
from narrator.phrasing.telling import sentence
from narrator.translation.shelf import translator_for
from narrator.translation.telling import translated

CAPTIONS = (
    "a brown dog runs through the grass",
    "two children play with a ball on the beach",
    "a man in a red shirt is riding a bicycle down a dirt road",
    "a woman sits at a table with a plate of food and a glass of wine",
    "a group of people stand in front of a large building in the snow",
)


def measure(folder: Path, language: str, runs: int) -> Iterator[Measurement]:
    """Measure everything; a picture is made in `folder`."""
    translator = translator_for(language)
    operations: dict[str, Callable[[], object]] = {
        "loading the translator": partial(translator_for, language)
    }
    operations |= {
        f"a sentence of {len(each.split())} words": partial(translator.translate, [each]) for each in CAPTIONS
    }
    for what, operation in operations.items():
        wall, processor = repeat(runs, partial(_cost, operation))
        yield Measurement(what=what, unit="ms", values=wall)
        yield Measurement(what=f"{what}, of the processor", unit="ms", values=processor)
    picture = folder / "web.jpg"
    draw_photograph(SIZES["web"]).save(picture, quality=90)
    yield from _warm(picture, language, runs * WARM_RUNS)
    yield from _whole_process(picture, language, runs)


def _warm(picture: Path, language: str, runs: int) -> Iterator[Measurement]:
    captioner = Captioner.load()

    def once() -> tuple[float, ...]:
        (english, used), (other, used_more) = (
            _cost(partial(_told, captioner, picture, each)) for each in (ENGLISH, language)
        )
        return english, other, other - english, used_more - used

    names = (
        "picture to sentence, warm, English",
        f"the same, {language}",
        f"{language} later by",
        f"{language} more of the processor",
    )
    for what, values in zip(names, repeat(runs, once), strict=True):
        yield Measurement(what=what, unit="ms", values=values)


def _told(captioner: Captioner, picture: Path, language: str) -> str:
    with in_tongue(language):
        return sentence(translated(captioner.describe(picture, seed=1)))


def _whole_process(picture: Path, language: str, runs: int) -> Iterator[Measurement]:
    def once() -> tuple[float, float, float]:
        english, other = (
            process.run([NARRATOR, "speak", picture, "--silent", "--language", each])[0]
            for each in (ENGLISH, language)
        )
        return 1000 * english, 1000 * other, 1000 * (other - english)

    names = ("narrator speak --silent, English", f"the same, {language}", f"{language} later by")
    for what, values in zip(names, repeat(runs, once), strict=True):
        yield Measurement(what=what, unit="ms", values=values)


def _cost(operation: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds that it took, and milliseconds of the processor."""
    started, used = time.perf_counter(), time.process_time()
    operation()
    return 1000 * (time.perf_counter() - started), 1000 * (time.process_time() - used)


@click.command()
@click.option("--language", default="de", show_default=True)
@click.option("--runs", default=7, show_default=True, help="Runs of each whole process.")
def main(language: str, runs: int) -> None:
    """Measure what a caption in another language costs on this machine."""
    cores = len(os.sched_getaffinity(0))
    click.echo(f"cores: {cores}, {platform.machine()}, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as folder:
        for measurement in measure(Path(folder), language, runs):
            click.echo(str(measurement))


if __name__ == "__main__":
    main()
