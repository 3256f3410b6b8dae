"""An audience that opens what arrives as the daemon does, and waits for it with a generous deadline."""

from queue import Empty, Queue
from time import monotonic

from narrator.errors import PictureError
from narrator.picture.opening import Picture
from narrator.sources.arrival import Arrival, Audience, NotYetError

DEADLINE = 30.0


class Listener(Audience):
    """Keeps what it hears."""

    def __init__(self) -> None:
        self.arrivals: list[Arrival] = []
        self.sentences: list[str] = []
        self.not_yet: list[str] = []
        self._arrived: Queue[Arrival] = Queue()
        self._told: Queue[str] = Queue()

    def arrived(self, arrival: Arrival) -> None:
        self.arrivals.append(arrival)
        self._arrived.put(arrival)

    def told(self, sentence: str) -> None:
        self.sentences.append(sentence)
        self._told.put(sentence)

    def next_arrival(self) -> Arrival:
        return self._arrived.get(timeout=DEADLINE)

    def next_sentence(self) -> str:
        return self._told.get(timeout=DEADLINE)

    def next_opened(self) -> tuple[Arrival, Picture | PictureError]:
        """The next arrival that is not put off, and what it opened to."""
        end = monotonic() + DEADLINE
        while True:
            arrival = self._arrived.get(timeout=end - monotonic())
            try:
                return arrival, arrival.open()
            except NotYetError:
                self.not_yet.append(arrival.name)
            except PictureError as error:
                return arrival, error

    def names(self, count: int) -> list[str]:
        """The names of the next pictures, each of which could be opened."""
        names = []
        for _ in range(count):
            arrival, opened = self.next_opened()
            assert isinstance(opened, Picture), f"{arrival.path}: {opened}"
            names.append(arrival.name)
        return names

    @property
    def has_more(self) -> bool:
        try:
            self._arrived.get_nowait()
        except Empty:
            return False
        return True
