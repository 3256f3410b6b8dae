"""CBOR (RFC 8949), as much as C2PA's assertions need, out of bytes that nobody has checked.

cbor2 (1.4 MB) reads all of it: patterns, fractions and references to other items too, each an object that
hostile bytes can ask for. Here are only numbers, strings, lists and maps.
"""

import struct
from collections.abc import Iterator

_DEEPEST = 16
"""Lists and maps inside one another. Actions have six."""
_MOST = 20_000
"""Items in all."""
_INDEFINITE = 31

Value = object
"""A number, str, bytes, bool, None, list or dict."""


def read_cbor(data: bytes) -> Value:
    """The first item of these bytes. Raises ValueError."""
    return _Reader(data).item(0)


class _Reader:
    """Goes through the items of one sequence of bytes, once."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self._items = 0

    def item(self, depth: int) -> Value:
        self._items += 1
        if depth > _DEEPEST or self._items > _MOST:
            raise ValueError("CBOR that is too deep or too long")
        major, extra = divmod(self._take(1)[0], 32)
        if major == 7:
            return self._simple(extra)
        if major == 6:  # a tag: what it means of the item behind it is not needed
            self._argument(extra)
            return self.item(depth + 1)
        if major < 2:
            number = self._argument(extra)
            return number if major == 0 else -1 - number
        if major < 4:
            letters = b"".join(self._chunks(major, extra))
            return letters.decode("utf-8", "replace") if major == 3 else letters
        if major == 4:
            return [self.item(depth + 1) for _ in self._counted(extra)]
        return {_key(self.item(depth + 1)): self.item(depth + 1) for _ in self._counted(extra)}

    def _take(self, length: int) -> bytes:
        taken = self._data[self._at : self._at + length]
        if len(taken) < length:
            raise ValueError("CBOR that ends too early")
        self._at += length
        return taken

    def _argument(self, extra: int) -> int:
        if extra < 24:
            return extra
        if extra > 27:
            raise ValueError("CBOR with a length that it does not have")
        return int.from_bytes(self._take(1 << (extra - 24)), "big")

    def _chunks(self, major: int, extra: int) -> Iterator[bytes]:
        if extra != _INDEFINITE:
            yield self._take(self._argument(extra))
            return
        while not self._ends():
            inner_major, inner_extra = divmod(self._take(1)[0], 32)
            if inner_major != major:
                raise ValueError("CBOR with a piece of another kind")
            yield self._take(self._argument(inner_extra))

    def _counted(self, extra: int) -> Iterator[None]:
        """As often as there are items: counted before, or until a break."""
        if extra != _INDEFINITE:
            for _ in range(self._argument(extra)):
                yield
            return
        while not self._ends():
            yield

    def _ends(self) -> bool:
        if self._data[self._at : self._at + 1] != b"\xff":
            return False
        self._at += 1
        return True

    def _simple(self, extra: int) -> Value:
        if extra in (20, 21):
            return extra == 21
        if extra in (25, 26, 27):
            number: float = struct.unpack(
                {25: ">e", 26: ">f", 27: ">d"}[extra], self._take(1 << (extra - 24))
            )[0]
            return number
        self._argument(extra)
        return None


def _key(value: Value) -> Value:
    if isinstance(value, (list, dict)):
        raise ValueError("CBOR with a list as a key")
    return value
