"""XMP packets: what is added, what stays, what is replaced."""

import pytest

from narrator.alt_text.packet import NAMESPACE, with_words, words_in_packet
from narrator.alt_text.unwritable import UnwritableError
from narrator.picture.written.xmp import read_xmp
from tests.alt_text.words import CAT, DOG
from tests.picture.written.made import ALT, WORDS, alternatives, rdf, xmp

_RATING = '<xmp:Rating xmlns:xmp="http://ns.adobe.com/xap/1.0/">5</xmp:Rating>'


def test_a_new_packet_holds_text_tool_model_day_and_confidence() -> None:
    packet = with_words(b"", DOG).packet
    assert words_in_packet(packet) == DOG
    words = read_xmp(packet)
    assert words.texts["alt text"] == {"x-default": DOG.text, "en": DOG.text}
    assert not words.share  # a mark of its description is none of the picture
    assert words_in_packet(with_words(b"", CAT).packet) == CAT


@pytest.mark.parametrize(
    "packet",
    [
        xmp(_RATING),
        xmp(_RATING, about="uuid:1"),
        xmp(_RATING).replace(b"><", b">\n <"),
        b'<?xml version="1.0"?>\n' + xmp(_RATING).partition(b"?>")[2].rpartition(b"<?")[0],
        rdf(""),
        xmp(_RATING).replace(b"<?xpacket end", b" " * 4000 + b"\n<?xpacket end"),
    ],
    ids=["one line", "subject", "lines", "sidecar", "nothing", "padding"],
)
def test_all_else_keeps_its_bytes(packet: bytes) -> None:
    changed = with_words(packet, DOG).packet
    block = changed[changed.index(b"<rdf:Description xmlns:rdf") :].partition(b"</rdf:Description>")
    rest = changed.replace(block[0] + block[1], b"")
    assert rest.split() == packet.split()  # but for white space
    assert words_in_packet(changed) == DOG
    other = with_words(changed, CAT).packet
    assert b"dog" not in other
    assert other.split() == with_words(packet, CAT).packet.split()
    if packet.count(b" ") > 4000:
        assert len(changed) == len(packet)


def test_a_field_with_somebodys_words_is_not_touched_and_not_repeated() -> None:
    packet = xmp(alternatives("dc:description", {"x-default": WORDS}))
    changed = with_words(packet, DOG).packet
    assert read_xmp(changed).texts["xmp description"] == {"x-default": WORDS}
    assert changed.count(b"<dc:description>") == 1
    assert b"CaptionWriter" not in changed  # who wrote that description was not Narrator
    edited = with_words(b"", DOG).packet.replace(b"A dog on a beach", b"My dog on our beach", 2)
    again = with_words(edited, CAT).packet
    assert read_xmp(again).texts["alt text"]["x-default"].startswith("My dog")
    assert read_xmp(again).texts["xmp description"]["x-default"] == CAT.text


def test_empty_fields_are_filled_and_attributes_are_seen() -> None:
    empty = xmp(alternatives(ALT, {"x-default": ""}))
    changed = with_words(empty, DOG).packet
    assert changed.count(b"</Iptc4xmpCore:AltTextAccessibility>") == 1
    attribute = xmp("", attributes='photoshop:CaptionWriter="Anna"')
    assert with_words(attribute, DOG).packet.count(b"CaptionWriter") == 1


def test_words_that_another_program_wrote_anew_are_replaced() -> None:
    mark = (
        f'<n:AltText xmlns:n="{NAMESPACE}" rdf:parseType="Resource"><n:Text>{DOG.text}</n:Text></n:AltText>'
        f"{alternatives(ALT, {'x-default': DOG.text})}{_RATING}"
    )
    changed = with_words(xmp(mark), CAT).packet
    assert b"A dog" not in changed and _RATING.encode() in changed
    as_attributes = f'<n:AltText xmlns:n="{NAMESPACE}" n:Text="{DOG.text}" n:Bundle="small 1"/>'
    words = words_in_packet(xmp(as_attributes))
    assert words is not None and (words.text, words.bundle) == (DOG.text, "small 1")


@pytest.mark.parametrize(
    "packet",
    [
        b"<no xml",
        b"<!DOCTYPE a><a/>",
        xmp(_RATING).decode().encode("utf-16"),
        rdf("").replace(b"></rdf:RDF>", b"/>"),
        b"<html/>",
    ],
)
def test_what_is_damaged_or_rare_is_refused(packet: bytes) -> None:
    with pytest.raises(UnwritableError):
        with_words(packet, DOG)
