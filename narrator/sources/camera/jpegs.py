"""The JPEGs in a run of bytes, whatever stands between them.

Cameras send one JPEG after the other as the parts of a multipart message (RFC 2046, 5.1), and many of them do
not follow it: the first boundary is missing (Tasmota#12376, esp32cam#67), the parts state no type or no
length, the boundary is not the one that was announced. A JPEG states by itself where it ends (ITU-T T.81,
annex B), so none of that is read.
"""

import re
from collections.abc import Callable, Iterator

LONGEST = 32 * 2**20
"""Bytes of one picture, and of what may stand before it: 64 megapixels of a camera."""

_BEGIN = b"\xff\xd8\xff"
_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_WITHOUT_LENGTH = frozenset({0x00, 0x01, *range(0xD0, 0xD8)})

# Between compressed data: neither a stuffed byte, nor a restart, nor a byte that fills.
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")


class TooLongError(Exception):
    """A picture that does not end, or none that begins."""


def jpegs(read: Callable[[], bytes], *, rest: bool = False) -> Iterator[bytes]:
    """Each JPEG as soon as its last byte is there.

    `read` gives the bytes that have come since, at least one, and none at the end. One that breaks off where
    the next begins is given as far as it goes; with `rest`, also one that breaks off at the end. Raises
    TooLongError.
    """
    data = bytearray()
    looked_at = 0
    walk: _Walk | None = None
    while piece := read():
        data += piece
        while True:
            if walk is None:
                begin = data.find(_BEGIN, looked_at)
                if begin < 0:
                    looked_at = max(len(data) - len(_BEGIN) + 1, 0)
                    break
                del data[:begin]
                looked_at = 0
                walk = _Walk()
            end = walk.end(data)
            if end is None:
                break
            yield bytes(data[:end])
            del data[:end]
            walk = None
        if len(data) > LONGEST:
            raise TooLongError
    if rest and walk:
        yield bytes(data)


class _Walk:
    """Goes from marker to marker through one JPEG, as far as it is there."""

    def __init__(self) -> None:
        self._at = 2
        self._in_scan = False

    def end(self, data: bytearray) -> int | None:
        """Where it ends in the data, which has grown since; None if that is not there yet."""
        while True:
            if self._in_scan and not self._leaves_scan(data):
                return None
            at = self._at
            if at + 4 > len(data) and data[at + 1 : at + 2] != bytes([_EOI]):
                return None
            if data[at] != 0xFF:
                self._in_scan = True  # what stands here belongs to nothing: on to the next marker
                continue
            marker = data[at + 1]
            if marker == _EOI:
                return at + 2
            if marker == _SOI:
                return at
            if marker == 0xFF:
                self._at += 1
            elif marker in _WITHOUT_LENGTH:
                self._at += 2
            else:
                self._at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
                self._in_scan = marker == _SOS

    def _leaves_scan(self, data: bytearray) -> bool:
        found = _MARKER.search(data, self._at)
        self._at = found.start() if found else max(self._at, len(data) - 1)
        self._in_scan = not found
        return bool(found)
