"""Descriptions and comments in EXIF, as cameras and programs write them."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.picture.written.exif import read_exif, user_comment
from tests.picture.written.made import WORDS, by_person, exif, jpeg, written

ASCII, UNICODE, JIS, UNDEFINED = b"ASCII\0\0\0", b"UNICODE\0", b"JIS\0\0\0\0\0", bytes(8)
GARDEN = "祖母と庭の花"


def comment(field: bytes, order: str = "<") -> str:
    """As it is read out of a block."""
    return read_exif(exif({}, field, order)).texts.get("exif comment", {}).get("", "")


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("padding", [b"", b"\0" * 120, b"\0\0\xfe\x17\x80rest of the memory"])
@pytest.mark.parametrize("code", [ASCII, UNDEFINED, b"Ascii\0\0\0", b""])
def test_a_comment_of_bytes_ends_at_the_first_zero(code: bytes, padding: bytes, order: str) -> None:
    assert comment(code + WORDS.encode() + padding, order) == WORDS


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("text", [WORDS, "Großmutter", GARDEN, "Бабушка в саду", "हमारा कुत्ता पार्क में"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-8"])
def test_unicode_is_read_in_either_byte_order(encoding: str, text: str, order: str) -> None:
    """The standard leaves the order open, and some programs write UTF-8."""
    assert comment(UNICODE + text.encode(encoding), order) == text
    assert comment(UNICODE + text.encode(encoding) + b"\0\0" * 40, order) == text


@pytest.mark.parametrize("encoding", ["iso2022_jp", "cp932", "euc_jp"])
def test_jis(encoding: str) -> None:
    assert comment(JIS + GARDEN.encode(encoding) + b"\0" * 5) == GARDEN


def test_what_exiv2_shows_in_front_of_a_comment_is_no_part_of_it() -> None:
    assert comment(ASCII + b'charset="Ascii" ' + WORDS.encode()) == WORDS
    assert comment(ASCII + b"charset=Ascii") == ""


def test_what_is_no_text_says_nothing() -> None:
    for field in (UNDEFINED + bytes(range(1, 32)) * 4, ASCII + b" " * 90, UNICODE, b"\xff" * 40):
        assert written(jpeg(exif=exif({}, field))) is None


@pytest.mark.parametrize("order", ["<", ">"])
def test_exif_3_has_a_type_for_utf_8(order: str) -> None:
    """Type 129 (CIPA DC-008-2023); Pillow 13 leaves such fields out."""
    file = jpeg(exif=exif({0x010E: (129, "Großmutter im Garten\0".encode())}, order=order))
    assert written(file) == by_person("Großmutter im Garten")


def test_the_title_of_exif_3() -> None:
    title = struct.pack("<HHHLL", 1, 0xA436, 129, 16, 44) + bytes(4) + "Großmütterchen".encode()
    pointer = exif({0x8769: (4, struct.pack("<L", 26))})
    assert read_exif(pointer + title).texts == {"exif title": {"": "Großmütterchen"}}


def test_windows_fields() -> None:
    fields = {0x9C9F: (1, "Its subject\0".encode("utf-16-le"))}
    assert written(jpeg(exif=exif(fields))) == by_person("Its subject")
    fields = {0x9C9B: (1, "The title of it\0".encode("utf-16-le")), **fields}
    assert written(jpeg(exif=exif(fields))) == by_person("The title of it")
    fields[0x9C9C] = (1, f"{WORDS}\0".encode("utf-16-le"))
    assert written(jpeg(exif=exif(fields))) == by_person()


def test_of_a_torn_directory_the_fields_that_are_there_are_read() -> None:
    torn = exif({0x010E: (2, b"dog"), 0x9C9C: (1, b"")})[: 6 + 8 + 2 + 12]
    assert read_exif(torn).texts == {"exif description": {"": "dog"}}


def test_a_damaged_part_costs_no_other_field() -> None:
    block = exif({0x010E: (2, WORDS.encode() + b"\0"), 0x8769: (4, b"\xff\xff\xff\x7f")})
    assert written(jpeg(exif=block)) == by_person()


@given(st.binary(max_size=80), st.sampled_from("<>"))
def test_no_comment_is_an_error(field: bytes, order: str) -> None:
    assert isinstance(user_comment(field, order), str)
