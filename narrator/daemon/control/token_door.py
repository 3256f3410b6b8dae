"""A door for systems without Unix sockets: a port of this machine alone, and a token in a private file."""

import json
import socket
from pathlib import Path

from narrator.daemon.control.door import BACKLOG
from narrator.daemon.runtime_folder import MadeFile
from narrator.errors import DaemonError
from narrator.languages.catalogue import gettext
from narrator.whole_file import write_private

_THIS_MACHINE = "127.0.0.1"


class TokenDoor:
    """A file that names port and token, which only the person can read."""

    asks_token = True

    def __init__(self, file: Path) -> None:
        self.file = MadeFile(file)
        self._token = ""

    def listen(self) -> socket.socket:
        """A socket that listens at a port which the system chooses."""
        import secrets

        self._token = secrets.token_urlsafe(32)
        listening = socket.create_server((_THIS_MACHINE, 0), backlog=BACKLOG)
        try:
            self._write({"port": listening.getsockname()[1], "token": self._token})
        except OSError:
            listening.close()
            raise
        return listening

    def admits(self, connection: socket.socket) -> bool:
        """Everybody, until they have to show the token."""
        return True

    def is_token(self, line: bytes) -> bool:
        """Whether a line is `{"token": ...}` with this daemon's."""
        from hmac import compare_digest

        try:
            token = json.loads(line.decode())["token"]
        except (ValueError, LookupError, TypeError, RecursionError):
            return False
        # Compared in a time that does not tell how much of it was right.
        return isinstance(token, str) and compare_digest(token.encode(errors="replace"), self._token.encode())

    def connect(self, seconds: float) -> socket.socket:
        """A connection that has shown the token."""
        port, token = self._read()
        connection = socket.create_connection((_THIS_MACHINE, port), timeout=seconds)
        try:
            connection.sendall(json.dumps({"token": token}).encode() + b"\n")
        except OSError:
            connection.close()
            raise
        return connection

    def _read(self) -> tuple[int, str]:
        try:
            address = json.loads(self.file.path.read_text(encoding="utf-8"))
            return int(address["port"]), str(address["token"])
        except (ValueError, LookupError, TypeError) as error:
            raise DaemonError(
                gettext(
                    "Narrator's control file {path} is damaged; remove it and start Narrator again."
                ).format(path=self.file.path)
            ) from error

    def _write(self, address: dict[str, object]) -> None:
        write_private(self.file.path, json.dumps(address))
        self.file.made()
