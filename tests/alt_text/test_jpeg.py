"""What is particular to JPEG: segments, EXIF in place, IPTC's records, several pictures in a file, limits."""

from hashlib import md5
from io import BytesIO

import pytest
from PIL import Image, ImageSequence
from PIL.MpoImagePlugin import MpoImageFile

from narrator.alt_text.jpeg import with_words_in
from narrator.alt_text.unwritable import UnwritableError
from narrator.picture.written.iptc import read_iptc, records_of
from tests.alt_text.words import CAT, DOG
from tests.drawings import encoded, tinted
from tests.picture.written.made import exif, jpeg, jpeg_with, photoshop, record, xmp

_XMP = b"http://ns.adobe.com/xap/1.0/\0"


def segment(file: bytes, name: bytes) -> bytes:
    at = file.index(name)
    return file[at : at - 2 + int.from_bytes(file[at - 2 : at], "big")]


@pytest.mark.parametrize("order", "<>")
def test_nothing_in_exif_moves(order: str) -> None:
    maker = exif(
        {0x10F: (2, b"Maker of cameras\0"), 0x112: (3, b"\x06\0" if order == "<" else b"\0\x06")}, order=order
    )
    file = jpeg_with((0xE1, maker))
    changed = with_words_in(file, DOG).packet
    block = segment(changed, b"Exif\0\0")
    assert block[: len(maker)][14:] == maker[14:] and block[:10] == maker[:10]
    with Image.open(BytesIO(changed)) as image:
        fields = dict(image.getexif())
    assert fields == {0x10F: "Maker of cameras", 0x112: 6, 0x10E: DOG.text}
    other = segment(with_words_in(changed, CAT).packet, b"Exif\0\0")
    assert len(other) - len(block) < 60  # the new text alone is appended


def test_iptcs_records_get_the_caption_where_there_are_records() -> None:
    records = record(2, 5, b"") + record(2, 80, b"Anna") + record(3, 1, b"x")
    block = photoshop(records).replace(
        b"\x04\x25\x03abc\0\0\0\x03xyz\0", b"\x04\x25\0\0\0\0\0\x10" + md5(records).digest()
    )
    changed = with_words_in(jpeg_with((0xED, b"Photoshop 3.0\0" + block)), DOG).packet
    blocks = segment(changed, b"Photoshop 3.0\0").removeprefix(b"Photoshop 3.0\0")
    assert read_iptc(records_of(blocks)).texts["iptc caption"] == {"": DOG.text}
    assert records_of(blocks).replace(record(2, 120, DOG.text.encode()), b"") == records
    assert md5(records_of(blocks)).digest() in blocks
    own = photoshop(record(2, 120, b"Our old house"))
    file = jpeg_with((0xED, b"Photoshop 3.0\0" + own))
    assert own in with_words_in(file, DOG).packet
    assert b"Photoshop" not in with_words_in(jpeg(), DOG).packet


def test_all_pictures_of_a_file_are_found_again() -> None:
    file = encoded(tinted("red"), "MPO", save_all=True, append_images=[tinted("blue"), tinted("lime")])
    trailer = b"ftypmp42 a moving picture"
    changed = with_words_in(with_words_in(file + trailer, DOG).packet, CAT).packet
    assert changed.endswith(trailer)
    with Image.open(BytesIO(file)) as before, Image.open(BytesIO(changed)) as after:
        assert isinstance(after, MpoImageFile)
        assert after.n_frames == 3
        for one, other in zip(ImageSequence.Iterator(before), ImageSequence.Iterator(after), strict=True):
            assert one.tobytes() == other.tobytes()
        assert after.mpinfo is not None
        entries = after.mpinfo[0xB002]
    first = changed[: entries[0]["Size"]]
    assert first.endswith(b"\xff\xd9") and changed[entries[0]["Size"] :].startswith(b"\xff\xd8")


def test_a_packet_without_room_uses_its_padding_or_stays() -> None:
    def full(padding: int) -> bytes:
        packet = xmp("<dc:title>T</dc:title>")
        room = 65533 - len(_XMP) - len(packet) - padding
        packet = packet.replace(b">T<", b">" + b"T" * (room + 1) + b"<")
        return jpeg_with((0xE1, _XMP + packet.replace(b"<?xpacket end", b" " * padding + b"<?xpacket end")))

    assert DOG.text.encode() in with_words_in(full(2500), DOG).packet
    with pytest.raises(UnwritableError, match="no room"):
        with_words_in(full(0), DOG)


def test_an_extension_that_describes_is_not_contradicted() -> None:
    main = xmp(
        '<xmpNote:HasExtendedXMP xmlns:xmpNote="http://ns.adobe.com/xmp/note/">1</xmpNote:HasExtendedXMP>'
    )
    extension = b"http://ns.adobe.com/xmp/extension/\0" + bytes(40)
    depth = jpeg_with((0xE1, _XMP + main), (0xE1, extension + b"<a>depth</a>"))
    assert extension + b"<a>depth</a>" in with_words_in(depth, DOG).packet
    with pytest.raises(UnwritableError, match="several places"):
        with_words_in(jpeg_with((0xE1, _XMP + main), (0xE1, extension + b"<dc:description/>")), DOG)
