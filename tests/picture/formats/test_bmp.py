"""BMPs whose colours lie where Pillow does not look."""

import struct

import numpy as np
import pytest

from narrator.errors import PictureError
from narrator.picture.opening import open_picture
from tests.drawings import corners, encoded

WIDTH, HEIGHT = 97, 64


def with_fields(bits: int, masks: tuple[int, ...], *, header: int = 40, from_top: bool = False) -> bytes:
    """Four quarters in a layout of bit fields; a row of 97 words of 16 bits is padded to whole four bytes."""
    pixels = np.asarray(corners(WIDTH, HEIGHT)).astype(np.uint64)
    words = np.zeros((HEIGHT, WIDTH), np.uint64)
    for colour, mask in enumerate(masks[:3]):
        lowest = (mask & -mask).bit_length() - 1
        most = mask >> lowest
        words |= (pixels[..., colour] * most // 255) << np.uint64(lowest)
    if len(masks) > 3:
        words |= np.uint64(masks[3])
    rows = words.astype(f"<u{bits // 8}")
    padded = np.zeros((HEIGHT, -(-WIDTH * bits // 32) * 32 // bits), rows.dtype)
    padded[:, :WIDTH] = rows
    data = padded[:: 1 if from_top else -1].tobytes()
    head = struct.pack(
        "<IiiHHIIiiII", header, WIDTH, -HEIGHT if from_top else HEIGHT, 1, bits, 3, len(data), 0, 0, 0, 0
    )
    fields = struct.pack(f"<{len(masks)}I", *masks).ljust(header - 40 if header > 40 else 12, b"\0")
    start = 14 + len(head + fields)
    return b"BM" + struct.pack("<IHHI", start + len(data), 0, 0, start) + head + fields + data


@pytest.mark.parametrize(
    "data",
    [
        with_fields(32, (0x3FF << 20, 0x3FF << 10, 0x3FF)),
        with_fields(32, (0xFF, 0xFF00, 0xFF0000)),
        with_fields(32, (0xFF, 0xFF00, 0xFF0000), from_top=True),
        with_fields(16, (0xF00, 0xF0, 0xF)),
        with_fields(32, (0xFF << 16, 0xFF << 8, 0xFF, 0xFF << 24), header=124),
        with_fields(16, (0xF800, 0x7E0, 0x1F)),
    ],
    ids=["10 bits", "red lowest", "first row first", "4 bits", "with alpha", "5, 6 and 5 bits"],
)
def test_colours_are_found_by_their_masks(data: bytes) -> None:
    picture = open_picture(data)

    assert (picture.format, picture.size) == ("BMP", (WIDTH, HEIGHT))
    differences = np.abs(np.asarray(picture.image).astype(int) - np.asarray(corners(WIDTH, HEIGHT)))
    assert differences.max() <= 17  # of 4 bits, the coarsest


def test_a_file_without_all_its_pixels_is_damaged() -> None:
    with pytest.raises(PictureError, match="is damaged or incomplete"):
        open_picture(with_fields(32, (0xFF, 0xFF00, 0xFF0000))[:-500])


def test_too_many_pixels_are_refused_by_the_header() -> None:
    data = bytearray(with_fields(32, (0xFF, 0xFF00, 0xFF0000)))
    data[18:26] = struct.pack("<ii", 10_000, 10_001)

    with pytest.raises(PictureError, match="measures 10000 by 10001 pixels"):
        open_picture(bytes(data))


def test_what_nobody_writes_any_more_is_named() -> None:
    data = bytearray(encoded(corners(), "BMP"))
    data[30:34] = struct.pack("<I", 5)

    with pytest.raises(
        PictureError, match="is a BMP that holds a JPEG or PNG for a printer, which cannot be read"
    ):
        open_picture(bytes(data))
