"""A set of pictures' names that takes eight bytes for each, for there may be half a million."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from hashlib import blake2b
from itertools import pairwise


class Names:
    """Whether a name is among others. Two names are taken for one in fewer than one of a million sets."""

    def __init__(self, names: Iterable[bytes] = ()) -> None:
        self._keys = array("Q", sorted(map(key_of, names)))

    def __contains__(self, name: bytes) -> bool:
        key = key_of(name)
        place = bisect_left(self._keys, key)
        return place < len(self._keys) and self._keys[place] == key

    def __len__(self) -> int:
        """How many there are, those that come twice counted twice."""
        return len(self._keys)

    @property
    def repeated(self) -> bool:
        """Whether a name comes twice."""
        return any(one == other for one, other in pairwise(self._keys))


def key_of(name: bytes) -> int:
    """The number that stands for a name."""
    return int.from_bytes(blake2b(name, digest_size=8).digest())
