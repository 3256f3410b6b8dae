"""The service at a port: bound before anything is said of it, ended by a signal."""

import asyncio
import socket
from ipaddress import ip_address

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from narrator.errors import SettingsError
from narrator.web.limits import Limits

_GOODBYE_SECONDS = 5


def bind(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 lets the system choose. Raises SettingsError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except (OSError, OverflowError) as error:
        reason = error.strerror if isinstance(error, OSError) else "there is no such port"
        reason = str(reason).partition(" (while ")[0]  # Python repeats the address there
        raise SettingsError(
            f"Nothing can listen at {host}, port {port} ({reason}); choose another --host or --port."
        ) from error


def address_of(listening: socket.socket) -> str:
    """What a browser on this machine opens."""
    host, port = listening.getsockname()[:2]
    if ip_address(host).is_unspecified:
        host = "127.0.0.1" if listening.family is socket.AF_INET else "::1"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def run(app: ASGIApp, listening: socket.socket, limits: Limits) -> None:
    """Serve until the process is told to end."""
    config = uvicorn.Config(
        app,
        http=_protocol(limits.head_seconds),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # anybody can write them, and the limits go by the client's address
        limit_concurrency=limits.connections,
        timeout_graceful_shutdown=_GOODBYE_SECONDS,
    )
    uvicorn.Server(config).run(sockets=[listening])


def _protocol(seconds: float) -> type[asyncio.Protocol]:
    """HTTP/1.1 that does not wait for ever for the head of a request, as uvicorn's own does."""

    class PromptProtocol(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self.loop.call_later(seconds, self._look, None)

        def _look(self, before: object) -> None:
            """End the connection if no request has begun since the last look, or none at all."""
            if self.transport.is_closing():
                return
            idle = self.conn.their_state is h11.IDLE
            if idle and self.cycle is before:
                self.transport.close()
                return
            # An idle connection is given one more round; a request that is served keeps it open.
            self.loop.call_later(seconds, self._look, self.cycle if idle else self)

    return PromptProtocol
