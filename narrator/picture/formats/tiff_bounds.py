"""How much the directories of a TIFF may state, before any reader of TIFFs sees them (TIFF 6.0, section 2).

Readers go through all entries of a directory, and make a Python number of each value of a field: those of a
strip for each byte of the file take forty times its length.
"""

import struct

from narrator.picture.formats.directories import MOST_PAGES

_MOST_ENTRIES = 2**15
"""Entries of all directories together. A page has twenty, one of a microscope a hundred."""
_MOST_NUMBERS = 2**20
"""Values of one field that are numbers. A file that may be opened has at most some ten thousand strips."""
_BYTES = frozenset({1, 2, 6, 7})
"""Types whose values are bytes and letters; those stay together."""


def refuse_long_directories(data: bytes) -> None:
    """Raise ValueError for a TIFF with more entries, or more numbers in one, than any program writes.

    A directory that ends too early is the affair of its reader.
    """
    order = "<" if data.startswith(b"II") else ">"
    big = struct.unpack_from(f"{order}H", data, 2)[0] == 43
    pointer, counter, entry = (
        (f"{order}Q", f"{order}Q", f"{order}HHQQ") if big else (f"{order}I", f"{order}H", f"{order}HHII")
    )
    left, seen = _MOST_ENTRIES, set[int]()
    try:
        (at,) = struct.unpack_from(pointer, data, 8 if big else 4)
        while at and at not in seen and len(seen) <= MOST_PAGES:
            seen.add(at)
            (count,) = struct.unpack_from(counter, data, at)
            left -= count
            if left < 0:
                raise ValueError("more entries than a TIFF has")
            start, size = at + struct.calcsize(counter), struct.calcsize(entry)
            for place in range(start, start + count * size, size):
                _, kind, values, _ = struct.unpack_from(entry, data, place)
                if values > _MOST_NUMBERS and kind not in _BYTES:
                    raise ValueError("more numbers than a field of a TIFF has")
            (at,) = struct.unpack_from(pointer, data, start + count * size)
    except (struct.error, OverflowError):
        return
