"""Who is heard when: answers interrupt, announcements wait for silence, and nothing is said over anything."""

from collections import deque
from collections.abc import Callable, Hashable, Sequence
from threading import Condition, Thread
from time import monotonic

from narrator.daemon.attention.attention import Attention, NoAttention
from narrator.daemon.hearing import Verdict, was_busy
from narrator.daemon.manners import Announcement, Manners, Ready
from narrator.daemon.quiet import Quiet
from narrator.daemon.turn import Part, Turn
from narrator.errors import SpeechError
from narrator.languages.catalogue import spoken
from narrator.languages.passages import joined
from narrator.speech.speaker import Ending, Speaker, Utterance

TRIES = 4
"""So often a text is said that nobody could hear, because the sound server was gone or a voice died."""
RETRY_SECONDS = 2.0
"""Before the second try; twice as long before each further one, so that a sound server has time to return."""
OTHERS_SECONDS = 1.0
"""After so long, what could not begin because another program speaks is tried again, as long as that speaks:
nothing is lost meanwhile, and four or more pictures that wait become one sentence."""
ANSWER_AGAIN_SECONDS, ANNOUNCEMENT_AGAIN_SECONDS = 0.3, 3.0
"""After so long, what was cut off is said again if it is to be."""
_LOOK_SECONDS = 0.1
"""How often it is looked, while something is being said, whether the person types."""
_UNSAID = 0
"""The number of an answer that is not said; those that are have greater ones."""


class Announcer:
    """Owns the voice. Its methods return at once and may be called from any thread."""

    def __init__(
        self,
        speaker: Speaker,
        *,
        silent: Callable[[], bool],
        on_heard: Callable[[str, Sequence[int], Announcement | None], None],
        on_failure: Callable[[SpeechError], None],
        attention: Attention | None = None,
        retry_seconds: float = RETRY_SECONDS,
        again_seconds: float = ANNOUNCEMENT_AGAIN_SECONDS,
    ) -> None:
        """`attention` knows what else the person is doing; nobody knows, without it.

        `silent` says whether announcements are unwelcome now; what waits or comes then is not made up for.

        `on_heard` is called with each text that was heard, with the journal's entries and, if it was one, the
        announcement; `on_failure` with the reason why one could not be said.
        """
        self._speaker = speaker
        self._silent = silent
        self._on_heard = on_heard
        self._on_failure = on_failure
        self._attention = attention or NoAttention()
        self._retry_seconds = retry_seconds
        self._again_seconds = again_seconds
        self._manners = Manners()
        self._changed = Condition()
        self._answer: Turn | None = None
        self._rest: deque[Turn] = deque()
        """What is said after it: its other parts, and what was found out for it."""
        self._wishes = self._stops = 0
        self._again: list[Turn] = []
        self._quiet = Quiet(self._attention)
        self._current: Turn | None = None
        self._last: Turn | None = None
        self._closed = False
        self._thread = Thread(target=self._run, name="narrator announcer", daemon=True)
        self._thread.start()

    def noticed(self, picture: Hashable, place: str) -> None:
        """A picture, whatever stands for it, came from there and will be described."""
        with self._changed:
            self._manners.noticed(picture, place, monotonic())

    def prepare(self) -> None:
        """Something is likely to be said soon."""
        if not self._silent():
            self._speaker.prepare()

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

    def answer(self, text: str, entries: Sequence[int] = (), *, stops: int | None = None) -> int:
        """Say what the person asked for, now, as `answer_in_parts` does."""
        return self.answer_in_parts([Part(text, tuple(entries))], stops=stops)

    def answer_in_parts(self, parts: Sequence[Part], *, stops: int | None = None) -> int:
        """Say the parts, of which there is one at least, now. An answer that is still being said is cut off.

        Of what took long to find out, `stops` says how many there were when it was asked for: nobody wants to
        hear it who has asked for silence since. Returns the answer's number, for `add`.
        """
        whole = Turn(
            text=joined(part.text for part in parts),
            entries=tuple(entry for part in parts for entry in part.entries),
        )
        with self._changed:
            self._note(whole)
            if stops not in (None, self._stops):
                return _UNSAID
            self._wishes += 1
            turns = deque(Turn(text=part.text, entries=part.entries, whole=whole) for part in parts)
            self._answer, self._rest = turns.popleft(), turns
            self._again = [turn for turn in self._again if not turn.asked]
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
                self._rest.append(Turn(text=text, entries=tuple(entries)))
                self._changed.notify()

    def awaits(self, number: int) -> bool:
        """Whether what is added to the answer of that number would be said."""
        with self._changed:
            return number == self._wishes and not self._closed

    def stop(self) -> None:
        """Be silent, and announce nothing of what waits."""
        with self._changed:
            self._wishes += 1
            self._stops += 1
            self._answer = None
            self._rest.clear()
            self._again.clear()
            self._manners.forget()
            if self._current:
                self._current.stopped = True
                self._speaker.stop()

    @property
    def stops(self) -> int:
        """How often silence was asked for."""
        with self._changed:
            return self._stops

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
            while not utterance.wait(_LOOK_SECONDS):
                self._give_way(turn, utterance)
            self._finish(turn, utterance)

    def _begin(self) -> tuple[Turn, Utterance] | None:
        with self._changed:
            while not self._closed:
                now = monotonic()
                if turn := self._next(now):
                    self._current = turn
                    self._note(turn)
                    turn.said_at = now
                    # Under the lock, so that whoever interrupts finds it begun.
                    return turn, self._speaker.say(spoken(turn.text), turn.urgency)
                self._changed.wait(self._patience(now))
            return None

    def _note(self, turn: Turn) -> None:
        if turn.entries:
            self._last = turn.whole or turn

    def _next(self, now: float) -> Turn | None:
        if self._silent():
            self._manners.forget()
            self._again = [turn for turn in self._again if turn.asked]
        if turn := self._answer:
            self._answer = None
            return turn
        # The answer itself may be waiting to be tried once more.
        if self._rest and not any(turn.asked for turn in self._again):
            return self._rest.popleft()
        if self._again:
            first = self._again[0]
            if now >= first.not_before and (first.asked or self._quiet.has_come(now)):
                return self._again.pop(0)
            return None
        if self._manners.is_ready(now) and self._quiet.has_come(now) and (news := self._manners.next(now)):
            return Turn(text=news.text, entries=news.entries, announcement=news)
        return None

    def _patience(self, now: float) -> float | None:
        """Seconds after which there may be something to say."""
        if self._again and (left := self._again[0].not_before - now) > 0:
            return left
        if self._again or self._manners.is_ready(now):
            return self._quiet.left()
        return self._manners.wait(now)

    def _give_way(self, turn: Turn, utterance: Utterance) -> None:
        """Be silent when the person types, as a screen reader is."""
        with self._changed:
            if not (utterance.gives_way and utterance.began) or utterance.done:
                return
            seconds, idle = turn.seconds(utterance), self._attention.idle_seconds()
            if was_busy(asked=turn.asked, seconds=seconds, idle_seconds=idle):
                turn.gave_way = True
                self._speaker.stop()

    def _finish(self, turn: Turn, utterance: Utterance) -> None:
        with self._changed:
            self._current = None
            if turn.stopped:
                # As much of it as the person wanted, unless it was the end of Narrator that stopped it.
                is_heard = not self._closed and turn.is_heard_though_stopped(utterance)
            elif turn.interrupted:
                is_heard = False
                if not turn.asked:
                    turn.interrupted = False
                    self._say_again(turn, 0.0)
            elif utterance.error:
                is_heard = False
                self._try_again(turn)
            else:
                is_heard = self._is_heard(turn, utterance)
        if utterance.error:
            self._on_failure(utterance.error)
        elif is_heard:
            self._on_heard(turn.text, turn.entries, turn.announcement)

    def _is_heard(self, turn: Turn, utterance: Utterance) -> bool:
        hearing = turn.hearing(utterance, self._attention.idle_seconds())
        verdict = hearing.verdict()
        turn.gave_way = False
        if verdict is Verdict.MISSED and turn.asked:
            self._rest.clear()  # a key that silences a list must not lead to its next part
        if verdict is Verdict.AGAIN:
            if hearing.ending is Ending.NOT_BEGUN:
                self._say_again(turn, OTHERS_SECONDS)
            else:
                turn.times_cut += 1
                self._say_again(turn, ANSWER_AGAIN_SECONDS if turn.asked else self._again_seconds)
        return verdict is Verdict.HEARD

    def _try_again(self, turn: Turn) -> None:
        turn.failures += 1
        if turn.failures < TRIES:
            self._say_again(turn, self._retry_seconds * 2 ** (turn.failures - 1))
        elif turn.asked:
            self._rest.clear()

    def _say_again(self, turn: Turn, seconds: float) -> None:
        turn.not_before = monotonic() + seconds
        self._again.append(turn)
        self._again.sort(key=lambda each: each.urgency.value)
