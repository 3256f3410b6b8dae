"""`python -m benchmarks.opening`: what opening a picture costs, and what its colour profile adds."""

import io
import time
from collections.abc import Callable, Iterator

import click
from PIL import Image, ImageCms

from benchmarks.measurement import Measurement, repeat
from benchmarks.runtime import SIZES, draw_photograph
from narrator.picture.opening import open_picture
from narrator.picture.pixels.primaries import DISPLAY_P3, rgb_profile, srgb_curve

_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
_P3 = rgb_profile(DISPLAY_P3, srgb_curve())


def measure(runs: int) -> Iterator[Measurement]:
    """Open pictures of both sizes, once without a profile and once with each."""
    for (width, height), format in ((SIZES["web"], "JPEG"), (SIZES["phone"], "JPEG"), (SIZES["web"], "PNG")):
        picture = draw_photograph((width, height))
        for profile, called in ((b"", "no profile"), (_SRGB, "one of sRGB"), (_P3, "one of Display P3")):
            what = f"{width} by {height} {format}, {called}"
            yield from _measured(what, runs, _fresh(picture, format, profile))


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
