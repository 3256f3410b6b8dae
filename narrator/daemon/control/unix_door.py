"""A door that is a Unix socket: the kernel itself tells who comes."""

import os
import socket
import struct
import sys
from pathlib import Path
from time import monotonic, sleep

from narrator.daemon.control.door import BACKLOG
from narrator.daemon.runtime_folder import MadeFile
from narrator.errors import DaemonError
from narrator.languages.catalogue import gettext

assert sys.platform != "win32"

_LONGEST_PATH = 107 if sys.platform == "linux" else 103
"""In bytes; of a longer one the kernel's structure for addresses has no room."""
_RETRY_SECONDS = 0.01


class UnixDoor:
    """A socket of mode 0600."""

    asks_token = False

    def __init__(self, file: Path) -> None:
        self.file = MadeFile(file)

    def listen(self) -> socket.socket:
        """A socket that listens at the file's path."""
        path = self._path()
        self.file.path.unlink(missing_ok=True)
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            listening.bind(path)
            self.file.path.chmod(0o600)
            self.file.made()
            listening.listen(BACKLOG)
        except OSError:
            listening.close()
            raise
        return listening

    def admits(self, connection: socket.socket) -> bool:
        """Whether the other side is of the same user."""
        return _user_of(connection) == os.geteuid()

    def is_token(self, line: bytes) -> bool:
        """No line is: none is asked for."""
        return False

    def connect(self, seconds: float) -> socket.socket:
        """A connection; waits as long as the daemon has more clients than it can let in at once."""
        path = self._path()
        deadline = monotonic() + seconds
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(seconds)
        try:
            while not _reaches(connection, path):
                if monotonic() > deadline:
                    raise TimeoutError
                sleep(_RETRY_SECONDS)
            if not self.admits(connection):
                raise DaemonError(
                    gettext("Somebody else listens at {path}; remove it, or have it removed.").format(
                        path=path
                    )
                )
        except BaseException:
            connection.close()
            raise
        return connection

    def _path(self) -> str:
        if len(os.fsencode(self.file.path)) > _LONGEST_PATH:
            raise DaemonError(
                gettext(
                    "The path {path} is too long for a socket; set XDG_RUNTIME_DIR to a shorter one."
                ).format(path=self.file.path)
            )
        return str(self.file.path)


def _reaches(connection: socket.socket, path: str) -> bool:
    try:
        connection.connect(path)
    except BlockingIOError:  # the queue of those who wait is full
        return False
    return True


def _user_of(connection: socket.socket) -> int:
    if sys.platform == "linux":
        peer = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("iII"))
        _process, user, _group = struct.unpack("iII", peer)
    else:
        # macOS, the BSDs: LOCAL_PEERCRED at the level SOL_LOCAL, which Python does not name, fills a struct
        # xucred of 76 bytes, which begins with its version and the user.
        _version, user = struct.unpack_from("II", connection.getsockopt(0, 1, 76))
    return int(user)
