"""`python -m benchmarks.siege.attackers PORT TOKEN`: attack a service on this machine until this is killed.

All that is sent is harmless by itself: there is only too much of it, or it does not end. All comes from the
address of the honest clients, which is the worst place.
"""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress

_IDLE = 3000
_SLOW_BODIES = 500
_SLOW_HEADS = 200
_GUESSERS = 10
_SLOW_READERS = 20
_UPLOADS = 24
_UPLOAD_BYTES = 32 * 2**20
_PAUSE_SECONDS = 3.0
"""Before an attacker whose connection was ended tries again."""
_DRIP_SECONDS = 1.0
_GUESS_SECONDS = 0.2
_NICE = 19
"""What attackers cost their own machine must not be taken for what they cost the service."""


class Attackers:
    """All of them, against one port."""

    def __init__(self, port: int, token: str) -> None:
        self._port = port
        self._bearer = f"Authorization: Bearer {token}\r\n"

    async def attack(self) -> None:
        """Attack in all ways at once, without end."""
        ways = (
            (_IDLE, self._idle),
            (_SLOW_HEADS, self._slow_head),
            (_SLOW_BODIES, self._slow_body),
            (_GUESSERS, self._guess),
            (_SLOW_READERS, self._read_slowly),
            (_UPLOADS, self._upload),
        )
        async with asyncio.TaskGroup() as group:
            for count, way in ways:
                for _ in range(count):
                    group.create_task(self._again_and_again(way))

    async def _again_and_again(
        self, way: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
    ) -> None:
        while True:
            with suppress(OSError, asyncio.IncompleteReadError):  # ended by the service, as it should be
                reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
                try:
                    await way(reader, writer)
                finally:
                    writer.transport.abort()
            await asyncio.sleep(_PAUSE_SECONDS)

    async def _idle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Connect, and say nothing."""
        await reader.read()

    async def _slow_head(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A head that never ends."""
        writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ")
        await self._drip(reader, writer)

    async def _slow_body(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A picture without the token, which is refused at once, and goes on."""
        writer.write(b"POST /v1/describe HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n")
        await self._drip(reader, writer)

    async def _guess(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Five wrong tokens a second from each."""
        await asyncio.sleep(_GUESS_SECONDS)
        writer.write(b"GET /v1/ready HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer wrong\r\n\r\n")
        await reader.read()

    async def _read_slowly(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """With the token: a minute of speech that nobody takes."""
        text = b'{"text": "%s"}' % (b"One, two, three, four, five. " * 40)
        head = (
            f"POST /v1/speech HTTP/1.1\r\nHost: localhost\r\n{self._bearer}Content-Length: {len(text)}\r\n"
            "Content-Type: application/json\r\n\r\n"
        )
        writer.transport.pause_reading()  # type: ignore[attr-defined]  # a transport that reads and writes
        writer.write(head.encode() + text)
        await asyncio.sleep(60)

    async def _upload(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """With the token: the largest picture, broken off before its last byte."""
        head = f"POST /v1/describe HTTP/1.1\r\nHost: localhost\r\n{self._bearer}"
        writer.write(f"{head}Content-Length: {_UPLOAD_BYTES}\r\n\r\n".encode())
        for _ in range(_UPLOAD_BYTES // 2**20 - 1):
            writer.write(bytes(2**20))
            await writer.drain()
            await asyncio.sleep(0.5)

    async def _drip(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while not reader.at_eof():
            writer.write(b"a")
            await writer.drain()
            with suppress(TimeoutError):
                await asyncio.wait_for(reader.read(4096), _DRIP_SECONDS)


if __name__ == "__main__":
    os.nice(_NICE)
    asyncio.run(Attackers(int(sys.argv[1]), sys.argv[2]).attack())
