"""The seam of what was seen in a folder, kept from one run to the next, and an implementation in memory.

No clock is asked: a picture with an old time that was moved in is as new as any other, and a clock that jumps
changes nothing. A file that is known by one of its two numbers was seen.
"""

from abc import abstractmethod
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from struct import Struct
from typing import NamedTuple, Protocol

from narrator.sources.folder.state import State

_STATE = Struct("<QQQ")
_REST = Struct("<QQ")
_BYTES = 8
_ALL = 2**64 - 1


class Mark(NamedTuple):
    """What a file is known by for years: two numbers of 64 bits, from which nobody gets its name back."""

    state: int
    """Of inode, time and size: the same under another name, and in a folder that was renamed."""
    name: int
    """Of its name in the watched folder, time and size: the same where inodes change at every mount."""


def mark_of(name: bytes, state: State) -> Mark:
    """The mark of a file, by its path below the watched folder."""
    inode, modified, size = state
    modified &= _ALL  # some file systems keep times of which the nanoseconds take more
    whole = _STATE.pack(inode & _ALL, modified, size)
    return Mark(_number(whole), _number(_REST.pack(modified, size) + name))


def _number(data: bytes) -> int:
    # Not hash(), whose values another Python may give to other files.
    return int.from_bytes(blake2b(data, digest_size=_BYTES).digest(), "little", signed=True)


class Numbers:
    """A set of numbers of 64 bits that takes eight bytes for each, 100,000 of them less than a megabyte."""

    def __init__(self, numbers: bytes = b"") -> None:
        """`numbers` in the bytes of this machine, in any order."""
        found = array("q")
        found.frombytes(numbers)
        self._numbers = array("q", sorted(found))

    def __contains__(self, number: int) -> bool:
        place = bisect_left(self._numbers, number)
        return place < len(self._numbers) and self._numbers[place] == number

    def __len__(self) -> int:
        return len(self._numbers)


class Marks:
    """Marks one after the other, as small as `Numbers`."""

    def __init__(self, marks: Iterable[Mark] = ()) -> None:
        self._states = array("q")
        self._names = array("q")
        for mark in marks:
            self.add(mark)

    def add(self, mark: Mark) -> None:
        """Add one."""
        self._states.append(mark.state)
        self._names.append(mark.name)

    def __len__(self) -> int:
        return len(self._states)

    def __iter__(self) -> Iterator[Mark]:
        return map(Mark, self._states, self._names)

    def to_bytes(self) -> tuple[bytes, bytes]:
        """The states, and the names in the same order, for `Numbers`."""
        return self._states.tobytes(), self._names.tobytes()


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What was dealt with in a folder before."""

    states: Numbers
    names: Numbers
    tries: Mapping[int, int] = field(default_factory=dict)
    """The state of a mark -> how often opening that picture was begun and not ended."""
    mounted: bool = False
    """Whether the folder was the root of a drive."""

    def __contains__(self, mark: Mark) -> bool:
        return mark.state in self.states or mark.name in self.names


class Past(Protocol):
    """What is kept of one folder. Any thread may call; what cannot be kept is told elsewhere."""

    @abstractmethod
    def seen(self) -> Seen | None:
        """What was dealt with before; None for a folder that is watched for the first time."""

    @abstractmethod
    def begin(self, marks: Marks, *, mounted: bool) -> None:
        """From now on these were dealt with, and nothing else."""

    @abstractmethod
    def add(self, marks: Marks) -> bool:
        """These were dealt with, too; False if what was kept is gone, and has to begin anew."""

    @abstractmethod
    def is_kept(self) -> bool:
        """Whether what was begun is still kept, or is not known to be gone. Asked every few seconds."""

    @abstractmethod
    def trying(self, mark: Mark) -> None:
        """A picture is about to be opened that may have ended the program before."""


class NoPast(Past):
    """Of a folder of which nothing is kept: what is in it when it is watched is old."""

    def seen(self) -> Seen | None:
        """See Past."""
        return None

    def begin(self, marks: Marks, *, mounted: bool) -> None:
        """See Past."""

    def add(self, marks: Marks) -> bool:
        """See Past."""
        return True

    def is_kept(self) -> bool:
        """See Past."""
        return True

    def trying(self, mark: Mark) -> None:
        """See Past."""


class MemoryPast(Past):
    """Forgotten with the process."""

    def __init__(self) -> None:
        self.marks: list[Mark] | None = None
        self.tries: dict[int, int] = {}
        self._mounted = False

    def seen(self) -> Seen | None:
        """See Past."""
        if self.marks is None:
            return None
        states, names = map(Numbers, Marks(self.marks).to_bytes())
        return Seen(states=states, names=names, tries=dict(self.tries), mounted=self._mounted)

    def begin(self, marks: Marks, *, mounted: bool) -> None:
        """See Past."""
        self.marks, self._mounted = list(marks), mounted

    def add(self, marks: Marks) -> bool:
        """See Past."""
        if self.marks is None:
            return False
        self.marks += marks
        return True

    def is_kept(self) -> bool:
        """See Past."""
        return self.marks is not None

    def trying(self, mark: Mark) -> None:
        """See Past."""
        self.tries[mark.state] = self.tries.get(mark.state, 0) + 1
