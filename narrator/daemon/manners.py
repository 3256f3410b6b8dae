"""What is announced next: pure rules about who is heard when, without a clock or a voice of their own.

A picture that comes alone is announced as soon as it is described. Several that come together are a burst and
are announced in one sentence, once no more of them come. Times are seconds on any clock that never goes back.
"""

from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass, field

from narrator.phrasing import burst_sentence

BURST = 4
"""So many pictures from one place that nobody has heard of yet are a burst."""
BURST_SETTLES_SECONDS = 0.7
"""A burst has ended when no picture came for so long. Copying large files leaves gaps of some tenths."""
BURST_WAITS_SECONDS = 10.0
"""So long after its first picture a burst is announced even if more still come."""
FIRST = 3
"""So many pictures of a burst are described aloud."""
_LATELY = 8
"""So many pictures that were announced alone are remembered; more do not wait for their text."""


@dataclass(frozen=True, kw_only=True)
class Ready:
    """A picture that can be announced: described, or known to be none."""

    place: str
    """Where it came from, as it is spoken."""
    alone: str
    """What is said of it when it came alone, its place included."""
    among: str
    """What is said of it in a burst."""
    entry: int | None = None
    """Its entry in the journal."""


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """One thing to say that nobody asked for."""

    text: str
    entries: tuple[int, ...] = ()
    """The journal's entries that have been heard once this was said."""
    pictures: int = 0
    """How many pictures it is about: more than one in a burst."""
    place: str = ""


@dataclass(kw_only=True)
class _Crowd:
    """The pictures of one place that nobody has heard of."""

    began: float
    latest: float
    coming: set[Hashable] = field(default_factory=set)
    """Those that are still being described. One that is in no crowd any more is not announced."""
    ready: dict[Hashable, Ready] = field(default_factory=dict)
    burst: bool = False

    @property
    def size(self) -> int:
        return len(self.coming) + len(self.ready)

    def due(self) -> float:
        """When a burst may be announced, if it is not complete before."""
        return min(self.latest + BURST_SETTLES_SECONDS, self.began + BURST_WAITS_SECONDS)


class Manners:
    """Keeps what waits to be announced. Not for several threads at once.

    A picture is whatever stands for it and for no other. Pictures need not be described in the order in which
    they came: to read the text in one takes longer than to describe the next.
    """

    def __init__(self) -> None:
        self._crowds: dict[str, _Crowd] = {}
        self._sentences: list[str] = []
        self._texts: list[str] = []
        self._alone: deque[Hashable] = deque(maxlen=_LATELY)

    def noticed(self, picture: Hashable, place: str, now: float) -> None:
        """A picture has come and will be described."""
        crowd = self._crowds.setdefault(place, _Crowd(began=now, latest=now))
        crowd.latest = now
        crowd.coming.add(picture)
        crowd.burst |= crowd.size >= BURST

    def described(self, picture: Hashable, ready: Ready) -> None:
        """It can be announced, if nobody has heard of it yet."""
        crowd = self._crowds.get(ready.place)
        if crowd and picture in crowd.coming:
            crowd.coming.remove(picture)
            crowd.ready[picture] = ready

    def read(self, picture: Hashable, ready: Ready, text: str) -> None:
        """The text in a picture was read: `ready` is all that can be said of it now, `text` only what is new.

        Of a picture that was announced alone the text is said; together with the rest if others were since.
        One that was counted in a burst, or that the person did not want to hear of, is left in peace.
        """
        crowd = self._crowds.get(ready.place)
        if crowd and picture in crowd.ready:
            crowd.ready[picture] = ready
        elif picture in self._alone:
            self._texts.append(text if picture == self._alone[-1] else ready.alone)

    def dropped(self, picture: Hashable, place: str) -> None:
        """It is not to be announced."""
        if crowd := self._crowds.get(place):
            crowd.coming.discard(picture)
            self._forget_empty(place)

    def told(self, sentence: str) -> None:
        """A source has something to say."""
        if sentence not in self._sentences:
            self._sentences.append(sentence)

    def is_ready(self, now: float) -> bool:
        """Whether `next` would have something to say now."""
        if self._sentences or self._texts:
            return True
        return any(
            self._complete(crowd, now) if crowd.burst else bool(crowd.ready)
            for crowd in self._crowds.values()
        )

    def next(self, now: float) -> Announcement | None:
        """What to say now, given that nothing is being said.

        The news of sources come first, then the text in what was announced, then the newest picture.
        """
        for news in (self._sentences, self._texts):
            if news:
                return Announcement(text=news.pop(0))
        for place in reversed(self._crowds):
            crowd = self._crowds[place]
            if not crowd.burst and crowd.ready:
                return self._single(place, crowd)
        for place, crowd in self._crowds.items():
            if crowd.burst and self._complete(crowd, now):
                # Some may have turned out to be known already, and what is left is no burst any more.
                crowd.burst = crowd.size >= BURST
                return self._burst(place, crowd) if crowd.burst else self._single(place, crowd)
        return None

    def wait(self, now: float) -> float | None:
        """Seconds after which `next` may have something that it has not now; None if time brings nothing."""
        waits = [crowd.due() - now for crowd in self._crowds.values() if crowd.burst and crowd.due() > now]
        return min(waits, default=None)

    def forget(self) -> None:
        """Announce nothing of all that waits; what is still being described is not announced either."""
        self._crowds.clear()
        self._sentences.clear()
        self._texts.clear()
        self._alone.clear()

    @property
    def waiting(self) -> int:
        """How many pictures nobody has heard of, those included that are not yet described."""
        return sum(crowd.size for crowd in self._crowds.values())

    def _single(self, place: str, crowd: _Crowd) -> Announcement:
        picture, ready = crowd.ready.popitem()
        self._alone.append(picture)
        self._forget_empty(place)
        return Announcement(text=ready.alone, entries=_entries([ready]), pictures=1, place=place)

    def _complete(self, crowd: _Crowd, now: float) -> bool:
        if now < crowd.due():
            return False
        return len(crowd.ready) >= FIRST or not crowd.coming

    def _burst(self, place: str, crowd: _Crowd) -> Announcement:
        first = list(crowd.ready.values())[:FIRST]
        del self._crowds[place]
        text = burst_sentence(crowd.size, place, [ready.among for ready in first])
        return Announcement(text=text, entries=_entries(first), pictures=crowd.size, place=place)

    def _forget_empty(self, place: str) -> None:
        if self._crowds[place].size == 0:
            del self._crowds[place]


def _entries(pictures: list[Ready]) -> tuple[int, ...]:
    return tuple(ready.entry for ready in pictures if ready.entry is not None)
