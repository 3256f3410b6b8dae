"""Segments of a JPEG that say nothing of its pixels cost them nothing."""

import struct

import numpy as np
import pytest
from PIL import Image

from narrator.errors import PictureError
from narrator.picture.formats.jpeg import mended_jpeg, scans
from narrator.picture.opening import open_picture
from tests.drawings import corners, encoded, scene

WHOLE = encoded(corners(), "JPEG", quality=95)
BARE = WHOLE[:2] + WHOLE[20:]
"""Without its JFIF segment."""


def segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


RESOURCE = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", 2) + b"ab"

BROKEN = {
    "a JFIF segment without a version": segment(0xE0, b"JFIF\0"),
    "an Adobe segment without a version": segment(0xEE, b"Adobe"),
    "a profile without its number": segment(0xE2, b"ICC_PROFILE\0"),
    "one of three parts of a profile": segment(0xE2, b"ICC_PROFILE\0\1\3" + bytes(40)),
    "an index of pictures that leads nowhere": segment(0xE2, b"MPF\0II*\0\xff\xff\xff\x7f"),
    "EXIF that leads nowhere": segment(0xE1, b"Exif\0\0II*\0\xff\xff\xff\x7f"),
    "a resource that ends behind its number (Pillow#5086)": segment(0xED, RESOURCE + b"8BIM\x07\xdb"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_segment_is_passed_over(what: str) -> None:
    opened = open_picture(WHOLE[:2] + BROKEN[what] + BARE[2:])

    assert np.abs(np.asarray(opened.image, np.int16) - np.asarray(corners(), np.int16)).mean() < 3
    assert opened.notes == ()


def test_what_is_said_of_the_picture_is_kept() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "A red barn in the snow."
    turned = encoded(corners().transpose(Image.Transpose.ROTATE_90), "JPEG", quality=95, exif=exif.tobytes())
    opened = open_picture(turned[:2] + segment(0xEE, b"Adobe") + turned[2:])

    assert opened.size == (96, 64)
    assert opened.written is not None
    assert opened.written.text == "A red barn in the snow."


def test_only_application_segments_are_left_out() -> None:
    beside = segment(0xE5, b"what a maker left") + segment(0xFE, b"a comment")

    assert mended_jpeg(WHOLE[:2] + beside + WHOLE[2:]) == WHOLE[:2] + segment(0xFE, b"a comment") + WHOLE[2:]
    assert mended_jpeg(WHOLE) == WHOLE


def test_scans_of_a_preview_are_not_the_pictures() -> None:
    preview = segment(0xE1, b"Exif\0\0" + encoded(scene(64, 64), "JPEG", progressive=True))
    begun = scans(WHOLE[:2] + preview + WHOLE[2:])

    assert len(begun) == 1
    assert begun[0] == WHOLE.index(b"\xff\xda") + len(preview)
    assert len(scans(encoded(corners(), "JPEG", progressive=True))) > 5


def test_more_segments_than_any_encoder_writes_are_refused() -> None:
    whole = encoded(corners(), "JPEG")
    empty = b"\xff\xe5\0\2\xff\xd0\xff\0"

    open_picture(whole[:2] + empty * 100 + whole[2:])
    with pytest.raises(PictureError, match="damaged or incomplete"):
        open_picture(whole[:2] + empty * 2000 + whole[2:])
