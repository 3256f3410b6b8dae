"""What second `narrator watch` commands have handed over, kept for the case that the daemon is killed."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Self

from narrator.daemon.runtime_folder import MadeFile, make_private
from narrator.daemon.watching import Watching
from narrator.errors import DaemonError
from narrator.languages.catalogue import gettext
from narrator.places import handed_over_file
from narrator.whole_file import write_private

_VERSION = 1


class HandedOver:
    """A file that outlives a crash of the daemon, and neither its end nor the person's logout.

    Used in a `with`, it forgets all at the end, unless a fault of the daemon ends it. Any thread may add.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = MadeFile(file or handed_over_file())
        self._lock = Lock()
        self._all: list[Watching] = []
        self._ended = False

    def take_up(self) -> Sequence[Watching]:
        """What was handed over to a daemon that was killed, the oldest first; this one keeps it from now on.

        Raises DaemonError where it cannot be read; it is lost then.
        """
        with self._lock:
            try:
                text = self._file.path.read_text(encoding="utf-8")
                self._file.made()
                self._all = _watchings(json.loads(text))
            except FileNotFoundError:
                return ()
            except (OSError, ValueError, DaemonError) as error:  # ValueError: neither JSON nor UTF-8
                raise DaemonError(
                    gettext(
                        "What was handed over to the Narrator before cannot be read, and does not hold "
                        "any more; give narrator watch its folders again."
                    )
                ) from error
            return tuple(self._all)

    @contextmanager
    def keeping(self, watching: Watching) -> Iterator[None]:
        """Keep it from before the block on; no more than before if the block raises.

        Raises DaemonError when it cannot be written, or when the daemon ends.
        """
        # What is in the folders already was asked for once, and is not described again after a crash.
        watching = replace(watching, backlog=False)
        with self._lock:
            before = list(self._all)
            # The newest last: where two say something of the same folder, that holds.
            self._write([*(each for each in before if each != watching), watching])
        try:
            yield
        except BaseException:
            with self._lock:
                if watching not in before and not self._ended:
                    self._write([each for each in self._all if each != watching])
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        with self._lock:
            self._ended = True
            # A signal ends it by an exception, too, which is no Exception.
            if kind is None or not issubclass(kind, Exception):
                self._file.remove()

    def _write(self, watchings: list[Watching]) -> None:
        if self._ended:
            raise DaemonError(gettext("Narrator ends at this moment; give the same command again."))
        content = {"version": _VERSION, "watch": [each.to_arguments() for each in watchings]}
        try:
            make_private(self._file.path.parent)
            write_private(self._file.path, json.dumps(content))
            self._file.made()
        except OSError as error:
            raise DaemonError(
                gettext(
                    "What is to be watched cannot be written into {path} ({strerror}), so it would "
                    "be forgotten after a crash; make room and give the same command again."
                ).format(path=self._file.path, strerror=error.strerror)
            ) from error
        self._all = watchings


def _watchings(content: object) -> list[Watching]:
    """What a file of this version says. Raises DaemonError for any other."""
    match content:
        case {"version": 1, "watch": list(watch)} if all(isinstance(each, dict) for each in watch):
            return [Watching.from_arguments(each) for each in watch]
    raise DaemonError(gettext("That is in no form that this Narrator knows; start narrator watch again."))
