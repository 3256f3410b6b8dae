"""Bytes of before UTF-8, UTF-8 that was read as something older, and what is no text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.picture.written.letters import decoded, from_utf_16, mended, speakable_line
from tests.picture.written.made import by_person, exif, jpeg, written
from tests.picture.written.old_captions import CAPTIONS, rows

TEXTS = sorted({text for texts in CAPTIONS.values() for text in texts if not text.isascii()})
EN_DASH, APOSTROPHE = "\N{EN DASH}", "\N{RIGHT SINGLE QUOTATION MARK}"


def test_of_captions_in_old_encodings_most_are_read_right() -> None:
    """ExifReader#635, sigal#358; `python -m tests.picture.written.old_captions` prints them."""
    right = [decoded(data) == text for _, text, data in rows()]
    assert sum(right) >= 0.93 * len(right)


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize("text", [f"It{APOSTROPHE}s our dog", f"1998 {EN_DASH} “Mum”…", "Noël à la maison"])
def test_quotes_dashes_and_accents_of_windows_and_of_the_mac(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding)) == text
    assert written(jpeg(exif=exif({0x010E: (2, text.encode(encoding) + b"\0")}))) == by_person(text)


def test_no_control_character_is_read_out_of_bytes() -> None:
    for value in range(0x80, 0x100):
        text = decoded(b"a dog " + bytes([value]) + b" and a cat")
        assert not any(0x80 <= ord(letter) < 0xA0 for letter in text)


@pytest.mark.parametrize("mistaken", ["latin-1", "mac_roman", "cp1251"])
def test_utf_8_that_was_read_as_something_older_is_mended(mistaken: str) -> None:
    """exifr#82, RawTherapee#3659 (twice), iptcinfo3#7 (as the Mac's)."""
    for text in TEXTS:
        try:
            once = text.encode().decode(mistaken)
        except UnicodeDecodeError:
            continue
        assert mended(once) == text
    assert mended("Gr\u00c3\u0192\u00c2\u00bc\u00c3\u0192\u00c5\u00b8e") == "Grüße"


def test_what_is_right_already_is_left() -> None:
    assert [mended(text) for text in TEXTS] == TEXTS
    assert [mended(text) for text in ("", "ASCII", "Ã", "AÇÃO", "© Jürgen")] == [
        "",
        "ASCII",
        "Ã",
        "AÇÃO",
        "© Jürgen",
    ]


def test_what_is_hardly_a_text_says_nothing() -> None:
    assert speakable_line("a\x01b\x02c\x03d\x04") == ""
    assert speakable_line("\ufffd\ufffdab") == ""
    assert speakable_line("One\r\nline\tof it") == "One line of it"


@given(st.binary(max_size=60))
def test_no_bytes_are_an_error(data: bytes) -> None:
    assert isinstance(speakable_line(decoded(data)), str)
    for order in "<>":
        assert isinstance(from_utf_16(data, order), str)
