"""Who keeps a connection when too many want one: whoever showed the token, and of all others the newest."""

from collections import defaultdict
from typing import Protocol


class Guest(Protocol):
    """One connection."""

    @property
    def whose(self) -> str | None:
        """Who is at its other end; None for a proxy, which is there for many."""
        ...

    @property
    def idle(self) -> bool:
        """Whether nothing is asked over it just now."""
        ...

    def end(self) -> None:
        """Close it at once."""
        ...


class Places:
    """Counts connections. Strangers, and those who showed the token, have places of their own.

    So nobody with the token loses a place to strangers, however many they are. And a newcomer, who is a
    stranger until the head of the first request has come, always gets a place: the one of the stranger who
    has been there longest.
    """

    def __init__(self, *, strangers: int, of_one: int, known: int) -> None:
        """The most of each; `of_one` is how many strangers one client may be."""
        self._most_strangers = strangers
        self._most_of_one = of_one
        self._most_known = known
        self._strangers: dict[Guest, None] = {}  # a dict keeps the order: who came first is first
        self._strangers_of: defaultdict[str, dict[Guest, None]] = defaultdict(dict)
        self._known: dict[Guest, None] = {}

    @property
    def taken(self) -> int:
        """How many connections there are."""
        return len(self._strangers) + len(self._known)

    def arrive(self, guest: Guest) -> None:
        """Give a place to a stranger; where there is none, the one of another stranger."""
        same = {} if guest.whose is None else self._strangers_of[guest.whose]
        if len(same) >= self._most_of_one:
            self._end(next(iter(same)))
        elif len(self._strangers) >= self._most_strangers:
            self._end(next(iter(self._strangers)))
        self._strangers[guest] = None
        if guest.whose is not None:
            self._strangers_of[guest.whose][guest] = None

    def recognise(self, guest: Guest) -> bool:
        """Whether there is a place for somebody who showed the token; an idle one of the others is ended."""
        if guest in self._known:
            return True
        if len(self._known) >= self._most_known:
            idle = next((each for each in self._known if each.idle), None)
            if idle is None:
                return False
            self._end(idle)
        self.leave(guest)
        self._known[guest] = None
        return True

    def doubt(self, guest: Guest) -> None:
        """Take it for a stranger again: over a proxy's connection, somebody else may ask next."""
        if guest in self._known:
            self.leave(guest)
            self.arrive(guest)

    def leave(self, guest: Guest) -> None:
        """Make a place free. A second time is nothing."""
        self._known.pop(guest, None)
        self._strangers.pop(guest, None)
        if guest.whose is not None and guest.whose in self._strangers_of:
            same = self._strangers_of[guest.whose]
            same.pop(guest, None)
            if not same:
                del self._strangers_of[guest.whose]

    def _end(self, guest: Guest) -> None:
        self.leave(guest)
        guest.end()
