"""What is watched: the sources that deliver, and those that are tried until they can."""

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock

from narrator.daemon.describing.describer import Describer
from narrator.daemon.handed_over import HandedOver
from narrator.daemon.once import Once
from narrator.daemon.watching import Watching
from narrator.daemon.wishes import Wishes
from narrator.errors import DaemonError, SourceError
from narrator.languages.catalogue import gettext
from narrator.sources.arrival import Audience, Source, UnwatchableError
from narrator.sources.folder.past import Past

_Refused = tuple[Callable[[], Source], SourceError]
"""What makes a source, and why it cannot begin."""


class Watched:
    """All sources of one audience, which is told of those that cannot be watched. Any thread may add some."""

    def __init__(
        self,
        audience: Audience,
        *,
        describer: Describer,
        wishes: Wishes,
        past_of: Callable[[Path, bool], Past],
        once: Once,
        handed_over: HandedOver,
        on_known: Callable[[str], None],
    ) -> None:
        """`describer` and `past_of` are for `Watching.sources`.

        `on_known` gets the sentence about what can never be watched on this desktop where `once` knows that
        the person was told before.
        """
        self._audience = audience
        self._describer = describer
        self._wishes = wishes
        self._past_of = past_of
        self._once = once
        self._handed_over = handed_over
        self._on_known = on_known
        self._sources: list[Source] = []
        self._later: list[Callable[[], Source]] = []
        self._lock = Lock()
        self._starting = Lock()

    @property
    def sources(self) -> Sequence[Source]:
        """Those that deliver."""
        with self._lock:
            return tuple(self._sources)

    @property
    def later(self) -> int:
        """How many are tried again."""
        return len(self._later)

    def add(self, source: Source) -> bool:
        """Take pictures from a source too. One that is watched already is closed, and the answer is False.

        Raises what its start raises.
        """
        with self._starting:
            if any(each.identity == source.identity for each in self.sources):
                source.close()
                return False
            # A stream that does not answer takes seconds, and `sources` must not wait for it.
            source.start(self._audience)
            with self._lock:
                self._sources.append(source)
            return True

    def add_all(self, watching: Watching) -> Sequence[str]:
        """Take pictures from all that can be watched, whose names are returned, and tell of the rest.

        What cannot be watched now, such as a folder on a drive that is not there yet, is tried again until it
        can be; what never can be, is not. Raises SourceError when nothing of it can be watched; then nothing
        is tried again.
        """
        undo = self._wish(watching)
        watched, refused = self._start_all(watching)
        if refused and not watched:
            for take_back in reversed(undo):
                take_back()
            raise SourceError(" ".join(str(reason) for _, reason in refused))
        self._put_off(refused)
        return watched

    def hand_over(self, watching: Watching) -> Sequence[str]:
        """The same for a second start; if this daemon is killed, the next one watches that, too.

        Raises DaemonError when that cannot be made sure; then nothing of it is watched.
        """
        with self._handed_over.keeping(watching):
            return self.add_all(watching)

    def take_up(self) -> None:
        """Take pictures from all that was handed over to a daemon that was killed. To be called first.

        What is wanted of these folders holds from now on, whether or not they can be watched already: what
        the daemon itself is started for may be a folder around them.
        """
        try:
            handed_over = self._handed_over.take_up()
        except DaemonError as error:
            self._audience.told(str(error))
            return
        for watching in handed_over:
            self._wish(watching)
        for watching in handed_over:
            _, refused = self._start_all(watching)
            self._put_off(refused)

    def begin_with(self, watching: Watching) -> None:
        """Take pictures from all that a daemon was started for.

        Raises SourceError when nothing can be watched at all, not even what a second start has handed over.
        """
        try:
            self.add_all(watching)
        except SourceError as error:
            if not self.sources:
                raise
            self._audience.told(str(error))

    def try_again(self) -> None:
        """Watch what could not be watched before, and tell that it is watched now, or never will be."""
        for make in list(self._later):
            try:
                source = make()
                if self.add(source):
                    self._audience.told(gettext("Narrator watches {name} now.").format(name=source.name))
            except UnwatchableError as error:
                self._tell_once(error)
            except SourceError:
                continue  # told when it was refused first
            self._later.remove(make)

    def close(self) -> None:
        """Close all sources; none delivers any more."""
        for source in self.sources:
            source.close()

    def _wish(self, watching: Watching) -> list[Callable[[], None]]:
        """Let hold what is wanted of its folders; what takes that back, to be called from the last on."""
        if not watching.own:
            return []
        return [self._wishes.add(Path(folder), watching.wishes) for folder in watching.folders]

    def _start_all(self, watching: Watching) -> tuple[list[str], list[_Refused]]:
        """The names of what is watched now, and what cannot be."""
        watched: list[str] = []
        refused: list[_Refused] = []
        for make in watching.sources(self._describer, self._past_of):
            try:
                source = make()
                self.add(source)
                watched.append(source.name)
            except SourceError as error:
                refused.append((make, error))
        return watched, refused

    def _put_off(self, refused: Sequence[_Refused]) -> None:
        """Tell what cannot be watched, and try it again later where that helps."""
        for make, reason in refused:
            if isinstance(reason, UnwatchableError):
                self._tell_once(reason)
            else:
                self._later.append(make)
                self._audience.told(str(reason))

    def _tell_once(self, error: UnwatchableError) -> None:
        """What can never be watched on this desktop is news once in a lifetime, and not at each login."""
        tell = self._audience.told if self._once.tell("watching", str(error)) else self._on_known
        tell(str(error))
