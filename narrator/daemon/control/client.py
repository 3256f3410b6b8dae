"""How a command asks the running daemon. Cheap to import: a key press waits for it."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from time import monotonic
from types import MappingProxyType
from typing import Any, Self

from narrator.daemon.control.doors import door_at
from narrator.daemon.control.messages import LONGEST_REPLY, Request, read_reply, write_request
from narrator.daemon.single import DaemonLock
from narrator.errors import DaemonError
from narrator.languages.catalogue import gettext
from narrator.places import control_file

_NOTHING: Mapping[str, object] = MappingProxyType({})
_CHUNK = 64 * 1024


class NoDaemonError(DaemonError):
    """No daemon of this person runs."""


def ask(
    verb: str,
    arguments: Mapping[str, object] = _NOTHING,
    *,
    timeout: float = 5.0,
    file: Path | None = None,
) -> Mapping[str, Any]:
    """What the daemon replies to one request; `file` is where it listens, if not at its usual place.

    Raises NoDaemonError when none runs, and DaemonError when it refuses, with the daemon's own sentence, or
    does not answer within `timeout` seconds.
    """
    with _Call(file or control_file(), timeout) as call:
        return call.ask(Request(verb=verb, arguments=arguments))


def end_daemon(*, timeout: float = 5.0, file: Path | None = None) -> Mapping[str, Any]:
    """Ask the daemon to quit and return its reply when it is gone, so that another can be started.

    Raises what `ask` raises, and DaemonError when it is not gone within `timeout` seconds.
    """
    with _Call(file or control_file(), timeout) as call:
        reply = call.ask(Request(verb="quit"))
        call.wait_for_end()
        return reply


class _Call:
    """A connection to the daemon, with one deadline for everything."""

    def __init__(self, file: Path, timeout: float) -> None:
        self._file = file
        self._timeout = timeout
        self._deadline = monotonic() + timeout
        try:
            self._connection = door_at(file).connect(timeout)
        except (FileNotFoundError, NotADirectoryError, ConnectionRefusedError) as error:
            raise NoDaemonError(gettext("Narrator is not running; start it with narrator watch.")) from error
        except TimeoutError as error:
            raise self._silence() from error
        except OSError as error:
            raise DaemonError(
                gettext("Narrator cannot be reached at {file} ({error}); start it again.").format(
                    file=file, error=error
                )
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def ask(self, request: Request) -> Mapping[str, Any]:
        line = write_request(request)
        try:
            self._connection.sendall(line)
        except TimeoutError as error:
            raise self._silence() from error
        except ConnectionError:
            pass  # it has hung up, perhaps with a sentence that is still to be read
        return read_reply(self._line())

    def wait_for_end(self) -> None:
        # The daemon keeps the connection until it is gone, or says something else before it hangs up.
        with suppress(DaemonError):
            if not self._received():
                return
        raise DaemonError(
            gettext(
                "Narrator was told to quit, but is not gone after {timeout:g} seconds; {way_out}."
            ).format(timeout=self._timeout, way_out=self._way_out())
        )

    def _line(self) -> bytes:
        line = bytearray()
        while not line.endswith(b"\n"):
            chunk = self._received()
            if not chunk or len(line) > LONGEST_REPLY:
                raise DaemonError(
                    gettext("Narrator ended before it answered; start it again with narrator watch.")
                )
            line += chunk
        return bytes(line)

    def _received(self) -> bytes:
        """What comes next; empty when the daemon has hung up."""
        try:
            self._connection.settimeout(max(self._deadline - monotonic(), 0.001))
            return self._connection.recv(_CHUNK)
        except TimeoutError as error:
            raise self._silence() from error
        except ConnectionError:
            return b""

    def _silence(self) -> DaemonError:
        return DaemonError(
            gettext(
                "Narrator runs but has not answered within {timeout:g} seconds; try again, or "
                "{way_out} and start it again with narrator watch."
            ).format(timeout=self._timeout, way_out=self._way_out())
        )

    def _way_out(self) -> str:
        process = DaemonLock(self._file).holder
        return f"end its process {process}" if process else "end its process"
