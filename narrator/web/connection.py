"""One connection: HTTP/1.1 as uvicorn speaks it, in which nothing may take for ever."""

import asyncio
from collections.abc import Callable
from typing import Any

import h11
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send
from uvicorn.protocols.http.flow_control import CLOSE_HEADER
from uvicorn.protocols.http.h11_impl import H11Protocol

from narrator.web.clients import with_outer_scheme
from narrator.web.leaving import PoliteTransport
from narrator.web.limits import Limits
from narrator.web.places import Places

_LOOK_SECONDS = 1.0
_GRACE_SECONDS = 5.0
"""Above the time for a body, in which the service itself can still say that it came too slowly."""


class Connection(H11Protocol):
    """Has a place, and is ended when a part of a request or answer takes too long.

    uvicorn bounds the pause between two requests, and nothing else. After an answer it goes on only with
    somebody who showed the token, and only if the request has come whole.
    """

    transport: PoliteTransport

    def __init__(
        self,
        *arguments: Any,
        places: Places,
        limits: Limits,
        client_of: Callable[[str], str | None],
        **named: Any,
    ) -> None:
        """`client_of` says who is at an address; None where it is a proxy."""
        super().__init__(*arguments, **named)
        self.whose: str | None = None
        self._places = places
        self._client_of = client_of
        self._known = False
        self._application = self.app
        self.app = self._serve  # which uvicorn calls for each request
        self._most_seconds = {
            "head": limits.head_seconds,
            "body": limits.upload_seconds + _GRACE_SECONDS,
            "answer": limits.sending_seconds,
            "end": limits.leaving_seconds,
            "work": float("inf"),  # the desks have their own times
        }
        self._phase: tuple[str, object] = ("head", None)
        self._since = self.loop.time()
        self._next_look: asyncio.TimerHandle | None = None

    @property
    def idle(self) -> bool:
        """Whether nothing is asked over it just now."""
        return self.cycle is None or self.cycle.response_complete

    def end(self) -> None:
        """Close it at once."""
        self.transport.abort()

    def recognise(self) -> bool:
        """Keep it for somebody who showed the token; whether there is a place."""
        self._known = self._places.recognise(self)
        return self._known

    def doubt(self) -> None:
        """Keep it only as long as nobody else needs its place: what is asked now shows no token."""
        self._known = False
        self._places.doubt(self)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a place."""
        super().connection_made(PoliteTransport(transport, self._is_whole))
        self.whose = self._client_of(self.client[0]) if self.client else None
        self._places.arrive(self)
        self._look()

    def connection_lost(self, error: Exception | None) -> None:
        """Give the place back."""
        if self._next_look:
            self._next_look.cancel()
        self._places.leave(self)
        super().connection_lost(error)

    def data_received(self, data: bytes) -> None:
        """Read on, unless the answer was the last one."""
        if not self.transport.leaving:
            super().data_received(data)

    def shutdown(self) -> None:
        """End with the service; who still sends what was refused is not waited for."""
        if self.transport.leaving:
            self.transport.abort()
        else:
            super().shutdown()

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["state"]["connection"] = self
        scope["headers"] = with_outer_scheme(scope["headers"])  # uvicorn takes only one that it knows
        self._known = False

        async def send_ending(message: Message) -> None:
            if message["type"] == "http.response.start" and not self._stays(Headers(scope=scope)):
                message = {**message, "headers": [*message.get("headers", ()), CLOSE_HEADER]}
            await send(message)

        await self._application(scope, receive, send_ending)

    def _stays(self, headers: Headers) -> bool:
        # A length beside chunks: a proxy may have seen another end of the request, and its rest as the next.
        doubtful = "transfer-encoding" in headers and "content-length" in headers
        return self._known and self._is_whole() and not doubtful

    def _is_whole(self) -> bool:
        if self.conn.their_state is h11.ERROR:  # of what is no request, nobody knows where it ends
            return False
        return self.cycle is None or not self.cycle.more_body

    def _look(self) -> None:
        """End the connection if the same has gone on for too long."""
        phase, now = (self._phase_now(), self.cycle), self.loop.time()
        if phase != self._phase:
            self._phase, self._since = phase, now
        elif now - self._since > self._most_seconds[phase[0]]:
            self.end()
            return
        self._next_look = self.loop.call_later(_LOOK_SECONDS, self._look)

    def _phase_now(self) -> str:
        if self.transport.is_closing():
            return "end"
        if self.transport.get_write_buffer_size() or (
            self.cycle and self.cycle.response_started and not self.idle
        ):
            return "answer"
        if self.idle:
            return "head"
        return "work" if self._is_whole() else "body"
