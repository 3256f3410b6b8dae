"""`python -m benchmarks.opening`: what opening a picture costs, its colour profile and its own process."""

import io
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import click
from PIL import Image, ImageCms

from benchmarks.measurement import Measurement, repeat
from benchmarks.runtime import SIZES, draw_photograph
from narrator.picture.apart.decoder import Decoder
from narrator.picture.opening import open_picture
from narrator.picture.other_process import opened_by
from narrator.picture.pixels.primaries import DISPLAY_P3, rgb_profile, srgb_curve

_SIZES = (SIZES["web"], (1920, 1080), SIZES["phone"])
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
_P3 = rgb_profile(DISPLAY_P3, srgb_curve())


def measure(runs: int) -> Iterator[Measurement]:
    """Open pictures of both sizes, once without a profile and once with each, and then in another process."""
    for (width, height), format in ((SIZES["web"], "JPEG"), (SIZES["phone"], "JPEG"), (SIZES["web"], "PNG")):
        picture = draw_photograph((width, height))
        for profile, called in ((b"", "no profile"), (_SRGB, "one of sRGB"), (_P3, "one of Display P3")):
            what = f"{width} by {height} {format}, {called}"
            yield from _measured(what, runs, _fresh(picture, format, profile))
    with tempfile.TemporaryDirectory() as folder, closing(Decoder(digests=True)) as decoder:
        for size in _SIZES:
            for format in ("JPEG", "PNG"):
                yield _added(Path(folder), size, format, runs, decoder)


def _added(folder: Path, size: tuple[int, int], format: str, runs: int, decoder: Decoder) -> Measurement:
    """What the other process adds until a file's pixels and their digest are here: both ways in turn."""
    file = folder / "picture"
    draw_photograph(size).save(file, format)

    def once() -> tuple[float]:
        started = time.perf_counter()
        assert open_picture(file).digest
        here = time.perf_counter()
        with opened_by(decoder):
            assert open_picture(file).digest
        return (1000 * ((time.perf_counter() - here) - (here - started)),)

    (added,) = repeat(runs, once)
    what = f"{size[0]} by {size[1]} {format}, added by a process of its own"
    return Measurement(what=what, unit="ms", values=added)


def _fresh(picture: Image.Image, format: str, profile: bytes) -> Callable[[], bytes]:
    """The file, each time with another profile that says the same: the first of its kind takes longest."""
    numbers = iter(range(1000))

    def write() -> bytes:
        file = io.BytesIO()
        padded = profile and profile + bytes(next(numbers))
        picture.save(file, format, icc_profile=padded or None)
        return file.getvalue()

    return write


def _measured(what: str, runs: int, write: Callable[[], bytes]) -> Iterator[Measurement]:
    def once() -> tuple[float, float]:
        file = write()
        started, used = time.perf_counter(), time.process_time()
        open_picture(file)
        return 1000 * (time.perf_counter() - started), 1000 * (time.process_time() - used)

    passed, worked = repeat(runs, once)
    yield Measurement(what=f"{what}, until it is open", unit="ms", values=passed)
    yield Measurement(what=f"{what}, of the processors", unit="ms", values=worked)


@click.command()
@click.option("--runs", default=15, show_default=True, help="Pictures of each kind.")
def main(runs: int) -> None:
    """Measure what opening a picture costs."""
    for measurement in measure(runs):
        click.echo(str(measurement))


if __name__ == "__main__":
    main()
