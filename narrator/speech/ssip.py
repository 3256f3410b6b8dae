"""SSIP, the protocol of Speech Dispatcher: commands, replies and events, line by line over a socket.

Described in https://github.com/brailcom/speechd/blob/master/doc/ssip.html
"""

import re
import socket
import sys
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from struct import Struct
from time import monotonic
from typing import Self

from narrator.errors import SpeechError

BEGIN, END, CANCELED = 701, 702, 703
_FIRST_EVENT = 700
_FIRST_ERROR = 300
_PATIENCE_SECONDS = 2.0
"""For a reply, which mostly comes within a millisecond."""
_CREDENTIALS = Struct("3i")
"""Process, user and group (unix(7))."""
_LAST_LINE = re.compile(rb"^(\d{3}) [^\n]*\n", re.MULTILINE)
"""Of a reply or an event; in the lines before it a hyphen follows the code."""


class RefusedError(SpeechError):
    """A command that the server does not follow."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What the server says: to a command, or of itself."""

    code: int
    lines: tuple[str, ...]
    """Without the code; the last one is for people."""


class Connection:
    """One open connection, for one thread."""

    def __init__(self, path: Path) -> None:
        """Raises OSError when no server listens there."""
        self._socket = _unix_socket()
        self._received = b""
        self._events: deque[Reply] = deque()
        try:
            self._socket.settimeout(_PATIENCE_SECONDS)
            self._socket.connect(str(path))
        except OSError:
            self._socket.close()
            raise

    def peer(self) -> int | None:
        """The id of the process that listens there, or that has opened the socket for it; None if unknown."""
        if sys.platform != "linux":
            return None
        credentials = self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        return int(_CREDENTIALS.unpack(credentials)[0])

    def ask(self, command: str, seconds: float = _PATIENCE_SECONDS) -> Reply:
        """The reply to a command. Raises RefusedError, or SpeechError: the server has ended or hangs."""
        self._send(command)
        deadline = monotonic() + seconds
        while (reply := self._next(deadline - monotonic())) is not None:
            if reply.code >= _FIRST_EVENT:
                self._events.append(reply)  # an event may come before the reply to what caused it
            elif reply.code >= _FIRST_ERROR:
                raise RefusedError(
                    f"Speech Dispatcher refused something ({reply.lines[-1]}); start it again."
                )
            else:
                return reply
        raise SpeechError("Speech Dispatcher does not answer; start it again.")

    def speak(self, text: str) -> str:
        """Queue a text of one line that is not empty; the number under which its events come."""
        self.ask("SPEAK")
        stuffed = f".{text}" if text.startswith(".") else text  # a lone full stop ends the text
        return self.ask(f"{stuffed}\r\n.").lines[0]

    def event(self, message: str, seconds: float) -> int | None:
        """The code of a message's next event, if it comes within so many seconds. Raises SpeechError."""
        deadline = monotonic() + seconds
        while (event := self._next_event(deadline - monotonic())) is not None:
            if event.lines[0] == message:
                return event.code
        return None

    def close(self) -> None:
        """Hang up; what was queued is said all the same."""
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _send(self, command: str) -> None:
        try:
            self._socket.settimeout(_PATIENCE_SECONDS)
            self._socket.sendall(f"{command}\r\n".encode())
        except OSError as error:
            raise _lost() from error

    def _next_event(self, seconds: float) -> Reply | None:
        return self._events.popleft() if self._events else self._next(seconds)

    def _next(self, seconds: float) -> Reply | None:
        """The next reply or event, if there is one within so many seconds."""
        deadline = monotonic() + seconds
        while (last := _LAST_LINE.search(self._received)) is None:
            left = deadline - monotonic()
            if left <= 0:
                return None
            self._receive(left)
        lines = self._received[: last.end()].decode(errors="replace").splitlines()
        self._received = self._received[last.end() :]
        return Reply(code=int(last[1]), lines=tuple(line[4:] for line in lines))

    def _receive(self, seconds: float) -> None:
        self._socket.settimeout(seconds)
        try:
            data = self._socket.recv(1 << 16)
        except TimeoutError:
            return
        except OSError as error:
            raise _lost() from error
        if not data:
            raise _lost()
        self._received += data


def _unix_socket() -> socket.socket:
    if sys.platform == "win32":
        raise OSError("Python has no such sockets on Windows")
    return socket.socket(socket.AF_UNIX)


def _lost() -> SpeechError:
    return SpeechError("Speech Dispatcher has ended; start it again.")
