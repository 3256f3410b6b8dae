"""One run at a time on one output, in stores that know no locks: a file that its holder keeps writing.

Two runs would do no harm but double work, for both write the same rows to the same files. So this need not be
perfect: no clocks are compared, and a store that cannot create a file exclusively is used all the same.
"""

import json
import os
import socket
import time
from contextlib import suppress
from threading import Event, Thread
from typing import Any, Self

import psutil

from narrator.cluster.storage import Storage, StorageError
from narrator.errors import SettingsError

_NAME = "_narrator/running.json"
_BEAT_SECONDS = 5.0
_PATIENCE_SECONDS = 3 * _BEAT_SECONDS
"""Whoever has not written for so long has ended."""


class Lease:
    """Held while an output is written. Used in a `with`."""

    def __init__(self, out: Storage) -> None:
        """Take it. Raises SettingsError while another run holds it, and StorageError."""
        self._out = out
        self._beats = 0
        self._ended = Event()
        if not out.create(_NAME, self._content()):
            if _is_held(out):
                raise SettingsError(
                    f"Another narrator writes {out.address}; wait for it, or name another output."
                )
            out.write(_NAME, self._content())
        self._thread = Thread(target=self._beat, name="narrator lease", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        with suppress(StorageError):  # the next run waits a moment and finds that nobody writes it
            self._out.remove(_NAME)

    def _beat(self) -> None:
        while not self._ended.wait(_BEAT_SECONDS):
            self._beats += 1
            with suppress(StorageError):  # the parts go to the same place; who writes them reports it
                self._out.write(_NAME, self._content())

    def _content(self) -> bytes:
        return json.dumps({**_this_process(), "beats": self._beats}).encode()


def _this_process() -> dict[str, Any]:
    return {
        "host": socket.gethostname(),
        "process": os.getpid(),
        "began": psutil.Process().create_time(),
    }


def _is_held(out: Storage) -> bool:
    """Whether who wrote it runs: asked of the system, or, of another machine, waited for."""
    before = out.read(_NAME)
    try:
        holder = json.loads(before or b"")
        if holder["host"] == socket.gethostname():
            return bool(psutil.Process(holder["process"]).create_time() == holder["began"])
    except psutil.NoSuchProcess:
        return False
    except (ValueError, KeyError, TypeError):
        return False  # somebody was killed while it was written
    time.sleep(_PATIENCE_SECONDS)
    return out.read(_NAME) not in (before, None)
