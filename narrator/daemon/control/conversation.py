"""One client's requests, answered in their order until it leaves, falls silent or talks rubbish."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from narrator.daemon.control.door import Door
from narrator.daemon.control.messages import (
    LONGEST_REQUEST,
    MessageError,
    Request,
    read_request,
    write_refusal,
)

IDLE_SECONDS = 5.0
"""How long a client may take for a line, and for taking in a reply."""


class Conversation:
    """What is said over one connection; its streams are closed at the end."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        *,
        door: Door,
        reply_to: Callable[[Request], Awaitable[bytes]],
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._door = door
        self._reply_to = reply_to
        self.idle = asyncio.Event()
        """Set while no request waits for its reply."""
        self.idle.set()

    async def hold(self) -> None:
        """Talk to the end."""
        # Without a buffer here, what was sent has reached the kernel, and is there when this process is not.
        self._writer.transport.set_write_buffer_limits(0)
        try:
            if self._door.admits(self._writer.get_extra_info("socket")):
                await self._talk()
        except OSError:
            pass  # the client is gone or takes nothing in: nobody is left to be told
        finally:
            self._writer.transport.abort()  # a close would wait for who takes nothing in
            with suppress(OSError):
                await self._writer.wait_closed()

    def refuse(self, sentence: str) -> None:
        """Say why there is no conversation, and end it."""
        self._writer.write(write_refusal(sentence))
        self._writer.close()

    async def _talk(self) -> None:
        try:
            if self._door.asks_token:
                await self._check_token()
            while line := await self._next_line():
                request = read_request(line)
                self.idle.clear()
                await self._send(await self._reply_to(request))
                self.idle.set()
        except MessageError as error:
            await self._send(write_refusal(str(error)))
        finally:
            self.idle.set()

    async def _check_token(self) -> None:
        line = await self._next_line()
        if line and not self._door.is_token(line):
            raise MessageError("The token is wrong; read it anew from Narrator's control file.")

    async def _next_line(self) -> bytes:
        """Read a line; empty when the client has ended. Raises MessageError when there will be none."""
        try:
            async with asyncio.timeout(IDLE_SECONDS):
                return await self._reader.readuntil(b"\n")
        except TimeoutError as error:
            raise MessageError(f"No line came within {IDLE_SECONDS:g} seconds; connect again.") from error
        except asyncio.IncompleteReadError as error:
            if error.partial:
                raise MessageError("The last line broke off; end each with a line break.") from error
            return b""
        except asyncio.LimitOverrunError as error:
            raise MessageError(f"A line is longer than {LONGEST_REQUEST} bytes; send less.") from error

    async def _send(self, line: bytes) -> None:
        async with asyncio.timeout(IDLE_SECONDS):
            self._writer.write(line)
            await self._writer.drain()
