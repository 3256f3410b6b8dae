"""How many bytes all requests hold together: pictures that came, and sounds that go."""

from types import TracebackType
from typing import Self

from narrator.web.refusal import RefusalError


class Held:
    """Counts bytes, and refuses what would be too many."""

    def __init__(self, most: int) -> None:
        """`most` is how many all requests may hold at once."""
        self._most = most
        self._bytes = 0

    @property
    def bytes(self) -> int:
        """How many are held."""
        return self._bytes

    def lease(self) -> "Lease":
        """A part of them, for one purpose."""
        return Lease(self)

    def change(self, count: int) -> None:
        """Count so many more, or fewer. Raises RefusalError when there is no room for them."""
        if count > 0 and self._bytes + count > self._most:
            raise RefusalError(503, "Too many pictures come in at once; try again.", retry_after=2)
        self._bytes += count


class Lease:
    """What one request holds; given back at the end of a `with`, however that ends."""

    def __init__(self, held: Held) -> None:
        self._held = held
        self._bytes = 0

    def reach(self, count: int) -> None:
        """Hold so many bytes in all; fewer than before change nothing. Raises RefusalError for too many."""
        if count > self._bytes:
            self._held.change(count - self._bytes)
            self._bytes = count

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held.change(-self._bytes)
        self._bytes = 0
