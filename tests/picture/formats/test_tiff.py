"""TIFFs that Pillow misreads or does not know."""

import io
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from narrator.errors import PictureError
from narrator.picture.opening import open_picture
from narrator.picture.pages import pages
from tests.drawings import BLUE, GREEN, RED, YELLOW, corners, encoded, off
from tests.tiffs import Value, directory, tiff

RGB, GREY, INVERTED, PALETTE, CMYK, YCBCR, LAB = 2, 1, 0, 3, 5, 6, 8
SIGNED, FLOAT = 2, 3

SIZE = (96, 64)
PIXELS = np.asarray(corners(*SIZE))


def shows_the_corners(data: bytes, tolerance: int = 3) -> bool:
    picture = open_picture(data)
    assert picture.format == "TIFF"
    return near(picture.image, tolerance)


def near(image: Image.Image, tolerance: int) -> bool:
    width, height = image.size
    places = {(8, 8): RED, (width - 8, 8): GREEN, (8, height - 8): BLUE, (width - 8, height - 8): YELLOW}
    return all(off(image, place, colour) <= tolerance for place, colour in places.items())


def planes(pixels: NDArray[np.generic]) -> list[bytes]:
    return [np.ascontiguousarray(pixels[..., colour]).tobytes() for colour in range(pixels.shape[2])]


WIDE = PIXELS.astype("<u2") * 257


@pytest.mark.parametrize(
    ("source", "data"),
    [
        ("Pillow#2157", tiff(SIZE, planes(WIDE), bits=[16] * 3, photometric=RGB)),
        ("Pillow#5364", tiff(SIZE, planes(WIDE.astype(">u2")), bits=[16] * 3, photometric=RGB, order=">")),
        (
            "floats from 0 to 1",
            tiff(
                SIZE,
                [(PIXELS / 255).astype("<f4").tobytes()],
                bits=[32] * 3,
                photometric=RGB,
                tags={339: [FLOAT] * 3},
            ),
        ),
        (
            "floats from 0 to 255, of 64 bits",
            tiff(
                SIZE,
                [PIXELS.astype("<f8").tobytes()],
                bits=[64] * 3,
                photometric=RGB,
                tags={339: [FLOAT] * 3},
            ),
        ),
        (
            "whole numbers of 32 bits",
            tiff(SIZE, [(PIXELS.astype("<u4") * 0x01010101).tobytes()], bits=[32] * 3, photometric=RGB),
        ),
        (
            "BigTIFF, high bytes first",
            tiff(SIZE, [PIXELS.tobytes()], bits=[8] * 3, photometric=RGB, order=">", big=True),
        ),
        (
            "four inks of 16 bits in planes",
            tiff(
                SIZE,
                planes(np.dstack([65535 - WIDE, np.zeros(SIZE[::-1], "<u2")])),
                bits=[16] * 4,
                photometric=CMYK,
            ),
        ),
        (
            "bytes that are said to have a sign",
            tiff(SIZE, [PIXELS.tobytes()], bits=[8] * 3, photometric=RGB, tags={339: [SIGNED] * 3}),
        ),
        ("usual", encoded(corners(*SIZE), "TIFF")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_its_colours_are_right(source: str, data: bytes) -> None:
    assert shows_the_corners(data)


def test_a_colour_map_of_8_bits_is_not_black() -> None:
    """TwelveMonkeys#73: the values of a map reach to 65535, but some programs write bytes."""
    image = corners(*SIZE).quantize(4)
    colours = np.array((image.getpalette() or [])[: 3 * 4]).reshape(-1, 3)
    table = np.zeros((3, 256), int)
    table[:, : len(colours)] = colours.T
    narrow = tiff(SIZE, [image.tobytes()], bits=[8], photometric=PALETTE, tags={320: table.ravel().tolist()})
    wide = tiff(
        SIZE, [image.tobytes()], bits=[8], photometric=PALETTE, tags={320: (table * 257).ravel().tolist()}
    )

    assert shows_the_corners(narrow)
    assert shows_the_corners(wide)


def test_lab_of_16_bits() -> None:
    """Lightness reaches to 65535; the other two lie around 0, 256 to a unit (TIFF 6.0, supplement 2)."""
    values = np.zeros((*SIZE[::-1], 3), "<i2")
    values[..., 0] = np.int16(-32768)  # 32768 of 65535 as it lies in the file: middle grey
    values[..., 1] = 60 * 256
    reddish = tiff(SIZE, [values.tobytes()], bits=[16] * 3, photometric=LAB)

    red, green, blue = open_picture(reddish).image.getpixel((5, 5))  # type: ignore[misc]

    assert red > 180 and green < 80 and 80 < blue < 160


def test_grey_of_32_bits_does_not_turn_dark_where_it_is_light() -> None:
    """Pillow takes such numbers as signed, so that the lighter half of them lies below black."""
    ramp = np.linspace(0, 2**32 - 1, SIZE[0]).astype("<u4")
    data = tiff(SIZE, [np.tile(ramp, (SIZE[1], 1)).tobytes()], bits=[32], photometric=GREY)

    row = np.asarray(open_picture(data).image.convert("L"))[0].astype(int)

    assert row[0] < 5 and row[-1] > 250
    assert (np.diff(row) >= 0).all()


@pytest.mark.parametrize("photometric", [GREY, INVERTED])
def test_grey_of_which_0_is_white(photometric: int) -> None:
    ramp = np.linspace(0, 65535, SIZE[0]).astype("<u2")
    data = tiff(SIZE, [np.tile(ramp, (SIZE[1], 1)).tobytes()], bits=[16], photometric=photometric)

    row = np.asarray(open_picture(data).image.convert("L"))[0]

    assert (row[-1] > row[0]) == (photometric == GREY)


def test_colours_of_half_the_size_without_compression() -> None:
    """Pillow says that such a file is cut off, because it takes the colours for whole ones."""
    luma, blue, red = Image.new("RGB", SIZE, RED).convert("YCbCr").getpixel((0, 0))  # type: ignore[misc]
    unit = bytes([luma] * 4 + [blue, red])
    data = tiff(
        SIZE,
        [unit * (SIZE[0] // 2 * SIZE[1] // 2)],
        bits=[8] * 3,
        photometric=YCBCR,
        tags={530: [2, 2]},
    )

    assert off(open_picture(data).image, (50, 30), RED) < 6


def test_grey_with_transparency_in_planes() -> None:
    grey = PIXELS[..., 0]
    data = tiff(
        SIZE, [grey.tobytes(), bytes([255]) * grey.size], bits=[8, 8], photometric=GREY, tags={338: 1}
    )

    assert np.array_equal(np.asarray(open_picture(data).image)[..., 0], grey)


def test_it_is_turned_as_it_states() -> None:
    lying = np.ascontiguousarray(np.rot90(WIDE))  # what lies at its right belongs to its top
    data = tiff(SIZE[::-1], planes(lying), bits=[16] * 3, photometric=RGB, tags={274: 6})

    picture = open_picture(data)

    assert picture.size == SIZE
    assert near(picture.image, 3)


def test_each_page_is_read_in_its_own_way() -> None:
    first = tiff(SIZE, planes(WIDE), bits=[16] * 3, photometric=RGB)
    usual = encoded(corners(*SIZE), "TIFF", compression=None)
    at = len(first) + len(first) % 2
    whole = bytearray(first.ljust(at, b"\0"))
    moved = Image.open(io.BytesIO(usual))
    strip = moved.tag_v2[273][0]  # type: ignore[attr-defined]
    pixels = usual[strip : strip + PIXELS.size]
    entries: dict[int, Value] = {
        256: SIZE[0], 257: SIZE[1], 258: [8] * 3, 259: 1, 262: RGB, 277: 3, 278: SIZE[1],
        273: at, 279: len(pixels),
    }  # fmt: skip
    end = at + len(pixels)
    whole += pixels + directory(entries, end)
    start = int.from_bytes(first[4:8], "little")
    count = int.from_bytes(first[start : start + 2], "little")
    link = start + 2 + 12 * count
    whole[link : link + 4] = end.to_bytes(4, "little")

    found = list(pages(bytes(whole)))

    assert len(found) == 2
    assert all(not isinstance(page.picture, PictureError) and near(page.picture.image, 3) for page in found)


def test_what_needs_the_extra_says_how_to_get_it(tmp_path: Path) -> None:
    """In a process of its own, in which nothing has found imagecodecs yet."""
    file = tmp_path / "rare.tif"
    file.write_bytes(tiff(SIZE, [b"\x80\x00\x00"] * 3, bits=[16] * 3, photometric=RGB, tags={259: 5}))
    program = """
import sys
sys.modules["imagecodecs"] = None
from narrator.errors import PictureError
from narrator.picture.opening import open_picture
try:
    open_picture(sys.argv[1])
except PictureError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", program, file], check=True, capture_output=True, text=True)

    assert done.stdout.startswith(
        "rare.tif is a TIFF of a rare kind (16 bits, compressed by LZW), and what reads it is not installed;"
    )
    # By its extra from a checkout, by its name elsewhere.
    assert "[formats]" in done.stdout or "imagecodecs" in done.stdout


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (tiff(SIZE, [bytes(96 * 64)], bits=[8], photometric=32844), "whose pixels are not colours"),
        (
            tiff(SIZE, [bytes(96 * 64 * 16)], bits=[128], photometric=GREY, tags={339: 6}),
            "no brightness",
        ),
    ],
)
def test_what_is_no_picture_is_not_called_damaged(data: bytes, what: str) -> None:
    with pytest.raises(PictureError, match=what):
        open_picture(data)


def test_a_strip_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("narrator.picture.formats.foreign_tiff._SHORT", 8)
    monkeypatch.setattr("narrator.picture.formats.foreign_tiff._PIECE", 2**16)
    monkeypatch.setattr("narrator.picture.formats.foreign_tiff._MEMORY_LIMIT", 2**18)
    deflated = [zlib.compress(bytes(2**20))] * 3
    bomb = tiff(SIZE, deflated, bits=[16] * 3, photometric=RGB, tags={259: 8})
    usual = tiff(
        SIZE, [zlib.compress(plane) for plane in planes(WIDE)], bits=[16] * 3, photometric=RGB, tags={259: 8}
    )

    assert shows_the_corners(usual)
    with pytest.raises(PictureError, match="is damaged or incomplete"):
        open_picture(bomb)


def test_a_page_whose_pixels_are_missing_is_damaged() -> None:
    cut = tiff(SIZE, planes(WIDE), bits=[16] * 3, photometric=RGB)
    start = int.from_bytes(cut[4:8], "little")
    moved = cut[:8] + cut[start:]  # the strips' places now lie beyond the end
    moved = moved[:4] + (8).to_bytes(4, "little") + moved[8:]

    with pytest.raises(PictureError, match="is damaged or incomplete"):
        open_picture(moved)
