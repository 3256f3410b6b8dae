"""Pictures that are too large to be opened, in files with a smaller version."""

import struct
from io import BytesIO

import pytest
from PIL import Image
from PIL.TiffImagePlugin import AppendingTiffWriter

from narrator.errors import PictureError
from narrator.picture.formats import limits
from narrator.picture.opening import open_picture
from narrator.picture.pages import pages
from tests.drawings import scene
from tests.places import DATA


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + kind + content


def replaced(data: bytes, old: bytes, new: bytes) -> bytes:
    assert data.count(old) == 1
    assert len(old) == len(new)
    return data.replace(old, new)


def telephone(width: int, height: int) -> bytes:
    """A HEIC whose main picture states this size, with the picture of a disc as its thumbnail.

    Made of a file with two pictures and a mask: boxes of the mask become the size and the reference.
    """
    data = (DATA / "several.heic").read_bytes()
    mask = box(b"auxC", bytes(4) + b"urn:mpeg:hevc:2015:auxid:1\0")
    size = box(b"ispe", struct.pack(">III", 0, width, height))
    data = replaced(data, mask, size + box(b"free", bytes(len(mask) - len(size) - 8)))
    data = replaced(data, b"\0\1\4\x81\2\3\4", b"\0\1\4\x81\2\7\4")  # the main picture has that size
    return replaced(data, box(b"auxl", b"\0\3\0\1\0\2"), box(b"thmb", b"\0\2\0\1\0\1"))


def test_of_a_heic_of_two_hundred_megapixels_the_thumbnail_is_described() -> None:
    picture = open_picture(telephone(17_472, 11_648))
    assert picture.size == (17_472, 11_648)
    assert picture.image.size == (96, 64)
    red, green, blue = picture.image.getpixel((48, 32))  # type: ignore[misc]
    assert red > 150 > 100 > max(green, blue)
    assert picture.notes[-1] == (
        "It has 203 megapixels, more than can be opened; a small version in its file is described."
    )


def test_a_thumbnail_of_another_shape_is_another_picture() -> None:
    with pytest.raises(PictureError, match="more than can be opened safely"):
        open_picture(telephone(11_648, 17_472))


def pyramid(*widths: int) -> bytes:
    file = BytesIO()
    with AppendingTiffWriter(file) as writer:
        for number, width in enumerate(widths):
            scene(width, width // 2).save(writer, "TIFF", tiffinfo={254: 1} if number else {})
            writer.newFrame()
    return file.getvalue()


def test_of_a_map_the_largest_version_that_can_be_opened_is_described(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "PIXEL_LIMIT", 100_000)
    monkeypatch.setattr(limits, "MEMORY_LIMIT", 400_000)
    data = pyramid(800, 400, 200)
    picture = open_picture(data)
    assert (picture.size, picture.image.size) == ((800, 400), (400, 200))
    assert picture.notes[0].startswith("It has 0 megapixels, more than can be opened;")
    assert [page.of for page in pages(data)] == [1]
    with pytest.raises(PictureError, match="more than can be opened safely"):
        open_picture(pyramid(800))


def test_another_page_is_no_smaller_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PIXEL_LIMIT", 100_000)
    monkeypatch.setattr(limits, "MEMORY_LIMIT", 400_000)
    file = BytesIO()
    Image.new("RGB", (800, 400)).save(
        file, "TIFF", save_all=True, append_images=[Image.new("RGB", (200, 100))]
    )
    with pytest.raises(PictureError, match="more than can be opened safely"):
        open_picture(file.getvalue())
