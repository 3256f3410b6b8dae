"""Connections to a camera that end after a time in all, however little and often its server sends.

The timeout of a socket is for one wait: a server that sends a byte every few seconds never meets it.
"""

import socket
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from ssl import SSLContext
from threading import Timer
from time import monotonic
from typing import Any
from urllib.request import HTTPHandler, HTTPSHandler, Request


class Patience:
    """Cuts off all connections of one request once its time is over."""

    def __init__(self, seconds: float) -> None:
        """So long from now on, unless `extend` says otherwise."""
        self._connections: list[socket.socket] = []
        self._until = monotonic() + seconds
        self.is_over = False
        """Whether they were cut off."""
        self._timer = self._started(seconds)

    def extend(self, seconds: float) -> None:
        """So long from now on."""
        sooner = monotonic() + seconds < self._until
        self._until = monotonic() + seconds
        if sooner:  # else the timer finds out when it looks
            self._timer.cancel()
            self._timer = self._started(seconds)

    def watch(self, connection: socket.socket) -> None:
        """Cut this one off, too."""
        self._connections.append(connection.dup())  # what TLS is made of gives its own away

    def close(self) -> None:
        """Watch no more. A second time is nothing."""
        self._timer.cancel()
        while self._connections:
            self._connections.pop().close()

    def _started(self, seconds: float) -> Timer:
        timer = Timer(seconds, self._look)
        timer.daemon = True
        timer.start()
        return timer

    def _look(self) -> None:
        if (left := self._until - monotonic()) > 0:
            self._timer = self._started(left)
            return
        self.is_over = True
        for connection in self._connections:
            with suppress(OSError):  # it has ended by itself
                connection.shutdown(socket.SHUT_RDWR)


class _Watched(HTTPConnection):
    """A connection that is cut off when the patience of whoever asked is over."""

    patience: Patience

    def connect(self) -> None:
        super().connect()
        self.patience.watch(self.sock)


class _WatchedTls(HTTPSConnection, _Watched):
    """The same with TLS, whose first words are sent after `_Watched.connect`."""


class WatchedHandler(HTTPHandler):
    """Opens http with a patience."""

    def __init__(self, patience: Patience) -> None:
        super().__init__()
        self._patience = patience

    def http_open(self, req: Request) -> HTTPResponse:
        """What the server answers."""
        return self.do_open(_made(_Watched, self._patience), req)


class WatchedTlsHandler(HTTPSHandler):
    """Opens https with a patience."""

    def __init__(self, patience: Patience, context: SSLContext) -> None:
        super().__init__(context=context)
        self._patience, self._trusting = patience, context

    def https_open(self, req: Request) -> HTTPResponse:
        """What the server answers."""
        return self.do_open(_made(_WatchedTls, self._patience), req, context=self._trusting)


def _made(kind: type[_Watched], patience: Patience) -> Callable[..., Any]:
    def make(*arguments: Any, **options: Any) -> HTTPConnection:
        connection = kind(*arguments, **options)
        connection.patience = patience
        return connection

    return make
