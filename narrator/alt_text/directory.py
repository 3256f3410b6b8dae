"""Fields of the first directory of a TIFF structure, which an EXIF block is, too (TIFF 6.0; CIPA DC-008).

Nothing in the structure moves: notes of camera makers and thumbnails are found by where they stand. A field
that is there gets another value, which is appended; for a new one, a longer copy of the directory is.
"""

import struct
from collections.abc import Collection, Mapping

from narrator.alt_text.unwritable import UnwritableError
from narrator.languages.catalogue import gettext

DESCRIPTION = 270
EMPTY = b"II*\0\x08\0\0\0\0\0\0\0\0\0"
"""A structure without any field."""
_ENTRY = 12
_MOST_FIELDS = 4096
_LONGEST = 2**32 - 2**20


def with_fields(block: bytes, fields: Mapping[int, tuple[int, bytes]]) -> bytes:
    """The structure with these fields: their type, of one byte a value, and their bytes by tag.

    Raises UnwritableError for a structure that is damaged or a BigTIFF.
    """
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(block[:4])
    if order is None or len(block) > _LONGEST:
        raise UnwritableError(gettext("its directories are in a form that Narrator does not write"))
    start, count = _first(block, order)
    entries = [block[at : at + _ENTRY] for at in range(start + 2, start + 2 + _ENTRY * count, _ENTRY)]
    tags = [struct.unpack(f"{order}H", entry[:2])[0] for entry in entries]
    result = bytearray(block)
    new = {}
    for tag, (kind, value) in fields.items():
        place = len(result) + len(result) % 2
        entry = struct.pack(f"{order}HHLL", tag, kind, len(value), place)
        if len(value) <= 4:
            entry = struct.pack(f"{order}HHL", tag, kind, len(value)) + value.ljust(4, b"\0")
        else:
            result += b"\0" * (place - len(result)) + value
        if tag in tags:
            at = start + 2 + _ENTRY * tags.index(tag)
            result[at : at + _ENTRY] = entry
        else:
            new[tag] = entry
    if new:
        _append_directory(result, order, new)
    return bytes(result)


def unchanged(before: bytes, after: bytes, tags: Collection[int]) -> bool:
    """Whether all of a structure still stands in its place, but for fields with these tags."""
    order = "<" if before.startswith(b"II") else ">"
    start, count = _first(before, order)
    entries = range(start + 2, start + 2 + _ENTRY * count, _ENTRY)
    ours = [at for at in entries if struct.unpack_from(f"{order}H", before, at)[0] in tags]
    done = 0
    for place, end in sorted([(4, 8), *((at, at + _ENTRY) for at in ours)]):
        if before[done:place] != after[done:place]:
            return False
        done = end
    return before[done:] == after[done : len(before)]


def _first(block: bytes, order: str) -> tuple[int, int]:
    """Where the first directory is, and how many fields it has."""
    try:
        (start,) = struct.unpack_from(f"{order}L", block, 4)
        (count,) = struct.unpack_from(f"{order}H", block, start)
    except struct.error as error:
        raise UnwritableError(gettext("its EXIF is damaged")) from error
    if count > _MOST_FIELDS or start < 8 or start + 2 + _ENTRY * count + 4 > len(block):
        raise UnwritableError(gettext("its EXIF is damaged"))
    return start, count


def _append_directory(block: bytearray, order: str, new: Mapping[int, bytes]) -> None:
    start, count = _first(bytes(block), order)
    end = start + 2 + _ENTRY * count
    entries = [bytes(block[at : at + _ENTRY]) for at in range(start + 2, end, _ENTRY)]
    for tag, entry in sorted(new.items()):
        later = (n for n, each in enumerate(entries) if struct.unpack(f"{order}H", each[:2])[0] > tag)
        entries.insert(next(later, len(entries)), entry)
    block += b"\0" * (len(block) % 2)
    block[4:8] = struct.pack(f"{order}L", len(block))
    block += struct.pack(f"{order}H", len(entries)) + b"".join(entries) + block[end : end + 4]
