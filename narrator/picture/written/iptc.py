"""The caption, headline and title in IPTC's records (IIM 4.2), and in Photoshop's blocks that hold them."""

import re
from collections.abc import Iterator

from narrator.languages.tags import stated
from narrator.picture.written.letters import decoded
from narrator.picture.written.words import Words

_RECORDS = 0x0404
"""The number of Photoshop's block that holds IPTC's records."""
_LONGEST = 2**20
"""Bytes of records that are read."""
_MOST_BLOCKS = 4096
_CHARACTER_SET = (1, 90)
_LANGUAGE = (2, 135)
"""Two letters of ISO 639, by which agencies hand their captions on."""
_PLACES = {(2, 120): "iptc caption", (2, 105): "iptc headline", (2, 5): "iptc title"}
_PARTS_OF_8859 = {
    b"A": "cp1252",  # 8859-1, which Windows and Photoshop fill up to their own
    b"B": "iso8859-2",
    b"C": "iso8859-3",
    b"D": "iso8859-4",
    b"F": "iso8859-7",
    b"G": "iso8859-6",
    b"H": "iso8859-8",
    b"L": "iso8859-5",
    b"M": "iso8859-9",
}
"""By the last letter of the shift that names them (ISO 2022, ISO-IR)."""


def records_of(blocks: bytes) -> bytes:
    """IPTC's records among Photoshop's image resource blocks, of all of them that have some; b"" without any.

    Programs that do not find the records of another one write their own beside them.
    """
    found = []
    at = 0
    for _ in range(_MOST_BLOCKS):
        if blocks[at : at + 4] != b"8BIM":
            break
        number = int.from_bytes(blocks[at + 4 : at + 6], "big")
        at += 6 + _even(1 + int.from_bytes(blocks[at + 6 : at + 7], "big"))  # the name
        length = int.from_bytes(blocks[at : at + 4], "big")
        at += 4
        if number == _RECORDS:
            found.append(blocks[at : at + length])
        at += _even(length)
    return b"".join(found)


def _even(length: int) -> int:
    return length + length % 2


def read_iptc(records: bytes) -> Words:
    """The words of IPTC's records; those without any are none."""
    records = records[:_LONGEST]
    if records[3:4] == b"\x1c" != records[:1]:
        records = _swapped(records)
    found: dict[tuple[int, int], bytes] = {}
    for name, value in _datasets(records):
        found.setdefault(name, value)
    encoding = _stated(found.get(_CHARACTER_SET, b""))
    texts = {name: decoded(found[name], encoding) for name in _PLACES if name in found}
    language = stated(found.get(_LANGUAGE, b"").decode("latin-1").strip()) or ""
    return Words(texts={_PLACES[name]: {language: text} for name, text in texts.items()})


def _swapped(records: bytes) -> bytes:
    """In a TIFF these bytes are often declared as numbers, and turned round four at a time."""
    return b"".join(records[at : at + 4][::-1] for at in range(0, len(records), 4))


def _datasets(records: bytes) -> Iterator[tuple[tuple[int, int], bytes]]:
    """Record, data set and value, one after the other; what lies between them is passed over."""
    at = records.find(b"\x1c")
    while 0 <= at <= len(records) - 5:
        length = int.from_bytes(records[at + 3 : at + 5], "big")
        end = at + 5 + length
        if length < 0x8000:  # a longer one states the length of its length, and is no text
            yield (records[at + 1], records[at + 2]), records[at + 5 : end]
        at = records.find(b"\x1c", end)


def _stated(character_set: bytes) -> str | None:
    """The encoding that the records state; None for none, and for UTF-8, which is tried anyway."""
    shift = re.match(rb"\x1b[-.](.)", character_set)
    return _PARTS_OF_8859.get(shift[1]) if shift else None
