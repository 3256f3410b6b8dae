"""How many bytes all requests hold together: pictures that came, and sounds that go."""

from collections.abc import Callable
from types import TracebackType
from typing import Self

from narrator.languages.catalogue import gettext
from narrator.web.refusal import RefusalError


class Held:
    """Counts bytes. Where there is no room for more, the largest upload that still comes in is given up.

    So nobody who sends large pictures slowly, or never to their end, keeps the others out.
    """

    def __init__(self, most: int) -> None:
        """`most` is how many bytes all requests may hold at once."""
        self._most = most
        self._bytes = 0
        self._coming: dict[Lease, None] = {}  # the one that began first is first

    @property
    def bytes(self) -> int:
        """How many are held."""
        return self._bytes

    def lease(self, give_up: Callable[[], None] | None = None) -> "Lease":
        """Bytes for one purpose; `give_up` ends an upload that must make room, until it has arrived."""
        lease = Lease(self, give_up)
        if give_up:
            self._coming[lease] = None
        return lease

    def change(self, lease: "Lease", count: int) -> None:
        """Let a lease hold so many bytes more, or fewer. Raises RefusalError when there is no room."""
        coming = [each for each in self._coming if each is not lease]
        if count > 0 and self._bytes + count - sum(each.bytes for each in coming) > self._most:
            raise RefusalError(503, gettext("Too many pictures come in at once; try again."), retry_after=2)
        while count > 0 and self._bytes + count > self._most:
            largest = max(coming, key=lambda each: each.bytes)
            coming.remove(largest)
            largest.give_up()
        self._bytes += count

    def arrived(self, lease: "Lease") -> None:
        """Give an upload up for nobody any more."""
        self._coming.pop(lease, None)


class Lease:
    """What one request holds; given back at the end of a `with`, however that ends."""

    def __init__(self, held: Held, give_up: Callable[[], None] | None) -> None:
        self.bytes = 0
        self._held = held
        self._give_up = give_up

    def reach(self, count: int) -> None:
        """Hold so many bytes in all; fewer than before change nothing. Raises RefusalError for too many."""
        if count > self.bytes:
            self._held.change(self, count - self.bytes)
            self.bytes = count

    def arrived(self) -> None:
        """All has come: what is held is now worth its bytes."""
        self._held.arrived(self)

    def give_up(self) -> None:
        """Make room at once, and end the upload."""
        assert self._give_up
        self._give_back()
        self._give_up()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._give_back()

    def _give_back(self) -> None:
        self._held.arrived(self)
        self._held.change(self, -self.bytes)
        self.bytes = 0
