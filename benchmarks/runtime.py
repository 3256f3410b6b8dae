"""The program as a person runs it, and the captioner in a process that is warm already."""

import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks import process
from benchmarks.measurement import Measurement, repeat
from narrator import Captioner
from narrator.looking.kinds import look_at
from narrator.picture.opening import open_picture

NARRATOR = Path(sysconfig.get_path("scripts")) / "narrator"
SIZES = {"web": (640, 480), "phone": (4032, 3024)}
WARM_RUNS = 10
"""Warm descriptions for each run of a whole process; they are short and vary more."""


def measure(folder: Path, runs: int, model: str | None = None) -> Iterator[Measurement]:
    """Measure everything; pictures are made in `folder`."""
    yield _import_time(runs)
    (seconds,) = repeat(runs, lambda: process.run([NARRATOR, "--version"])[:1])
    yield Measurement(what="narrator --version", unit="ms", values=_milliseconds(seconds))
    for name, size in SIZES.items():
        picture = folder / f"{name}.jpg"
        draw_photograph(size).save(picture, quality=90)
        what = f"{size[0]} by {size[1]} JPEG"
        yield from _whole_process(picture, what, runs, model)
        yield _warm(picture, what, runs * WARM_RUNS, model)
        yield _looking(picture, what, runs * WARM_RUNS)


def draw_photograph(size: tuple[int, int]) -> Image.Image:
    """A picture that costs a decoder what a photograph does: soft shapes with grain all over."""
    rng = np.random.default_rng(0)
    shapes = rng.integers(0, 256, (12, 16, 3), dtype=np.uint8)
    smooth = np.asarray(Image.fromarray(shapes).resize(size, Image.Resampling.BICUBIC), dtype=np.int16)
    grain = rng.normal(0, 8, smooth.shape).astype(np.int16)
    return Image.fromarray((smooth + grain).clip(0, 255).astype(np.uint8))


def _whole_process(picture: Path, what: str, runs: int, model: str | None) -> Iterator[Measurement]:
    options = ["--silent", "--json", *(["--model", model] if model else [])]
    command = [str(NARRATOR), "speak", str(picture), *options]
    seconds, megabytes = repeat(runs, lambda: process.run(command))
    yield Measurement(
        what=f"narrator speak --silent --json, {what}", unit="ms", values=_milliseconds(seconds)
    )
    yield Measurement(what=f"peak memory of it, {what}", unit="MB", values=megabytes)


def _warm(picture: Path, what: str, runs: int, model: str | None) -> Measurement:
    captioner = Captioner.load(model)

    def once() -> tuple[float]:
        started = time.perf_counter()
        captioner.describe(picture, samples=10)
        return (time.perf_counter() - started,)

    (seconds,) = repeat(runs, once)
    return Measurement(
        what=f"picture to caption, warm, 10 samples, {what}", unit="ms", values=_milliseconds(seconds)
    )


def _looking(picture: Path, what: str, runs: int) -> Measurement:
    opened = open_picture(picture)

    def once() -> tuple[float]:
        # Of the processor: what else runs on this machine is not its cost, and it starts no threads.
        started = time.thread_time()
        look_at(opened)
        return (time.thread_time() - started,)

    (seconds,) = repeat(runs, once)
    return Measurement(
        what=f"looking what kind it is and what to advise, {what}", unit="ms", values=_milliseconds(seconds)
    )


def _import_time(runs: int) -> Measurement:
    code = "import time; t = time.perf_counter(); import narrator; print(time.perf_counter() - t)"

    def once() -> tuple[float]:
        return (float(subprocess.check_output([sys.executable, "-c", code])),)

    (seconds,) = repeat(runs, once)
    return Measurement(what="import narrator", unit="ms", values=_milliseconds(seconds))


def _milliseconds(seconds: Sequence[float]) -> tuple[float, ...]:
    return tuple(1000 * value for value in seconds)
