"""What every request passes, whatever route it takes: checks before it, headers and a log line after it."""

import json
import logging
import secrets
from time import perf_counter

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from narrator.errors import NarratorError
from narrator.web.access import COOKIE, Access
from narrator.web.allowance import Allowance
from narrator.web.figures import Figures
from narrator.web.languages import in_language, language_of
from narrator.web.refusal import RefusalError, status_of

_LOG = logging.getLogger(__name__)

_OPEN_PATHS = frozenset({"/", "/enter", "/v1/health"})
"""Without a token: the first two show a stranger nothing but a form to sign in with."""
_OPEN_FOLDER = "/page/"
"""The files that the page is made of; they are the same for everybody."""

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

    def __init__(self, app: ASGIApp, *, access: Access, allowance: Allowance, figures: Figures) -> None:
        self._app = app
        self._access = access
        self._allowance = allowance
        self._figures = figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through, or answer it here. There are no WebSockets, so none gets further."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._pass(scope, receive, send)

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        number = secrets.token_hex(8)
        scope.setdefault("state", {})["request"] = number
        began = perf_counter()
        status = 0

        async def send_marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers.update({**_HEADERS, "X-Request-ID": number})
            await send(message)

        try:
            self._check(HTTPConnection(scope))
            await self._app(scope, receive, send_marked)
        except ClientDisconnect:
            status = 499  # what proxies write of a client that has gone; nobody is there to be answered
        except RefusalError as error:
            await refused(error, scope)(scope, receive, send_marked)
        except Exception as error:
            # The edge of a request: a fault over one must not be silent, and tells its details to nobody.
            _LOG.exception("Request %s met a fault.", number)
            if not status:
                await refused(_fault(error), scope)(scope, receive, send_marked)
        finally:
            self._note(scope, number, status, perf_counter() - began)

    def _check(self, request: HTTPConnection) -> None:
        host = request.headers.get("host", "")
        if not self._access.is_host(host):
            raise RefusalError(
                421, "The service is not known by this name; start it with --name and the name."
            )
        origin = request.headers.get("origin")
        if origin is not None and not self._access.is_origin(origin, host):
            raise RefusalError(
                403, "This page may not use the service; start it with --origin and its address."
            )
        path = request.url.path
        if path == "/v1/health":
            return
        self._allowance.take(request.client.host if request.client else "")
        if path in _OPEN_PATHS or path.startswith(_OPEN_FOLDER):
            return
        if not admitted(request, self._access):
            raise RefusalError(401, "The token is missing or wrong; send it as Authorization: Bearer TOKEN.")

    def _note(self, scope: Scope, number: str, status: int, seconds: float) -> None:
        route = scope.get("route")
        path = getattr(route, "path", "other")
        self._figures.answered(path, status, seconds)
        client = scope["client"][0] if scope.get("client") else ""
        line = {"request": number, "client": client, "method": scope["method"], "path": path}
        _LOG.info("%s", json.dumps({**line, "status": status, "seconds": round(seconds, 4)}))


def admitted(request: HTTPConnection, access: Access) -> bool:
    """Whether a request shows the token, or a session that was opened with it."""
    if authorization := request.headers.get("authorization"):
        return access.is_bearer(authorization)
    return access.is_session(request.cookies.get(COOKIE, ""))


def refused(error: NarratorError, scope: Scope) -> JSONResponse:
    """An error as a program gets it: {"error": one sentence, "request": its number in the log}."""
    sentence, language = in_language(str(error), language_of(scope.get("query_string", b"")))
    headers = error.headers if isinstance(error, RefusalError) else {}
    return JSONResponse(
        {"error": sentence, "request": scope["state"]["request"]},
        status_of(error),
        headers={**headers, "Content-Language": language},
    )


def _fault(error: Exception) -> RefusalError:
    return RefusalError(
        500, f"Narrator has a fault of its own ({type(error).__name__}); the service's log says more."
    )
