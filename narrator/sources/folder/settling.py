"""When a file is finished, as far as its state can tell, and which states were delivered before.

The last word has whoever decodes the picture: what could not be opened is put back and waited for here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from narrator.sources.folder.known import Known
from narrator.sources.folder.state import State, state_of

QUIET = 0.25
"""Seconds. A file that nobody is heard to close counts as finished when it has not changed for so long."""

_LONGEST_PAUSE = 2.0
"""Seconds between two looks at a file that is written for minutes, or that cannot be opened yet."""

_NAMES = 10_000
"""Files of which a second name is remembered, until they have been opened by one."""


@dataclass(frozen=True, kw_only=True)
class Ready:
    """A file that looks finished."""

    path: Path
    state: State
    since: float
    """When it was first seen in this state, on the clock of time.monotonic."""


@dataclass(frozen=True, kw_only=True)
class _Waiting:
    state: State
    since: float
    look: float
    """When it is looked at again."""
    pause: float
    failed: State | None = None
    """The state in which it could not be opened."""

    @property
    def hopeless(self) -> bool:
        """Whether it has to change before it can be opened."""
        return self.state == self.failed or self.state.size == 0


class Settling:
    """Files on their way to being finished. All times are those of time.monotonic, given by the caller."""

    def __init__(self, *, patience: float, quiet: float = QUIET) -> None:
        """`patience`: seconds after which what is unchanged and cannot be opened is given up."""
        self._quiet = quiet
        self._patience = patience
        self._waiting: dict[Path, _Waiting] = {}
        # Of each state only its hash: 100,000 of them take 1 MB, with their paths they would take 40.
        self._known = Known()
        self._last_names: dict[int, Path] = {}
        """The hash of a known state -> the path under which it was seen last, where it was seen again."""

    @property
    def known(self) -> int:
        """How many states are remembered."""
        return len(self._known)

    @property
    def unfinished(self) -> list[State]:
        """The states of all files that are waited for."""
        return [waiting.state for waiting in self._waiting.values()]

    def know(self, state: State) -> bool:
        """Remember a state, so that it is never ready again; whether it was new."""
        return self._known.add(hash(state))

    def forget(self, state: State) -> None:
        """Let a state be new again."""
        self._known.discard(hash(state))

    def forget_all_but(self, states: Iterator[State]) -> None:
        """Remember these alone: states of files that are long gone must not pile up over the months."""
        self._known.keep_only(hash(state) for state in states)
        self._last_names.clear()

    def forget_names(self, open_: Iterable[State]) -> None:
        """Remember second names only of these, and of what could not be opened yet."""
        failed = (waiting.failed for waiting in self._waiting.values() if waiting.failed)
        needed = set(map(hash, chain(open_, failed)))
        self._last_names = {each: path for each, path in self._last_names.items() if each in needed}

    def appeared(self, path: Path, now: float, state: State | None = None) -> None:
        """A file is there that may still be written; `state` spares a look if it has just been seen."""
        state = state or state_of(path)
        if state is None or path in self._waiting:
            return
        if hash(state) in self._known:
            self._seen_again(path, state)
        else:
            self._waiting[path] = _Waiting(state=state, since=now, look=now + self._quiet, pause=self._quiet)

    def finished(self, path: Path, now: float) -> Ready | None:
        """A file was closed by its writer or moved in: it is ready at once, unless that state was before."""
        state = state_of(path)
        if state is None:
            self._waiting.pop(path, None)
        elif state.size == 0:
            self.appeared(path, now)  # made now, filled in a moment
        elif self.know(state):
            self._waiting.pop(path, None)
            return Ready(path=path, state=state, since=now)
        else:
            self._seen_again(path, state)
        return None

    def put_back(self, ready: Ready, now: float) -> Ready | None:
        """It could not be opened: wait until it has changed, or for as long as patience lasts.

        If it was renamed meanwhile, it is returned under its new name.
        """
        state = state_of(ready.path)
        if state is None:
            return self._renamed(ready.state, ready.since)
        if ready.path in self._waiting:
            return None
        same = state == ready.state
        if same or hash(state) not in self._known:
            self._waiting[ready.path] = _Waiting(
                state=state,
                since=ready.since if same else now,
                look=now + self._quiet,
                pause=self._quiet,
                failed=ready.state,
            )
        return None

    def next_look(self) -> float | None:
        """When `due` has something to do; None while nothing waits."""
        return min((waiting.look for waiting in self._waiting.values()), default=None)

    def due(self, now: float) -> list[Ready]:
        """Look at the files whose time has come and return those that are ready."""
        due = [each for each in self._waiting.items() if each[1].look <= now]
        return [ready for path, waiting in due if (ready := self._look_at(path, waiting, now))]

    def _look_at(self, path: Path, waiting: _Waiting, now: float) -> Ready | None:
        del self._waiting[path]
        state = state_of(path)
        if state is None:
            return self._renamed(waiting.failed, waiting.since) if waiting.failed else None
        if state != waiting.state:
            self._wait_on(path, replace(waiting, state=state, since=now), now)
        elif waiting.hopeless and now - waiting.since < self._patience:
            self._wait_on(path, waiting, now)
        # What stays empty is passed over: browsers keep the name of a long download with an empty file.
        elif state.size and (self.know(state) or state == waiting.failed):
            return Ready(path=path, state=state, since=waiting.since)
        return None

    def _wait_on(self, path: Path, waiting: _Waiting, now: float) -> None:
        # Ever less often: a file that is written for an hour must not cost more than one for a minute.
        pause = min(2 * waiting.pause, max(_LONGEST_PAUSE, self._quiet))
        given_up = waiting.since + self._patience
        look = min(now + pause, given_up) if given_up > now else now + pause
        self._waiting[path] = replace(waiting, look=look, pause=pause)

    def _seen_again(self, path: Path, state: State) -> None:
        self._last_names.pop(hash(state), None)
        self._last_names[hash(state)] = path
        if len(self._last_names) > _NAMES:
            del self._last_names[next(iter(self._last_names))]

    def _renamed(self, state: State, since: float) -> Ready | None:
        """What was ready and is gone, under the name that it has now; None if no name is known."""
        path = self._last_names.pop(hash(state), None)
        if path and state_of(path) == state:
            return Ready(path=path, state=state, since=since)
        self.forget(state)  # its new name may be noticed later
        return None
