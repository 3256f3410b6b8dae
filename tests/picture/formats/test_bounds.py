"""What stands in a file beside its pixels is bounded before a decoder sees it.

Each file has a little more of something than is taken, so that nothing here harms a reader without bounds.
"""

import struct
import zlib

import pytest

from narrator.errors import PictureError
from narrator.picture.formats import jpeg, png, tiff_bounds, webp
from narrator.picture.formats.isobmff import MOST_BOXES, refuse_many_boxes
from narrator.picture.formats.jpeg import bounded_jpeg
from narrator.picture.formats.pieces import PiecedFile
from narrator.picture.formats.png import mended_png
from narrator.picture.formats.svg_text import _MOST_REFERENCES
from narrator.picture.opening import open_picture
from tests.drawings import corners, encoded
from tests.heifs import box, full
from tests.tiffs import tiff

DAMAGED = "is damaged or incomplete"


def jpeg_with(*segments: tuple[int, bytes]) -> bytes:
    whole = encoded(corners(), "JPEG", quality=95)
    inside = (b"\xff%c" % marker + struct.pack(">H", len(body) + 2) + body for marker, body in segments)
    return whole[:2] + b"".join(inside) + whole[2:]


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_with(*chunks: bytes) -> bytes:
    whole = encoded(corners(), "PNG")
    return whole[:33] + b"".join(chunks) + whole[33:]


def webp_with(*chunks: bytes) -> bytes:
    parts = encoded(corners(), "WEBP", xmp=b"<a/>")[12:] + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(parts) + 4) + b"WEBP" + parts


def is_opened(data: bytes) -> bool:
    return open_picture(data).size == corners().size


def test_segments_of_a_jpeg_beyond_the_bound_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jpeg, "_ROOM", 1000)
    kept, beyond = (0xE5, bytes(600)), (0xFE, bytes(601))

    assert bounded_jpeg(jpeg_with(kept)) == jpeg_with(kept)
    assert bounded_jpeg(jpeg_with(kept, beyond)) != jpeg_with(kept, beyond)
    assert is_opened(jpeg_with(kept, beyond))


def test_exif_of_a_jpeg_comes_in_few_segments() -> None:
    exif = (0xE1, b"Exif\0\0II*\0")
    most, more = (jpeg_with(*[exif] * (jpeg._MOST_EXIF + beyond)) for beyond in (0, 3))

    assert bounded_jpeg(most) == most
    assert bounded_jpeg(more).count(b"Exif") == jpeg._MOST_EXIF
    assert is_opened(more)


def test_what_is_no_segment_of_a_jpeg_is_not_searched_for_the_next_one() -> None:
    whole = encoded(corners(), "JPEG")
    with pytest.raises(PictureError, match=DAMAGED):
        open_picture(whole[:20] + bytes(70_000) + whole[20:])


def test_chunks_beside_the_pixels_of_a_png_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    unknown = chunk(b"abCd", bytes(100))
    monkeypatch.setattr(png, "_MOST_BESIDE", 3)
    assert mended_png(png_with(*[unknown] * 5)) == png_with(*[unknown] * 3)
    monkeypatch.setattr(png, "_ROOM", 250)
    assert mended_png(png_with(*[unknown] * 5)) == png_with(*[unknown] * 2)


def test_few_texts_of_a_png_are_unpacked() -> None:
    text = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"a"))

    assert mended_png(png_with(*[text] * 100)) == png_with(*[text] * png._MOST_PACKED)


def test_a_gif_is_read_in_few_pieces_up_to_its_first_frame() -> None:
    whole = encoded(corners(), "GIF")
    frame = whole.index(b"\x2c", 13)
    for pieces, opens in ((1000, True), (70_000, False)):
        comment = b"\x21\xfe" + b"\x01a" * pieces + b"\0"
        if opens:
            assert is_opened(whole[:frame] + comment + whole[frame:])
        else:
            with pytest.raises(PictureError, match=DAMAGED):
                open_picture(whole[:frame] + comment + whole[frame:])


def test_icons_of_a_mac_come_in_few_pieces() -> None:
    parts = b"".join(struct.pack(">II", 2**24 + number, 8) for number in range(70_000))
    with pytest.raises(PictureError, match=DAMAGED):
        open_picture(b"icns" + struct.pack(">I", len(parts) + 8) + parts)


def test_more_pieces_are_there_for_pixels() -> None:
    file = PiecedFile(bytes(2**18))
    with pytest.raises(ValueError, match="more pieces"):
        while True:
            file.read(1)
    file.header_is_read()

    assert file.read(1) == b"\0"


def test_metadata_of_a_webp_beyond_the_bound_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    with_words = webp_with()
    assert "xmp" in webp.open_webp(PiecedFile(with_words)).info
    monkeypatch.setattr(webp, "_ROOM", 10)

    assert "xmp" not in webp.open_webp(PiecedFile(with_words)).info
    assert is_opened(with_words)


def test_chunks_of_a_webp_are_counted() -> None:
    with pytest.raises(PictureError, match=DAMAGED):
        open_picture(webp_with(b"abcd\0\0\0\0" * (webp._MOST_CHUNKS + 1)))


def grey_tiff(tags: dict[int, int | bytes | list[int]], *, big: bool = False) -> bytes:
    return tiff((8, 8), [bytes(64)], bits=[8], photometric=1, tags=tags, big=big)


@pytest.mark.parametrize("big", [False, True])
def test_entries_and_numbers_of_a_tiff_are_bounded(big: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = grey_tiff({60_000: list(range(100))}, big=big)
    tiff_bounds.refuse_long_directories(whole)
    monkeypatch.setattr(tiff_bounds, "_MOST_NUMBERS", 99)
    with pytest.raises(ValueError, match="more numbers"):
        tiff_bounds.refuse_long_directories(whole)
    monkeypatch.setattr(tiff_bounds, "_MOST_ENTRIES", 5)
    with pytest.raises(PictureError, match=DAMAGED):
        open_picture(whole)


def test_bytes_of_a_tiff_that_are_no_numbers_may_be_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiff_bounds, "_MOST_NUMBERS", 99)

    tiff_bounds.refuse_long_directories(grey_tiff({60_000: bytes(1000)}))


@pytest.mark.parametrize("parent", ["file", "meta", "items", "properties"])
def test_boxes_of_a_heif_are_counted(parent: str) -> None:
    many = box(b"free", b"") * (MOST_BOXES + 1)
    inside = {
        "file": many,
        "meta": full(b"meta", many),
        "items": full(b"meta", full(b"iinf", b"\0\0" + many)),
        "properties": full(b"meta", box(b"iprp", box(b"ipco", many))),
    }
    with pytest.raises(ValueError, match="more boxes"):
        refuse_many_boxes(inside[parent])


def test_references_of_an_svg_are_counted() -> None:
    links = '<a href="b"/>' * (_MOST_REFERENCES + 1)
    with pytest.raises(PictureError, match="leads to too many places"):
        open_picture(f"<svg xmlns='http://www.w3.org/2000/svg'>{links}</svg>".encode())
