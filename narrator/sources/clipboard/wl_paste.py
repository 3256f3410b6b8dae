"""Running wl-paste, the program of wl-clipboard that reads the clipboard of a Wayland desktop."""

import os
import select
import signal
import subprocess
import sys
from contextlib import suppress
from threading import Lock
from time import monotonic
from typing import IO

from narrator.errors import SourceError
from narrator.languages.catalogue import gettext
from narrator.sources.clipboard.offer import Offer, no_answer, too_long

PATIENCE_SECONDS = 3.0
"""How long a program may take for the next bytes of what was copied in it."""

WHOLE_SECONDS = 60.0
"""How long it may take for all of them."""

_TYPES_LIMIT = 2**16
_PIECE = 2**16
_ENVIRONMENT = ("PATH", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR")

# What wl-paste 2.0 to 2.2 says of an empty clipboard, and what 2.3 says; it is not translated.
_EMPTY = ("No selection", "Nothing is copied")


class WlPasteError(Exception):
    """wl-paste failed; the text is what it said."""


class UntoldError(Exception):
    """The desktop does not tell what is on the clipboard.

    KWin 5.27 says nothing as long as nothing was copied. Where only the window with the keyboard is told, it
    is another one that keeps the keyboard.
    """


def missing_program() -> SourceError:
    """For a desktop where wl-paste is not installed."""
    return SourceError(
        gettext(
            "The program wl-paste, which reads the clipboard of a Wayland desktop, is "
            "missing; install the package wl-clipboard."
        )
    )


class WlPaste:
    """Runs wl-paste; all that still runs is ended by `interrupt`, and nothing starts after it."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._interrupted = False
        self._changing = Lock()

    def offer(self) -> Offer:
        """What is on the clipboard now; without any type when it is empty.

        Raises UntoldError or WlPasteError, or SourceError when wl-paste is missing.
        """
        try:
            types = self._read(["--list-types"], _TYPES_LIMIT).decode(errors="replace").split("\n")
        except TimeoutError as error:
            raise UntoldError from error
        except WlPasteError as error:
            if not str(error).startswith(_EMPTY):
                raise
            types = []
        return _WaylandOffer(self, frozenset(types))

    def content(self, kind: str, limit: int) -> bytes | None:
        """What is on the clipboard, in one type, as `Offer.read` gives it."""
        try:
            content = self._read(["--no-newline", "--type", kind], limit)
        except TimeoutError as error:
            raise no_answer() from error
        except WlPasteError:
            return None  # it has been replaced by something that has no such type
        if len(content) > limit:
            raise too_long(limit)
        return content or None  # a program that refuses closes the pipe without a word

    def start(self, arguments: list[str], *, errors: int = subprocess.PIPE) -> subprocess.Popen[bytes]:
        """Start it; `end` it in any case."""
        with self._changing:
            if self._interrupted:
                raise WlPasteError("interrupted")
            try:
                process = subprocess.Popen(
                    ["wl-paste", *arguments],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                    env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
                    start_new_session=True,  # it has children, and they are ended with it
                )
            except FileNotFoundError as error:
                raise missing_program() from error
            except OSError as error:
                raise SourceError(
                    gettext(
                        "The program wl-paste cannot be started ({strerror}); close other programs."
                    ).format(strerror=error.strerror)
                ) from error
            self._running.add(process)
        return process

    def end(self, process: subprocess.Popen[bytes]) -> None:
        """End it with its children. A second time is nothing."""
        with self._changing:
            if process not in self._running:
                return
            self._running.remove(process)
            _kill(process)
            process.wait()
        for pipe in filter(None, (process.stdout, process.stderr)):
            pipe.close()

    def interrupt(self) -> None:
        """Kill all that runs, from any thread; whoever reads from it finds the end."""
        with self._changing:
            self._interrupted = True
            for process in self._running:
                _kill(process)

    def close(self) -> None:
        """End all that runs, and start nothing more."""
        self.interrupt()
        for process in tuple(self._running):
            self.end(process)

    def _read(self, arguments: list[str], limit: int) -> bytes:
        """What it prints, or more than `limit` bytes of that. Raises WlPasteError or TimeoutError."""
        process = self.start(arguments)
        try:
            assert process.stdout and process.stderr  # both are pipes
            content = _read_all(process.stdout, limit)
            if len(content) > limit:
                return content
            code = process.wait(PATIENCE_SECONDS)
            _kill(process)  # a child that is left would keep the pipe open
            complaint = process.stderr.read().decode(errors="replace").strip()
        except subprocess.TimeoutExpired as error:
            raise TimeoutError from error
        finally:
            self.end(process)
        if code:
            raise WlPasteError(complaint)
        return content


class _WaylandOffer(Offer):
    """What was on the clipboard when its types were listed."""

    def __init__(self, paste: WlPaste, types: frozenset[str]) -> None:
        self.types = types
        self._paste = paste

    def read(self, kind: str, limit: int) -> bytes | None:
        return self._paste.content(kind, limit)


def _read_all(pipe: IO[bytes], limit: int) -> bytes:
    content = bytearray()
    end = monotonic() + WHOLE_SECONDS
    while len(content) <= limit:
        seconds = max(0.0, min(PATIENCE_SECONDS, end - monotonic()))
        if not select.select([pipe], [], [], seconds)[0]:
            raise TimeoutError
        piece = os.read(pipe.fileno(), _PIECE)
        if not piece:
            break
        content += piece
    return bytes(content)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and its children."""
    if sys.platform != "win32":
        with suppress(ProcessLookupError):  # all of them have ended
            os.killpg(process.pid, signal.SIGKILL)
