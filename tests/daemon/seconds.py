"""A second describer whose sentences come when a test says so."""

from collections.abc import Callable
from queue import SimpleQueue
from threading import Event
from time import monotonic, sleep

from narrator.errors import SecondError
from narrator.picture.picture import Picture
from narrator.second.patience import NobodyWaitsError
from narrator.second.second import Second, Sentences, Wanted


class SecondPuppet(Second):
    """Says what it is given when it is given it: a sentence, an error, or None for the end."""

    is_here = True

    def __init__(self) -> None:
        self.said: SimpleQueue[str | SecondError | None] = SimpleQueue()
        self.asked: list[str | None] = []
        self.given_up = Event()

    def describe(self, picture: Picture, wanted: Wanted = lambda: True) -> Sentences:
        return self._answer(None, wanted)

    def ask(self, picture: Picture, question: str, wanted: Wanted = lambda: True) -> Sentences:
        return self._answer(question, wanted)

    def _answer(self, question: str | None, wanted: Wanted) -> Sentences:
        self.asked.append(question)
        while True:
            while self.said.empty():
                if not wanted():
                    self.given_up.set()
                    raise NobodyWaitsError
                sleep(0.001)
            said = self.said.get()
            if said is None:
                return
            if isinstance(said, SecondError):
                raise said
            yield said


def comes(is_so: Callable[[], bool]) -> None:
    deadline = monotonic() + 20
    while not is_so():
        assert monotonic() < deadline
        sleep(0.001)
