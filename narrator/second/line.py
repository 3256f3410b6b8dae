"""The connection to the second describer: every wait on it ends, by the deadline or when nobody waits."""

import io
import socket
import ssl
from collections.abc import Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLateError
from contextlib import suppress
from threading import Thread
from typing import Any

from narrator.errors import SecondError
from narrator.languages.catalogue import gettext
from narrator.second.address import Address, is_loopback
from narrator.second.patience import LOOK_SECONDS, Patience

_CONNECT_SECONDS = 5.0
_RESOLVE_SECONDS = 5.0
_Endpoint = tuple[socket.AddressFamily, Any]
"""A family of addresses, and an address of it as sockets take it."""


class Line:
    """What `http.client` uses of a socket, with patience."""

    def __init__(self, connected: socket.socket, patience: Patience) -> None:
        connected.settimeout(LOOK_SECONDS)
        self._socket = connected
        self._patience = patience

    def sendall(self, data: bytes) -> None:
        """Send it. Raises SecondError and NobodyWaitsError, and OSError when the other side hangs up."""
        rest = memoryview(data)
        while rest:
            self._patience.check()
            with suppress(TimeoutError):
                rest = rest[self._socket.send(rest) :]

    def makefile(self, mode: str = "rb") -> io.BufferedReader:
        """What comes, as a stream; it raises as `sendall` does."""
        return io.BufferedReader(_Coming(self._socket, self._patience))

    def close(self) -> None:
        """Hang up; the other side need not go on."""
        self._socket.close()


class _Coming(io.RawIOBase):
    def __init__(self, connected: socket.socket, patience: Patience) -> None:
        self._socket = connected
        self._patience = patience

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while True:
            self._patience.check()
            with suppress(TimeoutError):
                return self._socket.recv_into(buffer)


def connect(address: Address, patience: Patience) -> Line:
    """A connection to exactly what the address was resolved to, once. Raises SecondError."""
    reason = ""
    for family, endpoint in _endpoints(address):
        patience.check()
        connected = socket.socket(family, socket.SOCK_STREAM)
        try:
            connected.settimeout(min(_CONNECT_SECONDS, max(patience.left, LOOK_SECONDS)))
            connected.connect(endpoint)
            return Line(_encrypted(connected, address, patience), patience)
        except ssl.SSLCertVerificationError as error:
            connected.close()
            raise SecondError(
                gettext(
                    "The certificate of your second describer at {origin} is not valid "
                    "({verify_message}), so nothing was sent; mend it there."
                ).format(origin=address.origin, verify_message=error.verify_message.rstrip("."))
            ) from error
        except ssl.SSLError:
            connected.close()
            reason = "it does not speak TLS"
        except OSError as error:
            connected.close()
            reason = error.strerror or str(error) or type(error).__name__
        except BaseException:
            connected.close()
            raise
    raise SecondError(
        gettext("Your second describer at {origin} cannot be reached ({reason}); start it there.").format(
            origin=address.origin, reason=reason
        )
    )


def _encrypted(connected: socket.socket, address: Address, patience: Patience) -> socket.socket:
    """The same connection, where the address wants it behind TLS, with a certificate for its name."""
    if not address.is_encrypted:
        return connected
    connected.settimeout(LOOK_SECONDS)
    context = ssl.create_default_context()
    wrapped = context.wrap_socket(connected, server_hostname=address.host, do_handshake_on_connect=False)
    try:
        while True:
            patience.check()
            with suppress(TimeoutError):
                wrapped.do_handshake()
                return wrapped
    except BaseException:
        wrapped.close()
        raise


def _endpoints(address: Address) -> Sequence[_Endpoint]:
    """What the host's name means now. A name of this machine that leads elsewhere is refused."""
    found = [
        (family, endpoint)
        for family, _, _, _, endpoint in _resolved(address)
        if family in (socket.AF_INET, socket.AF_INET6)
    ]
    if address.is_here and not all(is_loopback(str(endpoint[0])) for _, endpoint in found):
        raise SecondError(
            gettext(
                "{host} does not lead to this machine here, so nothing was sent; write "
                "127.0.0.1 in your setting second."
            ).format(host=address.host)
        )
    return found


def _resolved(address: Address) -> Sequence[tuple[Any, ...]]:
    """On a thread that nobody waits for: the system's resolver has no deadline."""
    answer: Future[Sequence[tuple[Any, ...]]] = Future()

    def resolve() -> None:
        try:
            answer.set_result(socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM))
        except Exception as error:  # raised again where the answer is waited for
            answer.set_exception(error)

    Thread(target=resolve, name="narrator resolver", daemon=True).start()
    try:
        return answer.result(_RESOLVE_SECONDS)
    except (OSError, TooLateError) as error:
        raise SecondError(
            gettext(
                "Nobody knows where {host} is, the host of your second describer; look at your "
                "setting second."
            ).format(host=address.host)
        ) from error
