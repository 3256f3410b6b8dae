"""The fields of a TIFF structure, which an EXIF block is, too, as the bytes that stand in them.

Pillow reads fields as well, but takes any letters for Latin-1, leaves out those of Exif 3.0's type 129, and a
wrong byte of one field can cost the others.
"""

import struct
from collections.abc import Collection, Mapping

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 6: 1, 7: 1, 129: 1}
"""Bytes of a value of the types in which texts and blocks stand: ASCII, UTF-8, undefined, and numbers."""
_MOST_FIELDS = 4096
_LONGEST = 2**20
"""Bytes of a field that are read."""


class Tiff:
    """A TIFF structure (TIFF 6.0, BigTIFF, Exif: CIPA DC-008). Raises ValueError if it is none."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        order = {b"II": "<", b"MM": ">"}.get(data[:2])
        if order is None or len(data) < 8:
            raise ValueError("no TIFF structure")
        self.order = order
        """ "<" for the little end first, ">" for the big one."""
        self._big = self._numbers("H", 2)[0] == 43
        self.first: int = self._numbers("Q", 8)[0] if self._big else self._numbers("L", 4)[0]
        """Where the first directory is."""

    def _numbers(self, form: str, at: int) -> tuple[int, ...]:
        try:
            return struct.unpack_from(f"{self.order}{form}", self._data, at)
        except (struct.error, OverflowError) as error:
            raise ValueError("a TIFF structure that ends too early") from error

    def fields(self, directory: int, wanted: Collection[int]) -> Mapping[int, bytes]:
        """The bytes of these fields, by tag. Raises ValueError if there is no such directory."""
        count, start = self._entries(directory)
        size, form, room = (20, "HHQ", 8) if self._big else (12, "HHL", 4)
        found: dict[int, bytes] = {}
        there = max(0, len(self._data) - start) // size  # of a torn file, what is left of it
        for at in range(start, start + size * min(count, there, _MOST_FIELDS), size):
            tag, kind, values = self._numbers(form, at)
            if tag not in wanted or tag in found or kind not in _SIZES:
                continue
            length = _SIZES[kind] * values
            place = at + size - room
            if length > room:
                place = self._numbers("Q" if self._big else "L", place)[0]
            found[tag] = self._data[place : place + min(length, _LONGEST)]
        return found

    def number(self, value: bytes) -> int:
        """The number in the bytes of a field. Raises ValueError if there is none."""
        form = {2: "H", 4: "L", 8: "Q"}.get(len(value))
        if form is None:
            raise ValueError("a field that is no number")
        return int(struct.unpack(f"{self.order}{form}", value)[0])

    def directory(self, page: int) -> int:
        """Where the directory of a page is, the first being page 0. Raises ValueError if there is none."""
        directory = self.first
        for _ in range(page):
            count, start = self._entries(directory)
            directory = self._numbers("Q" if self._big else "L", start + (20 if self._big else 12) * count)[0]
        return directory

    def _entries(self, directory: int) -> tuple[int, int]:
        """How many fields a directory has, and where the first one is."""
        if self._big:
            return self._numbers("Q", directory)[0], directory + 8
        return self._numbers("H", directory)[0], directory + 2
