"""The daemon: sources, worker, announcer and journal joined, from the start to the end."""

import logging
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from datetime import datetime
from pathlib import Path
from threading import Event as Flag
from threading import Lock, Thread
from time import monotonic
from typing import Self

from narrator.daemon.announcer import Announcer
from narrator.daemon.answers import Answers
from narrator.daemon.asking import Asking
from narrator.daemon.attention.attention import Attention
from narrator.daemon.describing.describer import Describer
from narrator.daemon.events import Event, Events
from narrator.daemon.handed_over import HandedOver
from narrator.daemon.intake import Intake
from narrator.daemon.manners import Announcement
from narrator.daemon.memories import Memories
from narrator.daemon.once import Once
from narrator.daemon.past import past_of
from narrator.daemon.readings import Readings
from narrator.daemon.remembering import remembered
from narrator.daemon.returning import Returning
from narrator.daemon.second_opinion import SecondOpinion
from narrator.daemon.single import AlreadyRunningError
from narrator.daemon.watched import Watched
from narrator.daemon.wishes import Wishes
from narrator.daemon.worker import Worker, label, spoken_place
from narrator.enumeration import enumerated
from narrator.errors import DaemonError, JournalError, NarratorError, NotNowError, SpeechError, fault_name
from narrator.journal.journal import Journal
from narrator.languages.catalogue import gettext
from narrator.looking.text.texts import Texts
from narrator.picture.apart.decoder import Decoder
from narrator.picture.other_process import opened_by
from narrator.places import index_file
from narrator.search.following import prune as prune_index
from narrator.second.second import Second
from narrator.settings.settings import Settings
from narrator.sources.arrival import Arrival, Audience
from narrator.sources.folder.past import NoPast, Past
from narrator.speech.speaker import Speaker
from narrator.workers.memory import give_back_memory

_LOG = logging.getLogger(__name__)

_TICK_SECONDS = 5.0
_GIVE_BACK_SECONDS = 60.0
"""So often memory goes back to the system. Between two times, what a burst of pictures took is used again."""
_PRUNE_SECONDS = 24 * 3600.0
_JOIN_SECONDS = 5.0
_LAST_PICTURE_SECONDS = 1.0
"""So long the picture that is being described may still take; who quits waits for five seconds in all."""


class Daemon(Audience):
    """Brings pictures from sources to ears, for months. Used in a `with`, it is started and closed."""

    def __init__(
        self,
        *,
        settings: Settings,
        describer: Describer,
        journal: Journal,
        speaker: Speaker,
        events: Events,
        working_sound: Callable[[], None] = lambda: None,
        on_tick: Callable[[], None] = lambda: None,
        tick_seconds: float = _TICK_SECONDS,
        texts: Texts | None = None,
        decoder: Decoder | None = None,
        attention: Attention | None = None,
        once: Once | None = None,
        handed_over: HandedOver | None = None,
        second: Second | None = None,
    ) -> None:
        """It closes none of its parts but what it made itself and the sources that it watches.

        Without `attention`, nobody knows when the person types.
        `on_tick` is called every few seconds as long as the worker works.
        """
        self.settings = settings
        self.describer = describer
        self.journal = Memories(journal)
        self.wishes = Wishes(settings.folders)
        self.watched = Watched(
            self,
            describer=describer,
            wishes=self.wishes,
            past_of=self._past_of,
            once=once or Once(),
            handed_over=handed_over or HandedOver(),
            on_known=self.noted,
        )
        self.speaker = speaker
        self.began = monotonic()
        self.paused = False
        self.ended = Flag()
        self.last_error = ""
        self._events = events
        self._on_tick = on_tick
        self._tick_seconds = tick_seconds
        self._lock = Lock()
        self._pruned = float("-inf")
        self._gave_back = self.began
        self.intake = Intake()
        self.announcer = Announcer(
            speaker,
            silent=lambda: self.paused or self.quiet,
            on_heard=self._heard,
            on_failure=self.fault,
            attention=attention,
        )
        self._texts = texts or Texts(settings.text)
        self._decoder = decoder or Decoder(digests=True)
        self._opening = ExitStack()
        self._readings = Readings(on_fault=self.fault)
        self._worker = Worker(
            settings=settings,
            intake=self.intake,
            describer=describer,
            texts=self._texts,
            readings=self._readings,
            journal=self.journal,
            wishes=self.wishes,
            announcer=self.announcer,
            events=events,
            on_fault=self.fault,
        )
        self.second_opinion = SecondOpinion(second, announcer=self.announcer, on_fault=self.fault)
        self.answers = Answers(
            settings=settings,
            intake=self.intake,
            worker=self._worker,
            readings=self._readings,
            journal=self.journal,
            announcer=self.announcer,
            second=self.second_opinion,
            working_sound=working_sound,
        )
        self.asking = Asking(
            intake=self.intake,
            describer=describer,
            texts=self._texts,
            readings=self._readings,
            announcer=self.announcer,
            last=self.answers.last,
            picture_of=self._worker.picture_of,
            wishes=self.wishes,
            second=self.second_opinion,
        )
        self._returning: Returning | None = Returning(
            untold=remembered(self.journal, self.journal.untold_count, self.fault) or 0
        )
        self._keeper = Thread(target=self._keep, name="narrator keeper", daemon=True)

    def start(self) -> None:
        """Begin to work, and load the network while nothing waits for it."""
        self._opening.enter_context(opened_by(self._decoder))
        with suppress(OSError):  # the first picture says why
            self._decoder.start()
        self._worker.start()
        self.intake.ask(self._load)
        self._keeper.start()

    def begun(self) -> None:
        """Say what is watched, now that all of it has begun."""
        with self._lock:
            returning, self._returning = self._returning, None
        if returning:
            self._catch_up(returning)
        names = [source.name for source in self.watched.sources]
        line = gettext("Narrator watches {names}.").format(names=enumerated(names or [gettext("nothing")]))
        self._events.emit(Event(kind="ready", line=line, fields={"sources": names}))

    @property
    def quiet(self) -> bool:
        """Whether these are quiet hours."""
        hours = self.settings.quiet_hours
        return hours is not None and datetime.now().time() in hours

    @property
    def refused(self) -> int:
        """How many pictures could not be described."""
        return self._worker.refused

    def arrived(self, arrival: Arrival) -> None:
        """A source has a new picture."""
        self.announcer.noticed(arrival, spoken_place(arrival))
        lost = self.intake.put(arrival)
        if lost is not None:
            self.announcer.dropped(lost, spoken_place(lost))
            fields = {"picture": label(lost), "reason": "too many pictures waited before it"}
            self._events.emit(Event(kind="skipped", line="", fields=fields))

    def came_before(self, arrivals: Sequence[Arrival], left_out: int) -> None:
        """A source has pictures that came while it was not watched."""
        with self._lock:
            if self._returning:  # told once of all folders
                self._returning = self._returning.with_more(arrivals, left_out)
                return
        self._catch_up(Returning().with_more(arrivals, left_out))

    def _catch_up(self, returning: Returning) -> None:
        """Announce a few as any others; of more, say how many, and describe them when there is time."""
        heard = sum(self.wishes.of(arrival.path).speak for arrival in returning.arrivals)
        if returning.is_few:
            for arrival in returning.arrivals:
                self.arrived(arrival)
            return
        self.intake.put_late(returning.arrivals)
        if sentence := returning.sentence(heard):
            self.told(sentence)

    def _past_of(self, folder: Path, recursive: bool) -> Past:
        if not self.wishes.inside(folder).journal:
            # What comes to it now must not be caught up with, and written down, later.
            remembered(self.journal, lambda: self.journal.forget_folder(folder), self.fault)
            return NoPast()
        return past_of(self.journal, folder, recursive=recursive, on_fault=self.fault)

    def told(self, sentence: str) -> None:
        """A source has news."""
        _LOG.warning("%s", sentence)
        self._events.emit(Event(kind="told", line=sentence, fields={"text": sentence}))
        self.announcer.told(sentence)

    def noted(self, sentence: str) -> None:
        """Something worth knowing for whoever looks, and not worth being said aloud."""
        _LOG.info("%s", sentence)
        self._events.emit(Event(kind="told", line=sentence, fields={"text": sentence}))

    def fault(self, error: NarratorError) -> None:
        """What concerns no single picture has failed: keep it for who asks, and say it if that can be.

        The same is told again only after something else.
        """
        text = str(error)
        _LOG.error("%s", text)
        if text == self.last_error:
            return
        self.last_error = text
        self._events.emit(Event(kind="fault", line=text, fields={"error": text}))
        if not isinstance(error, SpeechError):  # the voice itself cannot tell that it has none
            self.announcer.told(text)

    def fault_of_control(self, error: Exception) -> None:
        """The control socket has a fault. If another daemon has taken its place, this one has to end."""
        if isinstance(error, AlreadyRunningError):
            self.ended.set()
        if not isinstance(error, NarratorError):
            _LOG.error("The control socket has a fault.", exc_info=error)
            error = DaemonError(
                gettext("The control socket has a fault ({fault_name}).").format(fault_name=fault_name(error))
            )
        self.fault(error)

    def close(self) -> None:
        """End, in an order in which nothing is delivered to what has gone."""
        self.ended.set()
        self.watched.close()
        self.intake.close()
        self._readings.close()
        self._texts.close()  # what is being read just now is given up
        self._readings.join(_JOIN_SECONDS)
        self.second_opinion.close(_LAST_PICTURE_SECONDS)
        self.announcer.close()
        self._worker.join(_LAST_PICTURE_SECONDS)
        self._decoder.close()  # a picture over which one of both hangs is given up
        self.describer.close()
        self._worker.join(_JOIN_SECONDS)
        self._keeper.join(_JOIN_SECONDS)
        self._opening.close()
        self.journal.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _load(self) -> None:
        try:
            self.describer.load()
        except NotNowError:
            pass  # Narrator ends
        except NarratorError as error:
            self.fault(error)

    def _heard(self, text: str, entries: Sequence[int], announcement: Announcement | None) -> None:
        with suppress(JournalError):  # it is told where it is written to first; here nothing would be added
            self.journal.heard(entries)
            if self.announcer.waiting == 0:
                self.journal.told()
        if announcement and announcement.pictures > 1:
            fields = {"place": announcement.place, "count": announcement.pictures, "text": text}
            self._events.emit(Event(kind="burst", line=text, fields=fields))
        fields = {"text": text, "entries": list(entries), "asked": announcement is None}
        self._events.emit(Event(kind="spoken", line="", fields=fields))

    def _keep(self) -> None:
        """Every few seconds, what has to be done without anybody asking."""
        while not self.ended.wait(self._tick_seconds):
            if self._worker.works:
                self._on_tick()
            self._unload()
            self.watched.try_again()
            self._note_told()
            self._prune()
            self._give_back()

    def _note_told(self) -> None:
        """If nothing waits to be announced, the next start need not speak of what was described so far."""
        if self.announcer.waiting == 0 and not (self.paused or self.quiet):
            with suppress(JournalError):  # as in _heard
                self.journal.told()

    def _unload(self) -> None:
        """Give back the memory of what nobody has needed for a while; it comes back by itself."""
        minutes = self.settings.unload_minutes
        if not minutes:
            return
        parts: dict[str, Callable[..., bool]] = {
            "network": self.describer.unload,
            "decoder of pictures": self._decoder.unload,
            "reader of text": self._texts.unload,
            "voice": self.speaker.unload,
        }
        for name, unload in parts.items():
            if unload(unused_for=60.0 * minutes):
                _LOG.info("The %s was unloaded after %g minutes without use.", name, minutes)

    def _give_back(self) -> None:
        """Let nothing pile up over the months that is not used: what was freed, and what refers to itself."""
        if monotonic() - self._gave_back >= _GIVE_BACK_SECONDS:
            self._gave_back = monotonic()
            give_back_memory()

    def _prune(self) -> None:
        days = self.settings.retention_days
        if days is None or monotonic() - self._pruned < _PRUNE_SECONDS:
            return
        self._pruned = monotonic()
        remembered(self.journal, lambda: self.journal.prune(days), self.fault)
        remembered(self.journal, lambda: prune_index(index_file(), days), self.fault)
