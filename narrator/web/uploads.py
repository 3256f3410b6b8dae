"""The picture in a request: read within its limits, kept in memory and never in a file."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Iterator
from contextlib import contextmanager

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from narrator.web.limits import Limits
from narrator.web.refusal import RefusalError

_NO_PICTURE = "There is no picture in the request; send one as the body, or as a file in a form."
_PARTS = 16
"""Of a form; the page's has two files and a field."""


class Uploads:
    """Reads bodies, and sees to it that all of them together fit into memory."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._held = 0

    @property
    def held(self) -> int:
        """The bytes of all uploads that are in memory."""
        return self._held

    @contextmanager
    def body_of(self, request: Request, limit: int | None = None) -> Iterator["Body"]:
        """The body, of at most `limit` bytes, counted as memory until the `with` ends."""
        body = Body(self, request, limit or self._limits.body_bytes, self._limits.upload_seconds)
        try:
            yield body
        finally:
            self._held -= body.held

    def hold(self, count: int) -> None:
        """Count so many bytes as held. Raises RefusalError when there is no room for them."""
        if self._held + count > self._limits.memory_bytes:
            raise RefusalError(503, "Too many pictures come in at once; try again.", retry_after=2)
        self._held += count


class Body:
    """What one request brings."""

    def __init__(self, uploads: Uploads, request: Request, limit: int, seconds: float) -> None:
        self.held = 0
        self._uploads = uploads
        self._request = request
        self._limit = limit
        self._seconds = seconds

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
            async with asyncio.timeout(self._seconds):
                return await reading
        except TimeoutError as error:
            raise RefusalError(408, "The request came in too slowly; send it again.") from error

    async def _joined(self) -> bytes:
        return b"".join([chunk async for chunk in self._chunks()])

    async def _file(self) -> bytes:
        parser = MultiPartParser(self._request.headers, self._chunks(), max_files=_PARTS, max_fields=_PARTS)
        parser.spool_max_size = self._limit + 1  # more than can come, so nothing is put into a file
        try:
            form = await parser.parse()
        except (MultiPartException, KeyError, UnicodeError) as error:
            raise RefusalError(400, "The form in the request is damaged; send it again.") from error
        try:
            for _, value in form.multi_items():
                if isinstance(value, UploadFile) and (data := await value.read()):
                    return data
        finally:
            await form.close()
        return b""

    async def _chunks(self) -> AsyncGenerator[bytes, None]:
        stated = self._request.headers.get("content-length", "")
        self._refuse_above_limit(int(stated) if stated.isdecimal() else 0)
        async for chunk in self._request.stream():
            self._refuse_above_limit(self.held + len(chunk))
            self._uploads.hold(len(chunk))
            self.held += len(chunk)
            yield chunk

    def _refuse_above_limit(self, length: int) -> None:
        if length > self._limit:
            raise RefusalError(
                413, f"The request is longer than {self._limit:,} bytes; make the picture smaller."
            )
