"""A folder as a source: each picture that appears in it is delivered once it is finished.

One thread asks a watch what has changed (watch), looks where it has to (tree), waits until
files are finished (settling) and delivers them. Whether a file holds a picture, decoding it decides,
which happens once, on the thread of whoever opens the arrival: what cannot be opened yet comes back here.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Thread
from time import monotonic

from narrator.errors import NotNowError, PictureError, fault_name
from narrator.languages.catalogue import gettext
from narrator.picture.files import is_rare_picture_name, short_name
from narrator.picture.opening import Picture, open_picture
from narrator.sources.arrival import Arrival, Audience, NotYetError, Origin, Source
from narrator.sources.folder.choice import choose_watch
from narrator.sources.folder.history import History
from narrator.sources.folder.listing import check, denial
from narrator.sources.folder.mounts import Unheard
from narrator.sources.folder.past import NoPast, Past
from narrator.sources.folder.polling import PollingWatch
from narrator.sources.folder.presence import Presence, Whereabouts
from narrator.sources.folder.settling import Ready, Settling
from narrator.sources.folder.state import State, state_of
from narrator.sources.folder.tree import Tree
from narrator.sources.folder.watch import CannotWatchError, Change, Kind, Watch

PATIENCE = 10.0
"""Seconds. A file that cannot be opened is given up when it has not changed for so long."""

_CHECK = 1.0
"""Seconds. So often the folder is asked whether it is still there."""

_PAST_CHECK = 5.0
"""Seconds. So often the journal is asked whether the folder's past is still there."""

_MOMENT = 0.1
"""Seconds. A folder that is away for less is not missed."""

_SPARE = 10_000
"""States of deleted files that are remembered before they are sorted out."""


class FolderSource(Source):
    """Delivers the pictures that appear in a folder, by whatever way they come."""

    def __init__(
        self,
        path: Path,
        *,
        recursive: bool = False,
        backlog: bool = False,
        polling: bool | None = None,
        place: str | None = None,
        patience: float = PATIENCE,
        past: Past | None = None,
    ) -> None:
        """`backlog` delivers first what was there before, the oldest first.

        `past` is what was seen in this folder last: what came since is delivered, too.

        `polling` None asks the folder again and again only where the kernel does not report on it.
        `place` is what the person calls the folder, if not by its name.
        """
        # Links keep the name that the person gave them.
        self.path = path.resolve() if ".." in path.parts else path.absolute()
        self.place = place or short_name(self.path)
        self.name = f"the folder {self.place}"
        self.identity = (self.path, recursive)
        self._recursive = recursive
        self._backlog = backlog
        self._polling = polling
        self._patience = patience
        self._past = past or NoPast()
        self._settling = Settling(patience=patience)
        self._tree = Tree(self.path, recursive=recursive, denied=self._deny)
        self._denied: set[Path] = set()
        self._told: set[str] = set()
        self._rare: dict[str, Path] = {}
        """Endings of rare kinds of pictures, and which one of each is told of."""
        self._returned: SimpleQueue[Ready] = SimpleQueue()
        self._closing = Event()
        self._thread = Thread(target=self._run, name=f"narrator folder {self.place}", daemon=True)
        self._away = False
        self._next_check = self._next_past_check = 0.0
        self._next_sorting = _SPARE

    def start(self, audience: Audience) -> None:
        """See Source."""
        check(self.path, self.place)
        self._audience = audience
        self._whereabouts = Whereabouts(self.path)
        self._watch = self._new_watch()
        self._history = History(self.path, self._past)
        self._old = self._look_first()
        self._thread.start()

    def close(self) -> None:
        """See Source."""
        self._closing.set()
        if self._thread.is_alive():
            self._watch.wake()
            self._thread.join(timeout=2)

    def _run(self) -> None:
        try:
            for ready in self._old:
                self._deliver(ready)
            self._old.clear()
            while not self._closing.is_set():
                self._turn()
        except Exception as error:
            # The edge of a thread: a fault that ended it here would be silence for ever.
            self._audience.told(
                gettext(
                    "Watching the folder {place} has ended by a fault of its own ({fault_name}); "
                    "start Narrator again and report it."
                ).format(place=self.place, fault_name=fault_name(error))
            )
        finally:
            self._watch.close()

    def _turn(self) -> None:
        """Wait for changes or for the time to look at something, and see to it."""
        until = min(self._next_check, self._settling.next_look() or self._next_check)
        for change in self._watch.wait(max(0.0, until - monotonic())):
            self._take(change)
        now = monotonic()
        for ready in _drained(self._returned):
            self._history.returned(ready.state)
            if renamed := self._settling.put_back(ready, now):
                self._deliver(renamed)
        for ready in self._settling.due(now):
            self._deliver(ready)
        if now >= self._next_check:
            self._next_check = now + _CHECK
            self._check_folders()

    # What was there, and what comes.

    def _look_first(self) -> list[Ready]:
        """Remember what is there; what is to be delivered of it, the oldest first."""
        old: dict[State, Ready] = {}
        late: dict[State, Ready] = {}
        now = monotonic()
        for path, state in self._look(self.path, everywhere=True):
            if self._settling.know(state):
                is_late = self._history.is_late(path, state)
                if self._backlog or is_late:
                    (old if self._backlog else late)[state] = Ready(path=path, state=state, since=now)
        # What was seen, but of which the watch tells as well, has appeared since the beginning.
        appeared: set[State] = set()
        while changes := self._watch.wait(0):
            for change in changes:
                appeared.update(self._forget(change))
                self._take(change)
        for state in appeared:
            old.pop(state, None)
            late.pop(state, None)
        if self._history.looked(self._settling.known, {*old, *appeared}):
            self._begin_history(late)
        self._deliver_late(late.values())
        return sorted(old.values(), key=lambda ready: ready.state.modified)

    def _forget(self, change: Change) -> Iterator[State]:
        """Let what was seen be new again; the states of it."""
        found: Iterable[State | None] = (state_of(change.path),)
        if change.kind is Kind.FOLDER:
            found = (state for _, state in self._look(change.path, everywhere=True))
        for state in filter(None, found):
            self._settling.forget(state)
            yield state

    def _look(self, folder: Path, *, everywhere: bool = False) -> Iterator[tuple[Path, State]]:
        try:
            yield from self._tree.look(folder, self._watch, everywhere=everywhere)
        except CannotWatchError as error:
            self._watch.close()
            self._watch = PollingWatch(self.path)
            self._tell_of_polling(self.path, Unheard(why=str(error)))
            yield from self._tree.look(self.path, self._watch, everywhere=True)

    def _take(self, change: Change) -> None:
        if change.kind is Kind.EVERYTHING:
            self._look_for_new(change.path, everywhere=True)
        elif change.kind is Kind.ENDED:
            # Not at once: some programs put another folder in its place in the next moment.
            self._whereabouts.doubt()
            self._next_check = min(self._next_check, monotonic() + _MOMENT)
        elif change.kind in (Kind.FOLDER, Kind.CONTENT):
            self._look_for_new(change.path)
        elif change.kind is Kind.DRIVE:
            self._look_at_drive(change.path)
        elif self._tree.holds(change.path):
            self._take_picture(change)

    def _take_picture(self, change: Change) -> None:
        now = monotonic()
        if change.kind is Kind.BEGUN:
            self._settling.appeared(change.path, now)
        elif ready := self._settling.finished(change.path, now):
            self._deliver(ready)

    def _look_for_new(self, folder: Path, *, everywhere: bool = False) -> None:
        for path, state in self._look(folder, everywhere=everywhere):
            if self._history.recalls(path, state):
                self._settling.know(state)  # on a drive that was not there at the start
            self._settling.appeared(path, monotonic(), state)

    def _look_at_drive(self, folder: Path) -> None:
        """What is on a drive is old; but if some of it was seen before, the rest came since."""
        now = monotonic()
        found = [
            Ready(path=path, state=state, since=now)
            for path, state in self._look(folder, everywhere=True)
            if self._settling.know(state)
        ]
        late = [ready for ready in found if self._history.is_late(ready.path, ready.state)]
        if len(late) < len(found):
            self._deliver_late(late)
        else:
            self._history.settled((ready.path, ready.state) for ready in found)

    def _begin_history(self, open_: Iterable[State] = ()) -> None:
        unfinished = {*self._settling.unfinished, *open_}
        self._history.begin(self._look(self.path, everywhere=True), unfinished)

    # Delivering, and taking back.

    def _deliver(self, ready: Ready) -> None:
        if self._closing.is_set():
            return
        if self._is_news(ready.path):
            self._audience.arrived(self._arrival(ready, partial(self._open, ready)))
        else:
            self._settle(ready)

    def _deliver_late(self, found: Iterable[Ready]) -> None:
        """Deliver what came while nobody watched."""
        late, left_out = self._history.late_ones(found)
        arrivals = [
            self._arrival(ready, self._history.careful(ready, self._open))
            for ready in late
            if self._is_news(ready.path)
        ]
        if arrivals and not self._closing.is_set():
            self._audience.came_before(arrivals, left_out)

    def _arrival(self, ready: Ready, open_: Callable[[], Picture]) -> Arrival:
        self._history.delivered(ready.state)
        return Arrival(
            open=open_,
            origin=Origin.FOLDER,
            place=self.place,
            name=short_name(ready.path),
            path=ready.path,
            settled=partial(self._settle, ready),
        )

    def _settle(self, ready: Ready) -> None:
        """Called on the thread of whoever describes the picture."""
        self._history.settled([(ready.path, ready.state)])

    def _is_news(self, picture: Path) -> bool:
        """Whether to tell of it: of a rare kind that cannot be opened, nobody wants to hear of each one."""
        if not is_rare_picture_name(picture):
            return True
        return self._rare.setdefault(picture.suffix.lower(), picture) == picture

    def _open(self, ready: Ready) -> Picture:
        """Called on the thread of whoever describes the picture."""
        try:
            picture = open_picture(ready.path)
        except NotNowError as error:
            # The file must not be given up for it: if Narrator ends, it is there at the next start.
            raise self._not_yet(replace(ready, since=monotonic()), str(error)) from error
        except PictureError as error:
            if self._is_last_word(ready):
                raise
            raise self._not_yet(ready, str(error)) from error
        # Half of a picture may be there because the other half is still being written.
        if picture.incomplete and not self._is_last_word(ready):
            raise self._not_yet(ready, f"The end of {short_name(ready.path)} is missing.")
        return picture

    def _is_last_word(self, ready: Ready) -> bool:
        """Whether a file that cannot be opened, or not whole, is waited for no more."""
        return state_of(ready.path) == ready.state and monotonic() - ready.since >= self._patience

    def _not_yet(self, ready: Ready, reason: str) -> NotYetError:
        self._returned.put(ready)
        self._watch.wake()
        return NotYetError(reason)

    # The folder itself.

    def _check_folders(self) -> None:
        presence = self._whereabouts.ask()
        if presence is Presence.GONE:
            self._away = True
            self._audience.told(
                gettext(
                    "The folder {place} is gone; its pictures are described again when it is back."
                ).format(place=self.place)
            )
        elif presence is Presence.BACK:
            self._watch.close()
            self._watch = self._new_watch()
            self._look_for_new(self.path, everywhere=True)
            if self._away:
                self._away = False
                self._audience.told(gettext("The folder {place} is back.").format(place=self.place))
        if error := denial(self.path):
            self._deny(self.path, error)
        for folder in [each for each in self._denied if not denial(each)]:
            self._denied.remove(folder)
            self._look_for_new(folder)
        self._settling.forget_names(self._history.pending)
        if self._settling.known > self._next_sorting:
            self._settling.forget_all_but(state for _, state in self._look(self.path, everywhere=True))
            self._next_sorting = 2 * self._settling.known + _SPARE
        if (now := monotonic()) >= self._next_past_check:
            self._next_past_check = now + _PAST_CHECK
            self._history.look_after()
        if self._history.is_gone:  # the person has forgotten all, or the journal was damaged
            self._begin_history()

    def _new_watch(self) -> Watch:
        return choose_watch(
            self.path, recursive=self._recursive, polling=self._polling, on_polling=self._tell_of_polling
        )

    # What is told once: nobody wants to hear it again each time that a drive is plugged in.

    def _tell_of_polling(self, folder: Path, reason: Unheard) -> None:
        self._tell_once(
            f"The folder {self._called(folder)} is asked every second for new pictures, because {reason.why};"
            f" you may hear of them {reason.late}."
        )

    def _deny(self, folder: Path, error: OSError) -> None:
        self._denied.add(folder)
        self._tell_once(
            f"The folder {self._called(folder)} cannot be read ({error.strerror});"
            " its pictures are described as soon as you may read it."
        )

    def _called(self, folder: Path) -> str:
        """What a folder of the tree is called in a sentence."""
        return self.place if folder == self.path else f"{short_name(folder)} in {self.place}"

    def _tell_once(self, sentence: str) -> None:
        if sentence not in self._told:
            self._told.add(sentence)
            self._audience.told(sentence)


def _drained(queue: SimpleQueue[Ready]) -> Iterator[Ready]:
    try:
        while True:
            yield queue.get_nowait()
    except Empty:
        return
