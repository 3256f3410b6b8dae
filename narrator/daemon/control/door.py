"""The seam of the control socket: where the daemon listens and how it knows the person who comes."""

import socket
from abc import abstractmethod
from typing import Protocol

from narrator.daemon.runtime_folder import MadeFile

BACKLOG = 1024
"""Clients that may wait to be let in; the kernel allows fewer where it wants to."""


class Door(Protocol):
    """A place in the person's runtime folder through which clients reach the daemon."""

    asks_token: bool
    """Whether a client's first line has to be a token."""
    file: MadeFile
    """By which clients find what listen() made."""

    @abstractmethod
    def listen(self) -> socket.socket:
        """A socket that listens, in the place of one that a daemon left behind which was killed.

        Only for who holds the daemon's lock. Raises OSError, or DaemonError for what has its own sentence.
        """

    @abstractmethod
    def admits(self, connection: socket.socket) -> bool:
        """Whether the one who has connected is the person, as far as the system tells."""

    @abstractmethod
    def is_token(self, line: bytes) -> bool:
        """Whether a first line is the token that only the person can read."""

    @abstractmethod
    def connect(self, seconds: float) -> socket.socket:
        """A client's connection to the daemon, the token sent. Raises what listen() raises."""
