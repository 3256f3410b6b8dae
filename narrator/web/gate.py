"""What every request passes, whatever route it takes: checks before it, headers and a log line after it."""

import json
import logging
import secrets
from collections.abc import Iterator
from time import perf_counter

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from narrator.errors import NarratorError
from narrator.faults import place_of, trace_of
from narrator.languages.catalogue import gettext, in_tongue, tongue
from narrator.web.access import Access
from narrator.web.allowance import Allowance
from narrator.web.clients import client_at
from narrator.web.cookies import own_cookies, without_foreign_cookies
from narrator.web.figures import Figures
from narrator.web.held import Held
from narrator.web.languages import tongue_of
from narrator.web.limits import Limits
from narrator.web.refusal import RefusalError, status_of
from narrator.web.sparing import Sparing

_LOG = logging.getLogger(__name__)

_OPEN_PATHS = frozenset({"/", "/enter", "/leave", "/v1/health"})
"""Without a token: the first three show a stranger nothing but a form to sign in with."""
_OPEN_FOLDER = "/page/"
"""The files that the page is made of; they are the same for everybody."""

_PIECE_BYTES = 2**16
"""Of an answer, at once: what uvicorn takes is in memory a second time until the client has it."""

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
        " media-src blob: data:; connect-src 'self'; manifest-src 'self'; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
    # Not no-referrer: a browser would then send the page's own form with the origin "null".
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Gate:
    """ASGI middleware around the whole application."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        access: Access,
        limits: Limits,
        strangers: Allowance,
        held: Held,
        figures: Figures,
    ) -> None:
        """`strangers` counts requests without the token, `held` the bytes of all requests."""
        self._app = app
        self._access = access
        self._allowance = Allowance(limits.requests_a_minute)
        self._strangers = strangers
        self._held = held
        self._figures = figures
        self._sparing = Sparing(limits.log_seconds)
        self._head_bytes = limits.head_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through, or answer it here. There are no WebSockets, so none gets further."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            with self._held.lease() as lease:
                scope.setdefault("state", {})["lease"] = lease
                scope["headers"] = without_foreign_cookies(scope["headers"])
                with in_tongue(tongue_of(scope)):
                    await self._pass(scope, receive, send)

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        number = secrets.token_hex(8)
        scope["state"]["request"] = number
        began = perf_counter()
        status = 0

        async def send_marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers.update({**_HEADERS, "X-Request-ID": number})
            for piece in _pieces(message):
                await send(piece)

        try:
            self._check(HTTPConnection(scope))
            await self._app(scope, receive, send_marked)
        except ClientDisconnect:
            status = 499  # what proxies write of a client that has gone; nobody is there to be answered
        except RefusalError as error:
            await refused(error, scope)(scope, receive, send_marked)
        except Exception as error:
            # The edge of a request: a fault over one must not be silent, and tells its details to nobody.
            self._tell_fault(error, number)
            if not status:
                await refused(_fault(error), scope)(scope, receive, send_marked)
        finally:
            self._note(scope, number, status, perf_counter() - began)

    def _check(self, request: HTTPConnection) -> None:
        if _head_bytes(request.scope) > self._head_bytes:  # one that came at once, and was never incomplete
            raise RefusalError(431, gettext("The head of the request is too long; send fewer headers."))
        host = request.headers.get("host", "")
        if not self._access.is_host(host):
            raise RefusalError(
                421, gettext("The service is not known by this name; start it with --name and the name.")
            )
        origin = request.headers.get("origin")
        if origin is not None and not self._access.is_origin(origin, request.scope["scheme"], host):
            raise RefusalError(
                403,
                gettext(
                    "This page may not use the service; start it with --origin and its address, "
                    "or, behind a proxy with TLS, with --trusted-proxy."
                ),
            )
        if "content-length" in request.headers and "transfer-encoding" in request.headers:
            raise RefusalError(400, gettext("The request states its length in two ways; send one of them."))
        if admitted(request, self._access):
            self._admit(request.scope)
            return
        if connection := request.scope["state"].get("connection"):
            connection.doubt()
        if not _is_open(request.scope["path"]):
            self._strangers.take(_client(request.scope))
            raise RefusalError(
                401, gettext("The token is missing or wrong; send it as Authorization: Bearer TOKEN.")
            )

    def _admit(self, scope: Scope) -> None:
        """Give a place and a request to somebody who showed the token. Raises RefusalError."""
        scope["state"]["admitted"] = True
        connection = scope["state"].get("connection")
        if connection and not connection.recognise():
            raise RefusalError(
                503, gettext("Too many requests wait already; try again in a moment."), retry_after=1
            )
        if scope["path"] != "/v1/health":
            self._allowance.take(_client(scope))

    def _note(self, scope: Scope, number: str, status: int, seconds: float) -> None:
        route = scope.get("route")
        path = getattr(route, "path", "other")
        self._figures.answered(path, status, seconds)
        # Of strangers one line of each kind, and then how many more there were: they cannot fill the log.
        if "admitted" in scope["state"] or self._sparing.is_told((path, status), self._sum_up):
            client = scope["client"][0] if scope.get("client") else ""
            line = {"request": number, "client": client, "method": scope["method"], "path": path}
            _LOG.info("%s", json.dumps({**line, "status": status, "seconds": round(seconds, 4)}))

    def _sum_up(self, kind: tuple[str, int], untold: int) -> None:
        path, status = kind
        _LOG.info("%s", json.dumps({"path": path, "status": status, "untold": untold}))

    def _tell_fault(self, error: Exception, number: str) -> None:
        kind = type(error).__name__, *place_of(error)
        if self._sparing.is_told(kind, self._sum_up_faults):
            _LOG.error("Request %s met a fault.\n%s", number, trace_of(error))

    def _sum_up_faults(self, kind: tuple[str, str, int], untold: int) -> None:
        _LOG.error("%d requests more met the same %s.", untold, kind[0])


def admitted(request: HTTPConnection, access: Access) -> bool:
    """Whether a request shows the token, or a session that was opened with it."""
    # A proxy that asks for a password itself hands it on here; a browser's session is right beside it.
    if access.is_bearer(request.headers.get("authorization", "")):
        return True
    return any(map(access.sessions.holds, own_cookies(request.headers.raw)))


def refused(error: NarratorError, scope: Scope) -> JSONResponse:
    """An error as a program gets it: {"error": one sentence, "request": its number in the log}."""
    headers = error.headers if isinstance(error, RefusalError) else {}
    return JSONResponse(
        {"error": str(error), "request": scope["state"]["request"]},
        status_of(error),
        headers={**headers, "Content-Language": tongue()},
    )


def _fault(error: Exception) -> RefusalError:
    return RefusalError(
        500,
        gettext("Narrator has a fault of its own ({name}); the service's log says more.").format(
            name=type(error).__name__
        ),
    )


def _is_open(path: str) -> bool:
    return path in _OPEN_PATHS or path.startswith(_OPEN_FOLDER)


def _head_bytes(scope: Scope) -> int:
    """About what the head of a request measured, in which each header has a colon, a space and an end."""
    headers = sum(len(name) + len(value) + 4 for name, value in scope["headers"])
    return headers + len(scope.get("query_string", b""))


def _client(scope: Scope) -> str:
    return client_at(scope["client"][0]) if scope.get("client") else ""


def _pieces(message: Message) -> Iterator[Message]:
    """A message with a long body in parts, each of which waits until the client has taken the last."""
    body = message.get("body", b"")
    if len(body) <= _PIECE_BYTES:
        yield message
        return
    view = memoryview(body)
    for start in range(0, len(body), _PIECE_BYTES):
        last = start + _PIECE_BYTES >= len(body)
        more = not last or message.get("more_body", False)
        yield {**message, "body": bytes(view[start : start + _PIECE_BYTES]), "more_body": more}
