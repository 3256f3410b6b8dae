"""A set of numbers that grows for months and stays small."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from heapq import merge

_NEW = 1024
_SHARE = 4


class Known:
    """Numbers of 64 bits. Most of them take eight bytes each; in a Python set each takes ninety."""

    def __init__(self) -> None:
        self._old = array("q")
        """In their order."""
        self._new: set[int] = set()

    def add(self, number: int) -> bool:
        """Add one; whether it was new."""
        if number in self:
            return False
        self._new.add(number)
        # A share of all, so that 100,000 are not put in order a hundred times.
        if len(self._new) >= max(_NEW, len(self._old) // _SHARE):
            self._old = array("q", merge(self._old, sorted(self._new)))
            self._new = set()
        return True

    def discard(self, number: int) -> None:
        """Remove one, if it is there."""
        self._new.discard(number)
        if (place := self._place(number)) is not None:
            del self._old[place]

    def keep_only(self, numbers: Iterable[int]) -> None:
        """Remove all that are not among these."""
        kept = {number for number in numbers if number in self}
        self._old, self._new = array("q", sorted(kept)), set()

    def __contains__(self, number: int) -> bool:
        return number in self._new or self._place(number) is not None

    def __len__(self) -> int:
        return len(self._old) + len(self._new)

    def _place(self, number: int) -> int | None:
        place = bisect_left(self._old, number)
        return place if place < len(self._old) and self._old[place] == number else None
