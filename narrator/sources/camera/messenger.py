"""Between the threads of a camera and its audience: nothing is said twice, and nothing after the end."""

from threading import RLock

from narrator.languages.catalogue import gettext
from narrator.sources.arrival import Arrival, Audience


class Messenger:
    """Takes arrivals and sentences to an audience until it is closed. Any thread may use it."""

    def __init__(self, audience: Audience, subject: str) -> None:
        """`subject` is what is watched: "the camera"."""
        self._audience = audience
        self._subject = subject[:1].upper() + subject[1:]
        self._lock = RLock()
        self._closed = False
        self._here = True
        self._faults: set[str] = set()

    def deliver(self, arrival: Arrival) -> None:
        """A new scene."""
        with self._lock:
            if not self._closed:
                self._audience.arrived(arrival)

    def tell(self, sentence: str) -> None:
        """Something that the person should know."""
        with self._lock:
            if not self._closed:
                self._audience.told(sentence)

    def tell_fault(self, sentence: str) -> None:
        """Something that is wrong, perhaps with every frame; it is told once."""
        with self._lock:
            if sentence not in self._faults:
                self._faults.add(sentence)
                self.tell(sentence)

    def lost(self, why: str = "") -> None:
        """Nothing comes any more. Told once until it is back; `why` may say it better."""
        with self._lock:
            if self._here:
                self._here = False
                self.tell(why or f"{self._subject} was lost; it is described again when it is back.")

    def back(self) -> None:
        """Something comes. Told only after a loss."""
        with self._lock:
            if not self._here:
                self._here = True
                self.tell(gettext("{subject} is back.").format(subject=self._subject))

    def close(self) -> None:
        """The end; when this returns, nothing more is said."""
        with self._lock:
            self._closed = True
