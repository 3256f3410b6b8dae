"""The one thread that describes: arrivals become entries of the journal and things to announce."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from threading import Thread
from typing import TypeVar

from narrator.daemon.announcer import Announcer
from narrator.daemon.describing.describer import Describer
from narrator.daemon.events import Event, Events
from narrator.daemon.intake import Intake
from narrator.daemon.manners import BURST, Ready
from narrator.daemon.memories import Memories
from narrator.daemon.readings import Readings
from narrator.daemon.refusals import Refusals
from narrator.daemon.remembering import remembered
from narrator.daemon.wishes import Wishes
from narrator.description import Description
from narrator.errors import NarratorError, NotNowError, PictureError, TranslationError, fault_name
from narrator.file_names.file_name import announced_name
from narrator.journal.entry import Entry, NewEntry
from narrator.languages.catalogue import gettext, in_tongue, spoken
from narrator.languages.passages import joined
from narrator.looking.text.texts import Texts
from narrator.phrasing import announcement, caption_sentence, read_later, sentence
from narrator.phrasing.wording import introduced
from narrator.picture.opening import Picture, open_picture
from narrator.settings.settings import FolderSettings, Settings
from narrator.sources.arrival import Arrival, NotYetError, Origin, source_name
from narrator.translation.telling import stays_english

T = TypeVar("T")

_LOG = logging.getLogger(__name__)
_FLEETING_PIXELS = 16 * 10**6
"""A picture without a file is kept, in case more of it is wanted, unless it is larger: 48 MB."""


@dataclass(frozen=True, kw_only=True)
class Described:
    """A picture that was described just now."""

    description: Description
    words: str | None
    """The person's own for it."""
    entry: int | None
    """Its entry in the journal; None if it could not be written."""


@dataclass(frozen=True, kw_only=True)
class _Told:
    """A picture that came from a source."""

    picture: Picture
    described: Described
    ready: Ready | None
    """What is announced of it; None if that was said just now."""


class Worker:
    """Takes from the intake until that is closed."""

    def __init__(
        self,
        *,
        settings: Settings,
        intake: Intake,
        describer: Describer,
        texts: Texts,
        readings: Readings,
        journal: Memories,
        wishes: Wishes,
        announcer: Announcer,
        events: Events,
        on_fault: Callable[[NarratorError], None],
    ) -> None:
        """`on_fault` is called with what concerns no single picture: no model, a journal that is full."""
        self._settings = settings
        self._intake = intake
        self._describer = describer
        self._texts = texts
        self._readings = readings
        self._fleeting: tuple[str, Picture] | None = None
        self._journal = journal
        self._wishes = wishes
        self._announcer = announcer
        self._events = events
        self._on_fault = on_fault
        self._filmed = ""
        self._told_english = False
        self._refusals = Refusals()
        self.refused = 0
        """Pictures that could not be described."""
        self._thread = Thread(target=self._run, name="narrator worker", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    @property
    def works(self) -> bool:
        """Whether it is alive."""
        return self._thread.is_alive()

    def join(self, seconds: float) -> None:
        """Wait until it has ended, which it does when the intake is closed."""
        self._thread.join(seconds)

    def describe(self, picture: Picture, arrival: Arrival, *, heard: bool = False) -> Described:
        """Describe a picture and record it. Raises PictureError, BundleError and DaemonError."""
        digest = picture.digest
        description = self._describer.describe(picture, self._settings.samples, self._settings.seed)
        if (fact := stays_english(description)) and not self._told_english:
            self._told_english = True
            self._on_fault(TranslationError(fact))
        verbosity = self._wishes.of(arrival.file).verbosity or self._settings.verbosity
        if verbosity == "full":
            description = self._describer.translated(description)
        words = self._remembered(lambda: self._journal.words_for(digest))
        entry = NewEntry(
            when=arrival.when,
            origin=arrival.origin.value,
            place=arrival.place,
            name=arrival.name,
            path=None if arrival.path is None else str(arrival.path),
            digest=digest,
            said=caption_sentence(description, words),
            description=description,
            heard=heard,
        )
        keep = self._wishes.of(arrival.file).journal
        recorded = self._remembered(lambda: self._journal.record(entry, keep=keep))
        if arrival.path is None and picture.image.width * picture.image.height <= _FLEETING_PIXELS:
            self._fleeting = digest, picture
        return Described(description=description, words=words, entry=recorded.id if recorded else None)

    def in_full(self, entry: Entry) -> Entry:
        """An entry with all its words in the tongue, for whoever wants to know more."""
        return replace(entry, description=self._describer.translated(entry.description))

    def wants_text(self, described: Described, picture: Picture, verbosity: str | None = None) -> bool:
        """Whether its text is to be read, too."""
        return self._texts.wanted(described.description, picture, verbosity or self._settings.verbosity)

    def may_have_text(self, description: Description) -> bool:
        """Whether somebody who wants to know more may hear of text in it that nobody has read."""
        return self._texts.possible(description)

    def with_text(self, described: Described, picture: Picture) -> Described:
        """The same with the text in it, which takes seconds: not for the thread that describes."""
        description = self._texts.added_to(described.description, picture)
        if (entry := described.entry) is not None:
            said = caption_sentence(description, described.words)
            self._remembered(lambda: self._journal.revise(entry, said, description))
        return replace(described, description=description)

    def picture_of(self, entry: Entry) -> Picture | None:
        """An entry's picture once more: its file, or what was copied or filmed last; None if it is gone."""
        if entry.path is None:
            return self._fleeting[1] if self._fleeting and self._fleeting[0] == entry.digest else None
        try:
            picture = open_picture(entry.path)
        except PictureError:
            return None  # moved, removed or overwritten since: nothing is wrong with that
        return picture if picture.digest == entry.digest else None

    def _run(self) -> None:
        while (job := self._intake.take()) is not None:
            if isinstance(job, Arrival):
                self._receive(job)
            else:
                job()

    def _receive(self, arrival: Arrival) -> None:
        """Announce what is in a picture, or why it cannot be told; its text is read afterwards."""
        with in_tongue(self._wishes.of(arrival.file).language):
            self._receive_in_tongue(arrival)

    def _receive_in_tongue(self, arrival: Arrival) -> None:
        place = spoken_place(arrival)
        told: _Told | None = None
        ready: Ready | None = None
        with self._guarded():
            # Whatever has given its memory back gets ready side by side, and not one after the other. What
            # was about to give it back is kept: without this, now and then a voice ended before its text.
            self._describer.wake()
            self._announcer.prepare()
            try:
                told = self._tell(arrival)
                ready = told.ready if told else None
                # What a full disk kept out of the journal is described once more at the next start.
                if told is None or told.described.entry is not None:
                    arrival.settled()
            except NotYetError:
                pass
            except PictureError as error:
                # What is given up at the end is described at the next start.
                if not (isinstance(error, NotNowError) and self._intake.closed):
                    ready = self._refuse(arrival, error)
                    arrival.settled()
            except NarratorError as error:
                self._emit_error(arrival, error)
                self._on_fault(error)
        own = self._wishes.of(arrival.file)
        if ready is not None and _is_welcome(own):
            self._announcer.described(arrival, ready)
        else:
            self._announcer.dropped(arrival, place)
        with self._guarded():
            if told and self._is_to_be_read(told, own.verbosity):
                self._readings.add(lambda: self._read(arrival, told))

    def _is_to_be_read(self, told: _Told, verbosity: str | None) -> bool:
        """Whether text is wanted, and would be heard: of a burst nobody hears that of single photographs."""
        has_time = told.described.description.caption is None or len(self._intake) < BURST
        return has_time and self.wants_text(told.described, told.picture, verbosity)

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """The edge of the thread that does all the work: a fault over one picture must not end it."""
        try:
            yield
        except Exception as error:
            _LOG.exception("A picture could not be described.")
            self._on_fault(_fault(error))

    def _tell(self, arrival: Arrival) -> "_Told | None":
        """What is to be told of a picture; None of one that is known."""
        picture = arrival.open()
        own = self._wishes.of(arrival.file)
        if known := self._known(picture, own):
            fields = {"picture": label(arrival), "reason": "known", "entry": known.id}
            self._events.emit(Event(kind="skipped", line="", fields=fields))
            return None
        described = self.describe(picture, arrival, heard=not own.speak)
        ready = self._ready(arrival, described)
        self._emit("described", arrival, described, ready.alone)
        heard = self._is_filmed(arrival, described)
        return _Told(picture=picture, described=described, ready=None if heard else ready)

    def _is_filmed(self, arrival: Arrival, described: Described) -> bool:
        """Whether it is another view of what was just said, however sure one can be of it now."""
        if arrival.origin is not Origin.CAMERA:
            return False
        before = self._filmed
        self._filmed = caption_sentence(replace(described.description, band=None), described.words)
        return self._filmed == before

    def _read(self, arrival: Arrival, told: "_Told") -> None:
        """Read the text of what was told, and tell that too."""
        with in_tongue(self._wishes.of(arrival.file).language):
            self._read_in_tongue(arrival, told)

    def _read_in_tongue(self, arrival: Arrival, told: "_Told") -> None:
        described = self.with_text(told.described, told.picture)
        text = joined(read_later(told.described.description, described.description))
        if not text or described.words:
            return
        self._emit("read", arrival, described, text)
        if told.ready is not None:
            self._announcer.read(arrival, self._ready(arrival, described), text)

    def _ready(self, arrival: Arrival, described: Described) -> Ready:
        spoken = announcement(
            described.description,
            words=described.words,
            verbosity=self._wishes.of(arrival.file).verbosity or self._settings.verbosity,
            place=spoken_place(arrival),
            name=announced_name(arrival.name, date.today()),
        )
        return Ready(
            place=spoken_place(arrival),
            alone=spoken,
            among=caption_sentence(described.description, described.words),
            entry=described.entry,
        )

    def _emit(self, kind: str, arrival: Arrival, described: Described, spoken: str) -> None:
        """Tell whoever looks what is known of a picture now."""
        fields = {
            "origin": arrival.origin.value,
            "place": arrival.place,
            "entry": described.entry,
            "picture": label(arrival),
            "spoken": spoken,
            **described.description.evidence(),
        }
        # In full whatever the verbosity: who reads it on a braille display may hear nothing.
        said = spoken if kind == "read" else sentence(described.description, words=described.words)
        line = f"{', '.join(filter(None, [spoken_place(arrival), arrival.name]))}: {said}"
        self._events.emit(Event(kind=kind, line=line, fields=fields))

    def _remembered(self, ask: Callable[[], T | None]) -> T | None:
        return remembered(self._journal, ask, self._on_fault)

    def _known(self, picture: Picture, own: FolderSettings) -> Entry | None:
        """The entry of the same pixels, unless the person has since found other words for them."""
        known = self._remembered(lambda: self._journal.knows(picture.digest, keep=own.journal))
        if known and known.said == caption_sentence(known.description, known.correction):
            return known
        return None

    def _refuse(self, arrival: Arrival, error: PictureError) -> Ready | None:
        """What is told of a picture that cannot be described; None if that was told under another name."""
        if not self._refusals.is_news(arrival.path):
            fields = {"picture": label(arrival), "reason": "refused under another name"}
            self._events.emit(Event(kind="skipped", line="", fields=fields))
            return None
        self._emit_error(arrival, error)
        place = spoken_place(arrival)
        alone = introduced(place, [str(error)])
        return Ready(place=place, alone=alone, among=spoken(str(error)))

    def _emit_error(self, arrival: Arrival, error: NarratorError) -> None:
        self.refused += 1
        fields = {"picture": label(arrival), "error": str(error)}
        self._events.emit(Event(kind="error", line=str(error), fields=fields))


def spoken_place(arrival: Arrival) -> str:
    """Where a picture came from, as it is said."""
    return arrival.place or source_name(arrival.origin.value)


def _is_welcome(own: FolderSettings) -> bool:
    """Whether pictures with these settings are announced now."""
    return own.speak and not (own.quiet_hours and datetime.now().time() in own.quiet_hours)


def label(arrival: Arrival) -> str:
    """What a script knows a picture by: its path, or what kind of source it came from."""
    return str(arrival.path or arrival.origin.value)


def _fault(error: Exception) -> NarratorError:
    return NarratorError(
        gettext("Narrator has a fault of its own ({name}); its log says more.").format(name=fault_name(error))
    )
