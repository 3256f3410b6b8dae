"""What waits to be described: bounded, the person's own requests first, a lone picture before a burst.

What came while Narrator did not run waits until nothing else does.
"""

from collections import deque
from collections.abc import Callable, Iterable
from threading import Condition

from narrator.sources.arrival import Arrival, Origin

LIMITS = {Origin.FOLDER: 10_000, Origin.CLIPBOARD: 8, Origin.CAMERA: 2, Origin.COMMAND: 8}
"""Pictures of one place that wait at most. A file waits on the disk, what is copied or filmed in memory."""

Job = Callable[[], None]


class Intake:
    """A queue for several threads that bring and one that takes."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._requests: list[Job] = []
        self._places: dict[tuple[Origin, str], deque[Arrival]] = {}
        """By origin too: what is copied and what a camera takes have no name of a place."""
        self._late: deque[Arrival] = deque()
        self._closed = False

    def put(self, arrival: Arrival) -> Arrival | None:
        """Add a picture; the oldest of its place if there were too many, which is lost then."""
        with self._changed:
            waiting = self._places.setdefault((arrival.origin, arrival.place), deque())
            waiting.append(arrival)
            self._changed.notify()
            return waiting.popleft() if len(waiting) > LIMITS[arrival.origin] else None

    def put_late(self, arrivals: Iterable[Arrival]) -> None:
        """Add pictures that nobody waits for; their sources bring no more than can wait."""
        with self._changed:
            self._late.extend(arrivals)
            self._changed.notify()

    @property
    def late(self) -> int:
        """How many of these wait."""
        with self._changed:
            return len(self._late)

    def ask(self, request: Job) -> None:
        """Add what the person waits for; the newest is done first."""
        with self._changed:
            self._requests.append(request)
            self._changed.notify()

    def take(self) -> Job | Arrival | None:
        """What to do next, waited for; None when it was closed.

        Of the pictures, one from the place with the fewest: its person hears it soon, and a burst does not
        notice the delay. Pictures of one place keep their order.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._requests or self._places or self._late or self._closed)
            if self._closed:
                return None
            if self._requests:
                return self._requests.pop()
            if not self._places:
                return self._late.popleft()
            place = min(self._places, key=lambda place: len(self._places[place]))
            arrival = self._places[place].popleft()
            if not self._places[place]:
                del self._places[place]
            return arrival

    def __len__(self) -> int:
        """How much waits."""
        with self._changed:
            return len(self._requests) + sum(map(len, self._places.values())) + len(self._late)

    @property
    def closed(self) -> bool:
        """Whether nothing more is to be done."""
        with self._changed:
            return self._closed

    def close(self) -> None:
        """Let whoever takes end."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
