"""What stands beside the pixels of a PNG costs them nothing."""

import random
import struct
import zlib

import pytest

from narrator.errors import PictureError
from narrator.picture.formats.png import CHUNK_LIMIT, TEXT_LIMIT, mended_png
from narrator.picture.opening import open_picture
from tests.drawings import corners, encoded

LONG = random.Random(0).randbytes(2**20).hex().encode()
"""Two megabytes of letters."""

ENDLESS = bytes(TEXT_LIMIT + 1)

WHOLE = encoded(corners(), "PNG")


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def broken(name: bytes, content: bytes) -> bytes:
    """A chunk whose checksum is another's."""
    return chunk(name, content)[:-1] + bytes([chunk(name, content)[-1] ^ 1])


def with_chunks(*chunks: bytes, whole: bytes = WHOLE) -> bytes:
    return whole[:33] + b"".join(chunks) + whole[33:]


BESIDE = {
    "a text of 2 MB, packed (Pillow#8363)": chunk(b"zTXt", b"workflow\0\0" + zlib.compress(LONG)),
    "XMP of 2 MB, packed": chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(LONG)),
    "a text that unfolds without end": chunk(b"zTXt", b"Comment\0\0" + zlib.compress(ENDLESS)),
    "a profile of more than a megabyte (Pillow#2445, STAMP#76)": chunk(
        b"iCCP", b"Printer\0\0" + zlib.compress(bytes(1_200_000))
    ),
    "a profile without its name": chunk(b"iCCP", b"Printer"),
    "a text with a wrong checksum": broken(b"tEXt", b"Comment\0hello"),
    "a profile with a wrong checksum": broken(b"iCCP", b"Printer\0\0" + zlib.compress(bytes(100))),
    "a text that is packed in no known way": chunk(b"zTXt", b"Comment\0\7hello"),
    "half a resolution": chunk(b"pHYs", b"\0\0"),
    "half a gamma": chunk(b"gAMA", b"\0"),
    "half a set of primaries": chunk(b"cHRM", bytes(16)),
    "no intent": chunk(b"sRGB", b""),
    "half a colour that stands for nothing": chunk(b"tRNS", b"\0"),
    "an animation without frames": chunk(b"acTL", bytes(4)),
}


@pytest.mark.parametrize("what", BESIDE)
def test_the_picture_is_shown_as_if_it_stood_alone(what: str) -> None:
    picture = open_picture(with_chunks(BESIDE[what]))

    assert picture.image.tobytes() == corners().tobytes()
    assert picture.notes == ()


def test_a_sound_file_stays_as_it_is() -> None:
    whole = with_chunks(
        chunk(b"tEXt", b"Comment\0hello"), chunk(b"zTXt", b"C\0\0" + zlib.compress(LONG[:9999]))
    )

    assert mended_png(whole) is whole


def test_what_a_person_wrote_is_kept_where_another_chunk_is_left_out() -> None:
    xmp = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description xmlns:h="h:" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        b"<dc:description>A red barn in the snow.</dc:description><h:history>"
        + LONG[:1_000_000]
        + b"</h:history></rdf:Description></rdf:RDF>"
        b"</x:xmpmeta>"
    )
    beside = broken(b"tIME", bytes(7)), chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(xmp))
    written = open_picture(with_chunks(*beside)).written

    assert written is not None
    assert written.text == "A red barn in the snow."


def test_texts_are_rewritten_unpacked_and_only_the_longest_are_emptied() -> None:
    long = with_chunks(chunk(b"zTXt", b"Story\0\0" + zlib.compress(LONG)))
    longer = with_chunks(chunk(b"zTXt", b"parameters\0\0" + zlib.compress(ENDLESS)))

    assert chunk(b"tEXt", b"Story\0" + LONG) in mended_png(long)
    assert chunk(b"tEXt", b"parameters\0") in mended_png(longer)
    assert len(mended_png(longer)) < 2000


def test_texts_behind_the_pixels_are_looked_at_as_well() -> None:
    behind = WHOLE[:-12] + BESIDE["XMP of 2 MB, packed"] + WHOLE[-12:]

    assert open_picture(behind).image.tobytes() == corners().tobytes()


def frame(number: int, width: int = 96, height: int = 64) -> bytes:
    return chunk(b"fcTL", struct.pack(">IIIIIHHBB", number, width, height, 0, 0, 1, 10, 0, 0))


ANIMATED = encoded(corners(), "PNG", save_all=True, append_images=[corners().rotate(180)])

ONE, TWO = bytes([0, 0, 0, 1, 0, 0, 0, 0]), bytes([0, 0, 0, 2, 0, 0, 0, 0])

FAULTY = {
    "numbers that do not follow": with_chunks(chunk(b"acTL", TWO), frame(5)),
    "a frame larger than the picture": with_chunks(chunk(b"acTL", ONE), frame(0, 960, 640)),
    "a first frame smaller than the still": with_chunks(chunk(b"acTL", ONE), frame(0, 9, 9)),
    "two counts of frames": with_chunks(chunk(b"acTL", TWO), whole=ANIMATED),
    "frames without a count": with_chunks(frame(0)),
    "a count without frames": with_chunks(chunk(b"acTL", TWO)),
    "a wrong checksum": with_chunks(broken(b"acTL", ONE), frame(0)),
    "half a frame's header": with_chunks(chunk(b"acTL", ONE), chunk(b"fcTL", bytes(4))),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_of_an_animation_with_a_fault_the_still_is_shown(fault: str) -> None:
    """w3c/png#360: a decoder that finds an error shows the static image."""
    picture = open_picture(FAULTY[fault])

    assert picture.image.tobytes() == corners().tobytes()
    assert picture.notes == ()


def test_a_sound_animation_stays_one() -> None:
    assert mended_png(ANIMATED) is ANIMATED
    assert "animation" in open_picture(ANIMATED).notes[0]


def test_chunks_without_end_are_refused() -> None:
    with pytest.raises(PictureError, match="damaged"):
        open_picture(with_chunks(chunk(b"tIME", b"") * (CHUNK_LIMIT + 1)))
    with pytest.raises(PictureError, match="damaged"):  # Pillow takes digits for names, too
        open_picture(with_chunks(chunk(b"1a_1", b"") * (CHUNK_LIMIT + 1)))


def test_damaged_pixels_are_no_matter_of_what_stands_beside_them() -> None:
    start = WHOLE.index(b"IDAT") + 10
    damaged = WHOLE[:start] + bytes(20) + WHOLE[start + 20 :]

    assert mended_png(damaged) is damaged
    with pytest.raises(PictureError, match="damaged"):
        open_picture(damaged)
