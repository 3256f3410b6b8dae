"""The daemon's events on standard output, for as long as somebody reads them there."""

import json
import sys
from collections.abc import Callable
from threading import Lock

from narrator.daemon.events import Event, Events
from narrator.terminal.console import abandon, one_line

_ERRORS = ("error", "fault", "told")
"""Kinds whose lines go to standard error."""
_SPOKEN = ("described", "read", "burst", "error")
"""Kinds that are announced aloud, too."""


class PrintedEvents(Events):
    """One line for each event, or with `as_json` one object.

    A terminal that was closed or a script that has ended must not end the daemon: then nothing is printed.
    """

    def __init__(
        self,
        *,
        as_json: bool,
        on_ready: Callable[[], None] = lambda: None,
        only_heard: Callable[[], bool] = lambda: False,
    ) -> None:
        """`on_ready` is called when the daemon has begun.

        `only_heard` says whether a line now would be heard twice if what is announced were printed as well.
        """
        self._as_json = as_json
        self._on_ready = on_ready
        self._only_heard = only_heard
        self._lock = Lock()
        self._read = True

    def emit(self, event: Event) -> None:
        """Print it, at once."""
        if event.kind == "ready":
            self._on_ready()
        line = json.dumps(event.to_record()) if self._as_json else one_line(event.line)
        to_errors = event.kind in _ERRORS and not self._as_json
        if not line or (event.kind in _SPOKEN and not self._as_json and self._only_heard()):
            return
        with self._lock:
            if self._read:
                self._print(line, to_errors=to_errors)

    def _print(self, line: str, *, to_errors: bool) -> None:
        stream = sys.stderr if to_errors else sys.stdout
        try:
            print(line, file=stream, flush=True)
        except OSError:
            abandon(stream)
            self._read = False
        except ValueError:  # the stream was closed
            self._read = False
