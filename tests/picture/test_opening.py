"""What a picture is when it has been opened, whatever it was before."""

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image

from narrator.picture.opening import open_picture, squeeze
from tests.drawings import corners, disc, encoded, every_format, scene
from tests.places import DATA

FIRST_ROW_AND_COLUMN = {
    1: ("top", "left"),
    2: ("top", "right"),
    3: ("bottom", "right"),
    4: ("bottom", "left"),
    5: ("left", "top"),
    6: ("right", "top"),
    7: ("right", "bottom"),
    8: ("left", "bottom"),
}
"""Where the first row and the first column of the stored pixels belong, as CIPA DC-008 defines the values."""


def stored_as(orientation: int, upright: Image.Image) -> Image.Image:
    """How a camera stores what is to be seen upright."""
    row, column = FIRST_ROW_AND_COLUMN[orientation]
    pixels = np.asarray(upright)
    if row in ("left", "right"):
        pixels = pixels.swapaxes(0, 1)
    if row in ("bottom", "right"):
        pixels = pixels[::-1]
    if column in ("bottom", "right"):
        pixels = pixels[:, ::-1]
    return Image.fromarray(np.ascontiguousarray(pixels))


def exif_with(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    return exif.tobytes()


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean absolute difference of two RGB pictures, 0 to 255."""
    assert one.size == other.size
    assert one.mode == other.mode == "RGB"
    return float(np.abs(np.asarray(one, np.int16) - np.asarray(other, np.int16)).mean())


@pytest.mark.parametrize("kind", every_format(corners()))
def test_every_format_shows_the_same_picture(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "drawing.bin"
    path.write_bytes(every_format(corners())[kind])

    for source in (path, str(path), path.read_bytes()):
        picture = open_picture(source)

        assert difference(picture.image, corners()) < 6
        assert picture.format == kind.split(",")[0]
        assert picture.size == (96, 64)
        assert picture.notes == ()


def test_content_decides_and_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(encoded(corners(), "PNG"))

    assert open_picture(path).format == "PNG"


def test_cmyk_is_read_as_adobe_writes_it_inverted() -> None:
    data = every_format(corners())["JPEG, CMYK"]

    assert b"Adobe" in data
    assert Image.open(io.BytesIO(data)).mode == "CMYK"
    assert difference(open_picture(data).image, corners()) < 6


@pytest.mark.parametrize("orientation", FIRST_ROW_AND_COLUMN)
def test_every_exif_orientation_is_undone(orientation: int) -> None:
    stored = stored_as(orientation, corners())
    picture = open_picture(encoded(stored, "JPEG", quality=95, exif=exif_with(orientation)))

    assert difference(picture.image, corners()) < 6
    assert picture.size == (96, 64)


@pytest.mark.parametrize("format", ["PNG", "WEBP", "AVIF", "TIFF"])
@pytest.mark.parametrize("orientation", [3, 6])
def test_formats_that_state_an_orientation_are_turned_once(format: str, orientation: int) -> None:
    stored = stored_as(orientation, corners())
    picture = open_picture(encoded(stored, format, exif=exif_with(orientation)))

    assert difference(picture.image, corners()) < 6
    assert picture.size == (96, 64)


def test_an_opened_picture_is_not_turned_again() -> None:
    once = open_picture(encoded(stored_as(6, corners()), "PNG", exif=exif_with(6)))

    assert difference(open_picture(once.image).image, corners()) == 0


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("block", [b"II*\0\x08\0\0\0\x05\0\x12\x01\x03\0\xff\xff\xff\xff", b"no header"])
def test_a_damaged_exif_block_leaves_the_picture_as_it_is(block: bytes, format: str) -> None:
    picture = open_picture(encoded(corners(), format, exif=b"Exif\0\0" + block))

    assert difference(picture.image, corners()) < 6


def test_heic_is_opened_upright_and_turned_only_once() -> None:
    for name in ("corners.heic", "corners_turned.heic"):
        picture = open_picture(DATA / name)

        assert difference(picture.image, corners()) < 6
        assert (picture.format, picture.size, picture.notes) == ("HEIC", (96, 64), ())


def test_heic_with_several_pictures_shows_the_main_one_and_says_so() -> None:
    picture = open_picture(DATA / "several.heic")

    assert difference(picture.image, corners()) < 6
    assert picture.notes == ("This file holds 2 pictures, and this is the main one.",)


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG", "AVIF"])
def test_of_an_animation_the_first_frame_is_shown_and_said_to_be_one(format: str) -> None:
    later = corners().transpose(Image.Transpose.ROTATE_180)
    picture = open_picture(encoded(corners(), format, save_all=True, append_images=[later, corners()]))

    assert difference(picture.image, corners()) < 6
    assert picture.notes == ("This is the first of 3 frames of an animation.",)


def test_of_a_document_the_first_page_is_shown_and_said_to_be_one() -> None:
    later = corners().transpose(Image.Transpose.ROTATE_180)
    picture = open_picture(encoded(corners(), "TIFF", save_all=True, append_images=[later]))

    assert difference(picture.image, corners()) == 0
    assert picture.notes == ("This is the first of 2 pages.",)


def test_a_large_jpeg_is_decoded_small_and_looks_the_same_to_the_network() -> None:
    data = encoded(stored_as(6, scene(2500, 1900)), "JPEG", exif=exif_with(6))
    picture = open_picture(data)
    whole = Image.open(io.BytesIO(data)).transpose(Image.Transpose.ROTATE_270)

    assert picture.size == (2500, 1900)
    assert 600 <= min(picture.image.size) < 1200
    seen, should_be_seen = squeeze(picture.image, 299), squeeze(whole, 299)
    assert np.abs(seen.astype(int) - should_be_seen).mean() < 1.5


def test_a_jpeg_of_the_usual_size_is_decoded_in_full() -> None:
    assert open_picture(encoded(scene(1100, 700), "JPEG")).image.size == (1100, 700)


def test_squeeze_keeps_the_whole_picture() -> None:
    pixels = squeeze(corners(400, 100), 50)

    assert pixels.shape == (50, 50, 3)
    assert pixels.dtype == np.uint8
    assert difference(Image.fromarray(pixels), corners(50, 50)) < 2


def test_a_pil_image_is_turned_laid_on_white_and_left_as_it_was() -> None:
    image = Image.open(io.BytesIO(encoded(stored_as(8, corners()), "PNG", exif=exif_with(8))))
    picture = open_picture(image)

    assert difference(picture.image, corners()) == 0
    assert (picture.format, picture.size) == ("PIL", (96, 64))
    assert image.size == (64, 96)
    assert open_picture(disc()).image.getpixel((1, 1)) == (255, 255, 255)


def test_a_twelve_megapixel_jpeg_needs_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    scene(4000, 3000).save(path, quality=95)
    program = """
import re, sys
from pathlib import Path
from narrator.picture.opening import open_picture
peak = lambda: int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
before = peak()
open_picture(sys.argv[1])
print((peak() - before) // 1024)
"""
    done = subprocess.run([sys.executable, "-c", program, path], check=True, capture_output=True, text=True)

    assert int(done.stdout) < 60


def test_anything_else_is_a_mistake_of_the_programmer() -> None:
    with pytest.raises(TypeError, match="not list"):
        open_picture([1, 2, 3])  # type: ignore[arg-type]
