"""How a connection is ended: so that a client that still sends can read the answer."""

import asyncio
from collections.abc import Callable
from typing import Any


class PoliteTransport(asyncio.Transport):
    """A transport that ends with the answer, and then throws away what still comes, until it is aborted.

    A connection that is closed with unread bytes is reset by the system, and a reset takes from the client
    what it has not read yet: the sentence that says why it was refused (RFC 9112, 9.6).
    """

    def __init__(self, transport: asyncio.Transport, is_whole: Callable[[], bool]) -> None:
        """`is_whole` says whether nothing more of a request is on its way."""
        super().__init__()
        self._transport = transport
        self._is_whole = is_whole
        self.leaving = False

    def close(self) -> None:
        """End at once if all has come, else with the answer."""
        if self._is_whole() or self.leaving or not self._transport.can_write_eof():
            self._transport.close()
            return
        self.leaving = True
        if not self._transport.is_closing():
            self._transport.write_eof()
            self._transport.resume_reading()

    def is_closing(self) -> bool:
        """Whether it ends, in either way."""
        return self.leaving or self._transport.is_closing()

    def abort(self) -> None:
        """End at once, whatever is still to be sent."""
        self._transport.abort()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """Of the socket."""
        return self._transport.get_extra_info(name, default)

    def get_write_buffer_size(self) -> int:
        """The bytes that the client has not taken yet."""
        return self._transport.get_write_buffer_size()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send bytes, none after the end."""
        if not self.leaving:
            self._transport.write(data)

    def pause_reading(self) -> None:
        """Let bytes wait at the client."""
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Take them again."""
        self._transport.resume_reading()
