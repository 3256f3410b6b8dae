"""How large, long and thin a picture may be."""

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from narrator.errors import PictureError
from narrator.picture.formats.headers import open_header
from narrator.picture.formats.limits import MEMORY_LIMIT, PATIENCE_LIMIT, PIXEL_LIMIT, pixel_limit
from narrator.picture.opening import closer, in_full, open_picture
from tests.drawings import corners, encoded, scene

PEAK = """
import re, sys
from pathlib import Path
from narrator.picture.opening import open_picture
peak = lambda: int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
before = peak()
open_picture(sys.argv[1])
print((peak() - before) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux says of memory")
@pytest.mark.parametrize(
    ("mode", "size", "megabytes"), [("1", (9921, 7016), 110), ("L", (12_000, 10_000), 170)]
)
def test_a_large_page_takes_a_byte_a_pixel(
    mode: str, size: tuple[int, int], megabytes: int, tmp_path: Path
) -> None:
    """A3 at 600 dots an inch, and A2 in grey: beside their pixels hardly anything."""
    file = tmp_path / "plan.tif"
    Image.new(mode, size, 1).save(file, compression="tiff_lzw", tiffinfo={278: 64})
    done = subprocess.run([sys.executable, "-c", PEAK, file], check=True, capture_output=True, text=True)
    assert int(done.stdout) < megabytes
    picture = open_picture(file)
    assert picture.size == size
    assert min(picture.image.size) >= 1400


def limit(data: bytes, kind: str) -> int:
    return pixel_limit(open_header(data, kind), kind, data)


def test_what_a_pixel_takes_decides_how_many_there_may_be() -> None:
    for mode, most in (("1", PATIENCE_LIMIT), ("L", PATIENCE_LIMIT), ("RGB", MEMORY_LIMIT // 4)):
        assert limit(encoded(corners().convert(mode), "PNG"), "PNG") == most
    assert limit(encoded(Image.new("I;16", (64, 64)), "PNG"), "PNG") == PIXEL_LIMIT


def test_decoders_that_keep_copies_of_their_own_may_have_fewer() -> None:
    for format in ("WEBP", "AVIF", "GIF"):
        assert limit(encoded(corners().convert("L"), format), format) == PIXEL_LIMIT
    moving = encoded(corners().convert("L"), "PNG", save_all=True, append_images=[Image.new("L", (96, 64))])
    assert limit(moving, "PNG") == PIXEL_LIMIT


def test_a_tiff_in_a_single_strip_or_turned_is_held_twice() -> None:
    image = corners(1000, 1000)
    strips = {
        rows: encoded(image, "TIFF", compression="tiff_lzw", tiffinfo={278: rows}) for rows in (10, 1000)
    }
    assert limit(strips[10], "TIFF") > 0.98 * MEMORY_LIMIT // 4
    assert limit(strips[1000], "TIFF") == PIXEL_LIMIT
    assert limit(encoded(image, "TIFF"), "TIFF") == MEMORY_LIMIT // 4
    turned = encoded(image.convert("L"), "TIFF", tiffinfo={274: 6})
    assert limit(turned, "TIFF") == MEMORY_LIMIT // 2


@pytest.mark.parametrize("size", [(1200, 100), (4000, 200)])
def test_a_panorama_is_shown_whole(size: tuple[int, int]) -> None:
    picture = open_picture(encoded(scene(*size), "PNG"))
    assert (picture.image.size, picture.whole, picture.notes) == (size, None, ())


@pytest.mark.parametrize(
    "size", [(8, 8000), (200, 4000), (239, 2391), (300, 30_100), (4200, 200), (30_100, 300)], ids=str
)
def test_what_is_thinner_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(PictureError, match="which is too long and thin to describe; cut out the part"):
        open_picture(encoded(Image.new("L", size), "PNG"))


def scrolled(width: int = 300, height: int = 4000) -> Image.Image:
    """A page whose first screenful has four colours."""
    page = Image.new("RGB", (width, height), "white")
    page.paste(corners(width, 2 * width))
    return page


def test_a_scrolled_page_is_described_from_its_top() -> None:
    picture = open_picture(encoded(scrolled(), "PNG"))
    assert picture.size == (300, 4000)
    assert picture.image.tobytes() == corners(300, 600).tobytes()
    assert picture.notes == ("This is very tall, like a scrolled page; only its top is described.",)


def test_and_it_is_read_in_full() -> None:
    whole = in_full(open_picture(encoded(scrolled(), "PNG")))
    assert whole.image.tobytes() == scrolled().tobytes()
    assert (whole.size, whole.notes) == ((300, 4000), ())
    assert in_full(whole) is whole


def test_two_pages_with_the_same_top_are_two_pictures() -> None:
    other = scrolled()
    other.putpixel((0, 3999), (0, 0, 0))
    assert open_picture(scrolled()).digest != open_picture(other).digest


def test_how_it_lies_in_its_file_does_not_matter() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = scrolled().transpose(Image.Transpose.ROTATE_90)
    picture = open_picture(encoded(lying, "PNG", exif=exif))
    assert picture.size == (300, 4000)
    assert picture.image.tobytes() == corners(300, 600).tobytes()


def test_of_a_long_jpeg_no_more_is_decoded_than_of_a_large_one() -> None:
    picture = open_picture(encoded(Image.new("L", (1100, 65_500), 130), "JPEG"))
    assert picture.size == (1100, 65_500)
    assert picture.whole is not None
    assert picture.whole.size == closer(in_full(picture), 1400).size == (550, 32_750)


def test_a_closer_look_at_it_is_at_the_same_part() -> None:
    picture = open_picture(encoded(scrolled(1300, 14_000), "JPEG"))
    assert picture.image.size == (650, 1300)
    assert closer(picture, 1000).size == (1300, 2600)
    assert closer(in_full(picture), 1000).size == (1300, 14_000)
