"""The service at a port: bound before anything is said of it, ended by a signal."""

import socket
import sys
from collections.abc import Collection
from functools import partial
from ipaddress import ip_address
from math import ceil, inf

import uvicorn
from starlette.types import ASGIApp

from narrator.errors import SettingsError
from narrator.languages.catalogue import gettext
from narrator.web.clients import Clients
from narrator.web.connection import Connection
from narrator.web.limits import Limits
from narrator.web.places import Places

_GOODBYE_SECONDS = 5
_QUEUE = 1024
"""Connections that the system keeps until they are accepted; who finds no room there tries again later."""


def bind(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 lets the system choose. Raises SettingsError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_QUEUE)
    except (OSError, OverflowError) as error:
        reason = error.strerror if isinstance(error, OSError) else "there is no such port"
        reason = str(reason).partition(" (while ")[0]  # Python repeats the address there
        raise SettingsError(
            gettext(
                "Nothing can listen at {host}, port {port} ({reason}); choose another --host or --port."
            ).format(host=host, port=port, reason=reason)
        ) from error


def address_of(listening: socket.socket) -> str:
    """What a browser on this machine opens."""
    host, port = listening.getsockname()[:2]
    if ip_address(host).is_unspecified:
        host = "127.0.0.1" if listening.family is socket.AF_INET else "::1"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def run(app: ASGIApp, listening: socket.socket, limits: Limits, *, proxies: Collection[str] = ()) -> None:
    """Serve until the process is told to end; `proxies` are the networks whose X-Forwarded-* is believed."""
    most = most_connections(limits, open_files_limit())
    places = Places(strangers=most // 2, of_one=max(most // 4, 1), known=most - most // 2)
    config = uvicorn.Config(
        app,
        http=partial(Connection, places=places, limits=limits, client_of=Clients(proxies).at),  # type: ignore[arg-type]
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        h11_max_incomplete_event_size=limits.head_bytes,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
        backlog=max(most // 64, 1),  # so many are accepted before what came over the last ones is read
        timeout_keep_alive=ceil(limits.head_seconds),
        timeout_graceful_shutdown=_GOODBYE_SECONDS,
    )
    _Server(config).run(sockets=[listening])


class _Server(uvicorn.Server):
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listening in sockets or ():
            listening.listen(_QUEUE)  # uvicorn takes as many at once as may wait, which are two things


def most_connections(limits: Limits, files: float) -> int:
    """How many connections there may be where a process may open so many files: half of them at most."""
    return int(min(limits.connections, max(files // 2, 2)))


def open_files_limit() -> float:
    """How many files this process may have open; infinity where nobody counts them."""
    if sys.platform == "win32":
        return inf
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return inf if soft == resource.RLIM_INFINITY else soft
