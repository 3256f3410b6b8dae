"""IPTC's records in the encodings in which they are found."""

import pytest

from narrator.picture.written.iptc import read_iptc, records_of
from narrator.picture.written.words import Words
from tests.picture.written.made import photoshop, record


def caption(text: bytes, character_set: bytes = b"") -> str:
    stated = record(1, 90, character_set) if character_set else b""
    records = stated + record(2, 0, b"\0\2") + record(2, 25, b"keyword") + record(2, 120, text)
    return read_iptc(records_of(photoshop(records))).texts["iptc caption"][""]


@pytest.mark.parametrize("character_set", [b"", b"\x1b%G", b"\x1b.A", b"nonsense"])
@pytest.mark.parametrize("text", ["Grüße “our” dog", "祖母と庭", "Бабушка"])
def test_utf_8_is_read_whatever_is_stated(text: str, character_set: bytes) -> None:
    """exifr#121, iptcinfo3#32."""
    assert caption(text.encode(), character_set) == text


@pytest.mark.parametrize("character_set", [b"", b"\x1b%G", b"\x1b.A", b"\x1b-A"])
def test_windows_dashes_and_quotes_are_no_control_characters(character_set: bytes) -> None:
    """ExifReader#635, sigal#358."""
    text = "Heinrichshütte, 35.45°\N{EN DASH}35.51° O, “quoted” …"
    assert caption(text.encode("cp1252"), character_set) == text


@pytest.mark.parametrize(
    ("character_set", "encoding", "text"),
    [
        (b"\x1b-L", "iso8859-5", "Бабушка"),
        (b"\x1b.F", "iso8859-7", "γιαγιά"),
        (b"\x1b-B", "iso8859-2", "Łódź"),
    ],
)
def test_what_is_stated_is_believed(character_set: bytes, encoding: str, text: str) -> None:
    assert caption(text.encode(encoding), character_set) == text


def test_records_that_a_tiff_has_turned_round() -> None:
    """As numbers of four bytes in the other byte order, which ExifTool and libtiff know."""
    records = record(2, 120, b"In the garden")
    records += bytes(-len(records) % 4)
    turned = b"".join(records[at : at + 4][::-1] for at in range(0, len(records), 4))
    assert read_iptc(turned).texts == {"iptc caption": {"": "In the garden"}}


def test_a_title_of_lightroom() -> None:
    """sigal#358."""
    assert read_iptc(record(2, 5, b"Heinrichsh\xfctte")).texts == {"iptc title": {"": "Heinrichshütte"}}


def test_the_headline_is_read_and_what_is_empty_or_torn_says_nothing() -> None:
    assert read_iptc(record(2, 105, b"Farmer planting")).texts == {"iptc headline": {"": "Farmer planting"}}
    for records in (b"", b"\x1c", b"\x1c\x02\x78\xff\xff", b"8BIM\x04\x04", record(2, 25, b"dog")):
        assert read_iptc(records) == Words()
    assert records_of(b"8BIM\x04\x04\0\0\0\0") == records_of(b"8BIM" * 9) == b""


def test_so_many_blocks_and_records_are_passed_on_the_way() -> None:
    named = record(2, 120, b"A dog")
    empty = b"8BIM\x04\x01\0\0\0\0\0\0"

    assert records_of(empty * 100 + photoshop(named)) == named
    assert records_of(empty * 5000 + photoshop(named)) == b""
    assert not read_iptc(record(2, 1, b"") * 300_000 + named).texts


def test_a_second_programs_records_are_read_where_the_first_ones_have_no_caption() -> None:
    """As in a file of dragon66/pixymeta-android: two blocks of records, the caption in the second."""
    blocks = photoshop(record(2, 5, b"050217")) + photoshop(record(2, 120, b"A woman smiles"))
    words = read_iptc(records_of(blocks))
    assert words.texts == {"iptc title": {"": "050217"}, "iptc caption": {"": "A woman smiles"}}


def test_an_agency_states_the_language_of_its_caption() -> None:
    for stated, tag in ((b"de", "de"), (b"DE ", "DE"), (b"", ""), (b"xx-<b>", "")):
        records = record(2, 120, b"Ein Hund") + record(2, 135, stated)
        assert read_iptc(records).texts["iptc caption"] == {tag: "Ein Hund"}
