"""The index of a JPEG with several pictures in it (CIPA DC-007, MPO), which states where each of them is."""

import struct

from narrator.alt_text.unwritable import UnwritableError
from narrator.languages.catalogue import gettext

NAME = b"MPF\0"
_ENTRIES = 0xB002
_ENTRY = 16
_MOST_PICTURES = 256


def moved(index: bytes, *, grown: int, grown_behind: int) -> bytes:
    """The index, with its name in front, of a file whose first picture has become longer by so many bytes.

    `grown_behind` of them stand behind the index, from which the places are counted. Raises UnwritableError.
    """
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(index[4:8])
    try:
        if order is None:
            raise ValueError
        at, count = _entries(index, order)
        result = bytearray(index)
        for number in range(count):
            size, place = struct.unpack_from(f"{order}LL", index, at + _ENTRY * number + 4)
            if number == 0:
                size += grown
            elif place:
                place += grown_behind
            struct.pack_into(f"{order}LL", result, at + _ENTRY * number + 4, size, place)
    except (ValueError, struct.error) as error:
        raise UnwritableError(gettext("its list of pictures is damaged")) from error
    return bytes(result)


def _entries(index: bytes, order: str) -> tuple[int, int]:
    """Where the entries of the pictures are, and how many."""
    base = len(NAME)
    (start,) = struct.unpack_from(f"{order}L", index, base + 4)
    (fields,) = struct.unpack_from(f"{order}H", index, base + start)
    for number in range(min(fields, _MOST_PICTURES)):
        tag, _, length, place = struct.unpack_from(f"{order}HHLL", index, base + start + 2 + 12 * number)
        if tag == _ENTRIES and length <= _ENTRY * _MOST_PICTURES:
            return base + place, length // _ENTRY
    raise ValueError("no entries")
