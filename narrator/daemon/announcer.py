"""Who is heard when: answers interrupt, announcements wait for silence, and nothing is said over anything."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from threading import Condition, Thread
from time import monotonic

from narrator.daemon.manners import Announcement, Manners, Ready
from narrator.errors import SpeechError
from narrator.speech.speaker import Speaker, Urgency, Utterance

TRIES = 4
"""So often a text is said that nobody could hear, because the sound server was gone or a voice died."""
RETRY_SECONDS = 2.0
"""Before the second try; twice as long before each further one, so that a sound server has time to return."""


@dataclass(kw_only=True)
class _Turn:
    """One text and how it fares."""

    text: str
    urgency: Urgency
    entries: tuple[int, ...]
    announcement: Announcement | None = None
    tries: int = 0
    interrupted: bool = False
    """An answer was wanted in the middle of it: an announcement is said again afterwards."""
    stopped: bool = False
    """The person did not want to hear more of it."""


class Announcer:
    """Owns the voice. Its methods return at once and may be called from any thread."""

    def __init__(
        self,
        speaker: Speaker,
        *,
        silent: Callable[[], bool],
        on_heard: Callable[[str, Sequence[int], Announcement | None], None],
        on_failure: Callable[[SpeechError], None],
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        """`silent` says whether announcements are unwelcome now; what waits or comes then is not made up for.

        `on_heard` is called with each text that was said, with the journal's entries and, if it was one, the
        announcement; `on_failure` with the reason why one was not.
        """
        self._speaker = speaker
        self._silent = silent
        self._on_heard = on_heard
        self._on_failure = on_failure
        self._retry_seconds = retry_seconds
        self._manners = Manners()
        self._changed = Condition()
        self._answer: _Turn | None = None
        self._addition: _Turn | None = None
        self._wishes = 0
        self._again: list[_Turn] = []
        self._not_before = 0.0
        self._current: _Turn | None = None
        self._last: _Turn | None = None
        self._closed = False
        self._thread = Thread(target=self._run, name="narrator announcer", daemon=True)
        self._thread.start()

    def noticed(self, picture: Hashable, place: str) -> None:
        """A picture, whatever stands for it, came from there and will be described."""
        with self._changed:
            self._manners.noticed(picture, place, monotonic())

    def described(self, picture: Hashable, ready: Ready) -> None:
        """It can be announced."""
        with self._changed:
            self._manners.described(picture, ready)
            self._changed.notify()

    def read(self, picture: Hashable, ready: Ready, text: str) -> None:
        """The text in a picture was read, as `Manners.read` takes it."""
        with self._changed:
            self._manners.read(picture, ready, text)
            self._changed.notify()

    def dropped(self, picture: Hashable, place: str) -> None:
        """It is not to be announced."""
        with self._changed:
            self._manners.dropped(picture, place)
            self._changed.notify()

    def told(self, sentence: str) -> None:
        """A source has something to say."""
        with self._changed:
            self._manners.told(sentence)
            self._changed.notify()

    def answer(self, text: str, entries: Sequence[int] = ()) -> int:
        """Say what the person asked for, now. An answer before it that is still being said is cut off.

        Returns the answer's number, for `add`.
        """
        with self._changed:
            self._wishes += 1
            self._addition = None
            self._answer = _Turn(text=text, urgency=Urgency.ANSWER, entries=tuple(entries))
            self._note(self._answer)
            self._again = [turn for turn in self._again if turn.announcement]
            if self._current:
                self._current.interrupted = True
                self._speaker.stop()
            self._changed.notify()
            return self._wishes

    def add(self, to: int, text: str, entries: Sequence[int] = ()) -> None:
        """Say what was found out for the answer of that number, once it was said.

        Nobody wants to hear it who has asked for something else since, or for silence.
        """
        with self._changed:
            if to == self._wishes:
                self._addition = _Turn(text=text, urgency=Urgency.ANSWER, entries=tuple(entries))
                self._changed.notify()

    def stop(self) -> None:
        """Be silent, and announce nothing of what waits."""
        with self._changed:
            self._wishes += 1
            self._answer = self._addition = None
            self._again.clear()
            self._manners.forget()
            if self._current:
                self._current.stopped = True
                self._speaker.stop()

    @property
    def waiting(self) -> int:
        """How many pictures nobody has heard of yet, those included that are not yet described."""
        with self._changed:
            return self._manners.waiting

    @property
    def last(self) -> tuple[str, tuple[int, ...]] | None:
        """The text about entries of the journal that is being said, or was last, and these entries."""
        with self._changed:
            return (self._last.text, self._last.entries) if self._last else None

    def close(self) -> None:
        """Be silent for good."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self.stop()
        self._thread.join()

    def _run(self) -> None:
        while begun := self._begin():
            turn, utterance = begun
            utterance.wait()
            self._finish(turn, utterance)

    def _begin(self) -> tuple[_Turn, Utterance] | None:
        with self._changed:
            while not self._closed:
                if turn := self._next():
                    self._current = turn
                    self._note(turn)
                    # Under the lock, so that whoever interrupts finds it begun.
                    return turn, self._speaker.say(turn.text, turn.urgency)
                self._changed.wait(self._patience())
            return None

    def _note(self, turn: _Turn) -> None:
        if turn.entries:
            self._last = turn

    def _next(self) -> _Turn | None:
        if self._silent():
            self._manners.forget()
            self._again = [turn for turn in self._again if not turn.announcement]
        if turn := self._answer:
            self._answer = None
            return turn
        # The answer itself may be waiting to be tried once more.
        if self._addition and all(turn.announcement for turn in self._again):
            turn, self._addition = self._addition, None
            return turn
        now = monotonic()
        if self._again and now >= self._not_before:
            return self._again.pop(0)
        if not self._again and (announcement := self._manners.next(now)):
            return _Turn(
                text=announcement.text,
                urgency=Urgency.ANNOUNCEMENT,
                entries=announcement.entries,
                announcement=announcement,
            )
        return None

    def _patience(self) -> float | None:
        now = monotonic()
        if self._again:
            return max(0.0, self._not_before - now)
        return self._manners.wait(now)

    def _finish(self, turn: _Turn, utterance: Utterance) -> None:
        with self._changed:
            self._current = None
            cut_off = turn.interrupted and not turn.stopped
            if cut_off and turn.announcement:
                turn.interrupted = False
                self._again.insert(0, turn)
                self._not_before = 0.0
            elif utterance.error and not (turn.stopped or turn.interrupted):
                self._try_again(turn)
        if utterance.error:
            self._on_failure(utterance.error)
        elif not cut_off:
            self._on_heard(turn.text, turn.entries, turn.announcement)

    def _try_again(self, turn: _Turn) -> None:
        turn.tries += 1
        if turn.tries < TRIES:
            self._again.append(turn)
            self._not_before = monotonic() + self._retry_seconds * 2 ** (turn.tries - 1)
