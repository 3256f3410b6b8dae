"""JPEG XL."""

import struct
import sys

import numpy as np
import pytest
from numpy.typing import NDArray

from narrator.errors import PictureError
from narrator.picture.opening import open_picture
from tests.drawings import corners, disc

pylibjxl = pytest.importorskip("pylibjxl")


def jxl(pixels: NDArray[np.uint8], **options: object) -> bytes:
    return bytes(pylibjxl.encode(np.ascontiguousarray(pixels), **options))


def test_its_pixels_are_right() -> None:
    picture = open_picture(jxl(np.asarray(corners()), lossless=True))

    assert (picture.format, picture.size, picture.notes) == ("JPEG XL", (96, 64), ())
    assert np.array_equal(np.asarray(picture.image), np.asarray(corners()))


def test_transparent_parts_lie_on_white() -> None:
    seen = open_picture(jxl(np.asarray(disc()), lossless=True)).image

    assert seen.getpixel((2, 2)) == (255, 255, 255)
    assert seen.getpixel((48, 32)) == (220, 30, 30)


def test_in_a_container_with_what_its_author_wrote() -> None:
    """The codestream decides how it is turned; an orientation in EXIF says nothing (ISO/IEC 18181-2)."""
    exif = b"II*\0\x08\0\0\0" + struct.pack("<HHHIHHI", 1, 0x112, 3, 1, 6, 0, 0)
    xmp = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description><rdf:Alt>'
        '<rdf:li xml:lang="x-default">Four fields of a flag of nowhere</rdf:li></rdf:Alt></dc:description>'
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    boxes = [(b"JXL ", b"\r\n\x87\n"), (b"ftyp", b"jxl \0\0\0\0jxl "), (b"Exif", bytes(4) + exif)]
    boxes += [(b"xml ", xmp.encode()), (b"jxlc", jxl(np.asarray(corners()), lossless=True))]
    data = b"".join(struct.pack(">I4s", 8 + len(body), kind) + body for kind, body in boxes)

    picture = open_picture(data)

    assert picture.size == (96, 64)
    assert picture.written and picture.written.text == "Four fields of a flag of nowhere"


def test_too_many_pixels_are_refused_by_the_header(monkeypatch: pytest.MonkeyPatch) -> None:
    header = {
        "width": 20_000,
        "height": 20_000,
        "color_channels": 3,
        "has_alpha": False,
        "have_animation": False,
    }
    monkeypatch.setattr(pylibjxl, "probe", lambda _: header)
    monkeypatch.setattr(pylibjxl, "decode", None)

    with pytest.raises(PictureError, match="measures 20000 by 20000 pixels"):
        open_picture(b"\xff\x0a" + bytes(50))


def test_a_torn_file_is_damaged() -> None:
    with pytest.raises(PictureError, match="is damaged or incomplete"):
        open_picture(jxl(np.asarray(corners()))[:60])


def test_without_its_library_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    data = jxl(np.asarray(corners()))
    monkeypatch.setitem(sys.modules, "pylibjxl", None)

    with pytest.raises(PictureError) as caught:
        open_picture(data)

    assert "is a JPEG XL picture, and what reads it is not installed; run " in str(caught.value)
