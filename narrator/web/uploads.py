"""The picture in a request: read within its limits, kept in memory and never in a file."""

import asyncio
import io
from collections.abc import AsyncGenerator, Awaitable, Iterator
from contextlib import contextmanager

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from narrator.languages.catalogue import gettext
from narrator.web.held import Held, Lease
from narrator.web.limits import Limits
from narrator.web.refusal import RefusalError

_NO_PICTURE = "There is no picture in the request; send one as the body, or as a file in a form."
_PARTS = 16
"""Of a form; the page's has two files and a field."""


class Uploads:
    """Reads bodies, and sees to it that all of them together fit into memory."""

    def __init__(self, limits: Limits, held: Held) -> None:
        self._limits = limits
        self._held = held

    @contextmanager
    def body_of(
        self, request: Request, limit: int | None = None, seconds: float | None = None
    ) -> Iterator["Body"]:
        """The body, of at most `limit` bytes within `seconds`, counted as held until the `with` ends."""
        body = Body(request, limit or self._limits.body_bytes, seconds or self._limits.upload_seconds)
        with self._held.lease(body.give_up) as lease:
            body.lease = lease
            yield body


class Body:
    """What one request brings."""

    lease: Lease

    def __init__(self, request: Request, limit: int, seconds: float) -> None:
        self._request = request
        self._limit = limit
        self._time = asyncio.timeout(seconds)
        self._given_up = False

    def give_up(self) -> None:
        """Read no further, because its bytes are needed for others."""
        if not self._time.expired():  # else it ends anyway
            self._given_up = True
            self._time.reschedule(0)

    async def whole(self) -> bytes:
        """All of it as it is. Raises RefusalError when it is too long or too slow."""
        return await self._in_time(self._joined())

    async def picture(self) -> bytes:
        """The bytes of the picture: the body itself, or the first file of a form that is not empty.

        Raises RefusalError when there is none, and when the body is too long or too slow.
        """
        kind = self._request.headers.get("content-type", "").partition(";")[0].strip().lower()
        data = await self._in_time(self._file() if kind == "multipart/form-data" else self._joined())
        if not data:
            raise RefusalError(400, _NO_PICTURE)
        return data

    async def _in_time(self, reading: Awaitable[bytes]) -> bytes:
        try:
            async with self._time:
                data = await reading
        except TimeoutError as error:
            if self._given_up:
                raise RefusalError(
                    503, gettext("Too many pictures come in at once; try again."), retry_after=2
                ) from error
            raise RefusalError(408, gettext("The request came in too slowly; send it again.")) from error
        self.lease.arrived()
        return data

    async def _joined(self) -> bytes:
        # One block that grows, and no list of small ones: it goes back to the system as soon as it is free.
        with io.BytesIO() as joined:
            async for chunk in self._chunks():
                joined.write(chunk)
            return joined.getvalue()

    async def _file(self) -> bytes:
        parser = MultiPartParser(self._request.headers, self._chunks(), max_files=_PARTS, max_fields=_PARTS)
        parser.spool_max_size = self._limit + 1  # more than can come, so nothing is put into a file
        try:
            form = await parser.parse()
        except (MultiPartException, KeyError, UnicodeError) as error:
            raise RefusalError(400, gettext("The form in the request is damaged; send it again.")) from error
        try:
            for _, value in form.multi_items():
                if isinstance(value, UploadFile) and (data := await value.read()):
                    return data
        finally:
            await form.close()
        return b""

    async def _chunks(self) -> AsyncGenerator[bytes, None]:
        stated = self._request.headers.get("content-length", "")
        self._take(int(stated) if stated.isdecimal() else 0)  # before a byte of it has come
        received = 0
        async for chunk in self._request.stream():
            received += len(chunk)
            self._take(received)
            yield chunk

    def _take(self, length: int) -> None:
        if length > self._limit:
            raise RefusalError(
                413,
                gettext("The request is longer than {limit:,} bytes; make the picture smaller.").format(
                    limit=self._limit
                ),
            )
        self.lease.reach(length)
