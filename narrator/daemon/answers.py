"""What a person asks for by key or verb: pictures now, the last one again, more of it, what was missed."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import datetime
from threading import Timer

from narrator.daemon.announcer import Announcer
from narrator.daemon.intake import Intake
from narrator.daemon.worker import Worker
from narrator.errors import NarratorError
from narrator.journal.entry import Entry
from narrator.journal.journal import Journal
from narrator.journal.snapshot import snapshot_of
from narrator.phrasing import answer, caption_sentence, comparison, measures, spoken_name
from narrator.settings import Settings
from narrator.sources.arrival import Arrival, Origin

MISSED_AT_ONCE = 10
"""So many missed pictures are told in one answer; nobody listens to more."""
_WORKING_SECONDS = 0.5
"""After so long, a sound tells that an answer is on its way."""


class Answers:
    """Gives them, aloud and as text."""

    def __init__(
        self,
        *,
        settings: Settings,
        intake: Intake,
        worker: Worker,
        journal: Journal,
        announcer: Announcer,
        working_sound: Callable[[], None],
    ) -> None:
        self._settings = settings
        self._intake = intake
        self._worker = worker
        self._journal = journal
        self._announcer = announcer
        self._working_sound = working_sound
        self._heard: tuple[str, int] | None = None

    def heard(self, text: str, entries: Sequence[int]) -> None:
        """A text about these entries was said: the last of them is what the person asks more about."""
        if entries:
            self._heard = text, entries[-1]

    def describe(self, arrivals: Sequence[Arrival]) -> "Future[list[dict[str, object]]]":
        """Describe pictures before all others and say what is in them; the results come later.

        Each has a `description`, as `Description.to_record` gives it, and what was `said`; or an `error`.
        """
        results: Future[list[dict[str, object]]] = Future()

        def work() -> None:
            working = Timer(_WORKING_SECONDS, self._working_sound)
            working.daemon = True
            if self._settings.working_sound:
                working.start()
            try:
                results.set_result(self._describe(arrivals))
            except Exception as error:  # raised again where the results are waited for
                results.set_exception(error)
            finally:
                working.cancel()

        self._intake.ask(work)
        return results

    def repeat(self) -> str:
        """What was heard of the last picture, or the last pictures, again."""
        last = self._last()
        if self._heard and last.id == self._heard[1] and not last.correction:
            return self._say(self._heard[0], [last.id])
        return self._say(caption_sentence(last.description, last.correction), [last.id])

    def more(self) -> str:
        """All that is known of the last picture."""
        last = self._last()
        return self._say(details(last), [last.id])

    def missed(self, most: int | None = None) -> str:
        """The pictures that nobody has heard of, the newest first; they count as heard when this was said."""
        count = self._journal.missed_count()
        if count == 0:
            return self._say("You have missed nothing.")
        entries = self._journal.missed(most or MISSED_AT_ONCE)
        told = " ".join(_introduced(entry) for entry in entries)
        opening = f"{'1 picture' if count == 1 else f'{count} pictures'} that you have not heard"
        if count <= len(entries):
            text = f"{opening}: {told}"
        else:
            text = f"{opening}, the newest {len(entries)}: {told} Ask again for those before."
        return self._say(text, [entry.id for entry in entries])

    def wrong(self, words: str) -> str:
        """Remember the person's own words for the last picture."""
        last = self._last()
        entry = self._journal.correct(last.id, words, snapshot_of(last))
        return self._say(f"From now on it is: {caption_sentence(entry.description, entry.correction)}")

    def say(self, text: str) -> str:
        """Say what no picture is behind."""
        return self._say(text)

    def _describe(self, arrivals: Sequence[Arrival]) -> list[dict[str, object]]:
        said: list[str] = []
        entries: list[int] = []
        results: list[dict[str, object]] = []
        for arrival in arrivals:
            named = f"{spoken_name(arrival.name)}: " if len(arrivals) > 1 else ""
            try:
                described = self._worker.describe(arrival.open(), arrival)
            except NarratorError as error:
                said.append(f"{named}{error}")
                results.append({"error": str(error)})
                continue
            sentence = named + answer(
                described.description,
                words=described.words,
                verbosity=self._settings.verbosity,
                camera=arrival.origin is Origin.CAMERA,
            )
            said.append(sentence)
            entries += [] if described.entry is None else [described.entry]
            results.append({"description": described.description.to_record(), "said": sentence})
        self._say(" ".join(said), entries)
        return results

    def _last(self) -> Entry:
        """The picture that was heard of last, and not the last of a burst that nobody has heard of yet."""
        heard = self._journal.entry(self._heard[1]) if self._heard else None
        last = heard or self._journal.last()
        if last is None:
            raise NarratorError("Nothing has been described yet; save or copy a picture first.")
        return last

    def _say(self, text: str, entries: Sequence[int] = ()) -> str:
        self._announcer.answer(text, entries)
        return text


def details(entry: Entry, now: float | None = None) -> str:
    """What `more` says: own words, how far the captions agree, their shares, size, where from and when."""
    own = [f"Your words: {caption_sentence(entry.description, entry.correction)}"] if entry.correction else []
    name = [f"The file is {spoken_name(entry.name)}."] if entry.name else []
    return " ".join(
        [
            *own,
            comparison(entry.description),
            *entry.description.advice,
            measures(entry.description),
            *name,
            f"From {entry.place or 'the ' + entry.origin}, {spoken_time(entry.when, now)}.",
        ]
    )


def spoken_time(when: float, now: float | None = None) -> str:
    """A moment as it is said: "today at 9:05", "on 4 July at 17:30", with the year if it is another."""
    moment, today = (datetime.fromtimestamp(t) for t in (when, time.time() if now is None else now))
    clock = f"{moment.hour}:{moment.minute:02}"
    if moment.date() == today.date():
        return f"today at {clock}"
    year = "" if moment.year == today.year else f" {moment.year}"
    return f"on {moment.day} {moment:%B}{year} at {clock}"


def _introduced(entry: Entry) -> str:
    return (
        f"{entry.place or entry.origin.capitalize()}: {caption_sentence(entry.description, entry.correction)}"
    )
