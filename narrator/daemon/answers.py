"""What a person asks for by key or verb: pictures now, the last one again, more of it, what was missed."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from threading import Timer

from narrator.daemon.announcer import Announcer
from narrator.daemon.intake import Intake
from narrator.daemon.memories import Memories
from narrator.daemon.readings import Readings
from narrator.daemon.second_opinion import ASKED, SecondOpinion
from narrator.daemon.turn import Part
from narrator.daemon.worker import Described, Worker
from narrator.days import spoken_day
from narrator.description import Description
from narrator.errors import NarratorError
from narrator.file_names.file_name import spoken_name
from narrator.journal.entry import Entry
from narrator.journal.snapshot import snapshot_of
from narrator.languages.catalogue import gettext, ngettext
from narrator.languages.passages import filled, joined
from narrator.phrasing import (
    answer,
    caption_sentence,
    comparison,
    hints,
    measures,
    read_later,
    sentence,
    short_text,
    whole_text,
)
from narrator.picture.opening import Picture
from narrator.settings.settings import Settings
from narrator.sources.arrival import Arrival, Origin, source_name, source_of

MISSED_AT_ONCE = 10
"""So many missed pictures are told in one answer; nobody listens to more."""
_TEXT_SECONDS = 2.5
"""So long whoever waits for the results waits for the text in the pictures as well."""
_WORKING_SECONDS = 0.5
"""After so long, a sound tells that an answer is on its way."""


@dataclass(frozen=True)
class _Seen:
    """What came of one picture that was asked about."""

    name: str
    outcome: Described | NarratorError
    picture: Picture | None = None
    camera: bool = False
    """Whether a camera took it just now, so that a better picture can be taken."""


class Answers:
    """Gives them, aloud and as text."""

    def __init__(
        self,
        *,
        settings: Settings,
        intake: Intake,
        worker: Worker,
        readings: Readings,
        journal: Memories,
        announcer: Announcer,
        second: SecondOpinion,
        working_sound: Callable[[], None],
    ) -> None:
        self._settings = settings
        self._intake = intake
        self._worker = worker
        self._readings = readings
        self._journal = journal
        self._announcer = announcer
        self._second = second
        self._working_sound = working_sound

    def describe(self, arrivals: Sequence[Arrival]) -> "Future[list[dict[str, object]]]":
        """Describe pictures before all others and say what is in them; the results come later.

        What is seen is said at once, and the text in the pictures when it is read; nothing is said once the
        person has asked for silence meanwhile, and what they have not heard is in `missed`. Each result has a
        `description`, as `Description.to_record` gives it, the person's own `words` or None, and what was
        `said`; or an `error`.
        """
        results: Future[list[dict[str, object]]] = Future()

        stops = self._announcer.stops
        working = Timer(_WORKING_SECONDS, lambda: self._tell_of_work(stops))
        working.daemon = True

        def describe() -> None:
            if self._settings.working_sound:
                working.start()
            try:
                seen = [self._see(arrival) for arrival in arrivals]
                said = [self._sentence(each, named=len(seen) > 1) for each in seen]
                parts = [Part(text, _entries(each)) for text, each in zip(said, seen, strict=True)]
                number = self._announcer.answer_in_parts(parts, stops=stops)
                known = list(map(_record, seen, said))
                unread = list(filter(self._is_unread, seen))
            except Exception as error:  # raised again where the results are waited for
                results.set_exception(error)
                return
            finally:
                working.cancel()
            if not (unread and self._readings.add(lambda: read(seen, said, unread, number), asked=True)):
                results.set_result(known)
                return
            # Whoever waits for the results gets what there is, when reading takes long.
            late = Timer(_TEXT_SECONDS, lambda: _settle(results, known))
            late.daemon = True
            late.start()

        def read(seen: Sequence[_Seen], said: Sequence[str], unread: Sequence[_Seen], number: int) -> None:
            try:
                knowing = [self._read(each) if each in unread else each for each in seen]
                news = list(map(_news, seen, knowing))
                if any(news):
                    self._announcer.add(number, joined(filter(None, news)))
                whole = (joined(filter(None, both)) for both in zip(said, news, strict=True))
                _settle(results, list(map(_record, knowing, whole)))
            except Exception as error:  # as above
                with suppress(InvalidStateError):
                    results.set_exception(error)

        self._intake.ask(describe)
        return results

    def repeat(self) -> str:
        """What was said of the last picture, or the last pictures, again."""
        last = self.last()
        said = self._announcer.last
        if said and last.id == said[1][-1] and not last.correction:
            return self._say(joined([said[0], *_read_since(said[0], last.description)]), [last.id])
        return self._say(sentence(last.description, words=last.correction), [last.id])

    def more(self) -> str:
        """All that is known of the last picture, at once.

        The text in it is said, unless known, when it is read, and what the second describer says as it comes.
        """
        last = self.last()
        text = joined(
            [details(self._worker.in_full(last)), *([gettext(ASKED)] if self._second.is_there else [])]
        )
        answer = self._announcer.answer(text, [last.id])
        if self._second.is_there:
            self._second.ask(
                answer,
                lambda: self._worker.picture_of(last),
                ours=last.description.told or last.said,
                fleeting=last.is_fleeting,
            )
        if self._worker.may_have_text(last.description):
            self._readings.add(lambda: self._add_text(answer, last), asked=True)
        return text

    def missed(self, most: int | None = None) -> str:
        """The pictures that nobody has heard of, the newest first; each counts as heard when it was told."""
        count, late = self._journal.missed_count(), self._intake.late
        if count == 0:
            return self._say(_still_to_come(late) or gettext("You have missed nothing."))
        entries = self._journal.missed(most or MISSED_AT_ONCE)
        if count <= len(entries):
            opening = ngettext(
                "1 picture that you have not heard:", "{count} pictures that you have not heard:", count
            )
            end = _still_to_come(late)
        else:
            opening = ngettext(
                "1 picture that you have not heard, the newest {shown}:",
                "{count} pictures that you have not heard, the newest {shown}:",
                count,
            )
            end = gettext("Ask again for those before.")
        opening = filled(opening, count=count, shown=len(entries))
        parts = [Part(_introduced(entry), (entry.id,)) for entry in entries]
        parts[0] = parts[0]._replace(text=joined([opening, parts[0].text]))
        if end:
            parts.append(Part(end))
        self._announcer.answer_in_parts(parts)
        return joined(part.text for part in parts)

    def wrong(self, words: str) -> str:
        """Remember the person's own words for the last picture."""
        last = self.last()
        entry = self._journal.correct(last.id, words, snapshot_of(last))
        return self._say(
            filled(
                gettext("From now on it is: {words}"),
                words=caption_sentence(entry.description, entry.correction),
            )
        )

    def say(self, text: str) -> str:
        """Say what no picture is behind."""
        return self._say(text)

    def _tell_of_work(self, stops: int) -> None:
        """That an answer is on its way, unless silence was asked for since."""
        if stops == self._announcer.stops:
            self._working_sound()

    def _see(self, arrival: Arrival) -> _Seen:
        try:
            picture = arrival.open()
            camera = arrival.origin is Origin.CAMERA
            return _Seen(arrival.name, self._worker.describe(picture, arrival), picture, camera)
        except NarratorError as error:
            if arrival.path is not None:  # else there may be no picture, as on an empty clipboard
                self._worker.refused += 1
            return _Seen(arrival.name, error)

    def _is_unread(self, seen: _Seen) -> bool:
        if seen.picture is None or not isinstance(seen.outcome, Described) or seen.outcome.words:
            return False
        return self._worker.wants_text(seen.outcome, seen.picture)

    def _read(self, seen: _Seen) -> _Seen:
        assert isinstance(seen.outcome, Described) and seen.picture
        return replace(seen, outcome=self._worker.with_text(seen.outcome, seen.picture))

    def _sentence(self, seen: _Seen, *, named: bool) -> str:
        if isinstance(seen.outcome, NarratorError):
            said = str(seen.outcome)
        else:
            said = answer(
                seen.outcome.description,
                words=seen.outcome.words,
                verbosity=self._settings.verbosity,
                camera=seen.camera,
            )
        name = spoken_name(seen.name, date.today()) if named else ""
        return joined([f"{name}:", said]) if name else said

    def _add_text(self, answer: int, entry: Entry) -> None:
        """Say the text of a picture, that there is none, or why it cannot be read."""
        picture = self._worker.picture_of(entry)
        if picture is None:
            return
        unread = Described(description=entry.description, words=entry.correction, entry=entry.id)
        read = self._worker.with_text(unread, picture).description
        news = [note for note in read.notes if note not in entry.description.notes]  # why it cannot be read
        if read.text:
            news.append(whole_text(read.text))
        if news:
            self._announcer.add(answer, joined(news), [entry.id])

    def last(self) -> Entry:
        """The picture that was told of last, be it this moment, and not one that nobody has heard of yet.

        Raises NarratorError where there is none.
        """
        said = self._announcer.last
        heard = self._journal.entry(said[1][-1]) if said else None
        last = heard or self._journal.last()
        if last is None:
            raise NarratorError(gettext("Nothing has been described yet; save or copy a picture first."))
        return last

    def _say(self, text: str, entries: Sequence[int] = ()) -> str:
        self._announcer.answer(text, entries)
        return text


def _still_to_come(late: int) -> str:
    """What is said of pictures that came while Narrator did not run, and are not described yet."""
    if not late:
        return ""
    return ngettext(
        "1 more picture is still to be described.",
        "{late:,} more pictures are still to be described.",
        late,
    ).format(late=late)


def _entries(seen: _Seen) -> tuple[int, ...]:
    found = seen.outcome
    return (found.entry,) if isinstance(found, Described) and found.entry is not None else ()


def _record(seen: _Seen, said: str) -> dict[str, object]:
    if isinstance(seen.outcome, NarratorError):
        return {"error": str(seen.outcome)}
    record = seen.outcome.description.to_record()
    return {"description": record, "words": seen.outcome.words, "said": said}


def _news(before: _Seen, after: _Seen) -> str:
    """What the text adds to what was said of a picture."""
    if isinstance(before.outcome, NarratorError) or isinstance(after.outcome, NarratorError):
        return ""
    return joined(read_later(before.outcome.description, after.outcome.description))


def _read_since(said: str, description: Description) -> Sequence[str]:
    """The text in a picture where nothing was said of it yet, neither what matters of it nor all."""
    if description.text is not None and whole_text(description.text) in said:
        return ()
    return [text for text in short_text(description) if text not in said]


def _settle(results: "Future[list[dict[str, object]]]", records: list[dict[str, object]]) -> None:
    """Give the results to who waits for them, unless somebody has."""
    with suppress(InvalidStateError):
        results.set_result(records)


def details(entry: Entry, now: float | None = None) -> str:
    """What `more` says: own words, how far the captions agree, their shares, size, where from and when."""
    own = []
    if entry.correction:
        words = caption_sentence(entry.description, entry.correction)
        own.append(filled(gettext("Your words: {words}"), words=words))
    text = [whole_text(entry.description.text)] if entry.description.text else []
    name = spoken_name(entry.name, _today(now))
    return joined(
        [
            *own,
            comparison(replace(entry.description, text=None)),
            *text,
            *hints(entry.description, "full"),
            measures(entry.description),
            *((filled(gettext("The file is {name}."), name=name),) if name else ()),
            filled(
                gettext("From {place}, {time}."),
                place=entry.place or source_of(entry.origin),
                time=spoken_time(entry.when, now),
            ),
        ]
    )


def _today(now: float | None) -> date:
    return date.today() if now is None else date.fromtimestamp(now)


def spoken_time(when: float, now: float | None = None) -> str:
    """A moment as it is said: "today at 9:05", "on 4 July at 17:30", with the year if it is another."""
    moment = datetime.fromtimestamp(when)
    day = spoken_day(moment.date(), _today(now))
    template = gettext("on {day} at {clock}") if day[0].isdigit() else gettext("{day} at {clock}")
    return template.format(day=day, clock=f"{moment.hour}:{moment.minute:02}")


def _introduced(entry: Entry) -> str:
    place = entry.place or source_name(entry.origin)
    return sentence(entry.description, place, words=entry.correction)
