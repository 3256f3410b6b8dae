"""Modes, depths, transparency and arrays: all become RGB that looks as it was meant."""

import struct
import zlib

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from narrator.errors import PictureError
from narrator.picture.opening import open_picture
from tests.drawings import RED, corners, disc, encoded

WHITE = (255, 255, 255)


def ramp(largest: float, dtype: npt.DTypeLike) -> npt.NDArray[np.generic]:
    """Grey that grows from 0 at the left to `largest` at the right."""
    return np.tile(np.linspace(0, largest, 64), (32, 1)).astype(dtype)


def greys(image: Image.Image) -> list[int]:
    """The values of the first row, after a check that it is grey."""
    row = np.asarray(image)[0]
    assert (row[:, 0] == row[:, 1]).all()
    assert (row[:, 1] == row[:, 2]).all()
    return [int(value) for value in row[:, 0]]


def with_chunk(png: bytes, name: bytes, content: bytes) -> bytes:
    """A PNG with one more chunk behind its header."""
    chunk = struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
    return png[:33] + chunk + png[33:]


@pytest.mark.parametrize("format", ["PNG", "WEBP", "AVIF", "TIFF", "GIF"])
def test_transparent_parts_lie_on_white(format: str) -> None:
    image = open_picture(encoded(disc(), format)).image

    assert image.getpixel((2, 2)) == WHITE
    assert np.abs(np.asarray(image, np.int16)[32, 48] - RED).max() < 12


def test_half_transparent_is_half_white() -> None:
    veil = Image.new("RGBA", (16, 600), (0, 0, 0, 51))

    assert open_picture(encoded(veil.resize((160, 600)), "PNG")).image.getcolors() == [
        (96000, (204, 204, 204))
    ]


def test_a_palette_with_transparent_colours_lies_on_white() -> None:
    image = corners().quantize(4)
    palette = np.array(image.getpalette()).reshape(-1, 3)
    red = int(np.abs(palette - RED).sum(axis=1).argmin())

    single = open_picture(encoded(image, "PNG", transparency=red)).image
    alphas = bytes(0 if index == red else 255 for index in range(4))
    several = open_picture(encoded(image, "PNG", transparency=alphas)).image

    for opened in (single, several):
        assert opened.getpixel((2, 2)) == WHITE
        assert opened.crop((48, 0, 96, 64)).tobytes() == corners().crop((48, 0, 96, 64)).tobytes()


def test_grey_of_sixteen_bits_is_scaled_and_not_cut_off() -> None:
    deep = ramp(65535, np.uint16)

    for format in ("PNG", "TIFF"):
        assert greys(open_picture(encoded(Image.fromarray(deep), format)).image) == list(deep[0] >> 8)


def test_a_transparent_value_of_sixteen_bits_becomes_white() -> None:
    deep = ramp(63 * 512, np.uint16)
    png = with_chunk(encoded(Image.fromarray(deep), "PNG"), b"tRNS", struct.pack(">H", 512))

    assert greys(open_picture(png).image)[:4] == [0, 255, 4, 6]


@pytest.mark.parametrize(("largest", "dtype"), [(1, np.float32), (4e9, np.float32), (70000, np.int32)])
def test_values_without_an_agreed_white_are_stretched(largest: float, dtype: npt.DTypeLike) -> None:
    values = greys(open_picture(encoded(Image.fromarray(ramp(largest, dtype)), "TIFF")).image)

    assert (values[0], values[-1]) == (0, 255)
    assert np.abs(np.diff(values) - 4).max() <= 1


def test_what_is_no_number_is_black_and_what_is_all_the_same_as_bright_as_it() -> None:
    values = ramp(1, np.float32).copy()
    values[0, 5:8] = np.nan, np.inf, -np.inf
    values.view(np.uint32)[0, 8] = 0x7FA00000  # a NaN that signals: numpy warns when it is only converted

    assert greys(open_picture(encoded(Image.fromarray(values), "TIFF")).image)[5:9] == [0, 0, 0, 0]
    for value, level in ((7, 7), (np.nan, 0)):
        flat = Image.fromarray(np.full((32, 64), value, np.float32))
        assert set(greys(open_picture(encoded(flat, "TIFF")).image)) == {level}


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBa", "CMYK", "YCbCr", "HSV"])
def test_every_mode_of_pil_becomes_rgb(mode: str) -> None:
    image = Image.new("RGBA", (32, 16), "white").convert(mode)

    assert open_picture(image).image.getcolors() == [(512, WHITE)]


def test_an_array_shows_what_it_holds() -> None:
    pixels = np.asarray(corners())
    floats = (pixels / 255).astype(np.float32)

    for array in (pixels, floats, floats.astype(np.float64), np.asfortranarray(pixels)):
        picture = open_picture(array)

        assert picture.image.tobytes() == corners().tobytes()
        assert (picture.format, picture.size) == ("array", (96, 64))


def test_an_array_may_be_grey_or_transparent() -> None:
    grey = ramp(252, np.uint8)

    assert greys(open_picture(grey).image) == list(grey[0])
    assert greys(open_picture(grey[..., None]).image) == list(grey[0])
    assert open_picture(np.asarray(disc())).image.getpixel((2, 2)) == WHITE


@pytest.mark.parametrize(
    ("array", "reason"),
    [
        (np.zeros((32, 32, 2), np.uint8), "32 by 32 by 2"),
        (np.zeros((4, 32, 32, 3), np.uint8), "4 by 32 by 32 by 3"),
        (np.zeros((0, 32), np.uint8), "0 by 32"),
        (np.zeros((32, 32), np.uint16), "uint16"),
        (np.full((32, 32), 1.5), "between 0 and 1"),
        (np.full((32, 32), np.nan), "between 0 and 1"),
        (np.zeros((4, 32), np.uint8), "32 by 4 pixels"),
    ],
)
def test_an_array_that_is_no_picture_is_refused(array: npt.NDArray[np.generic], reason: str) -> None:
    with pytest.raises(PictureError, match=reason):
        open_picture(array)
