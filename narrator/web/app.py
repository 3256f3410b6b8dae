"""The application: its routes, and the gate before them."""

from collections.abc import Collection

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware

from narrator import __version__
from narrator.errors import NarratorError
from narrator.languages.catalogue import gettext
from narrator.web.access import Access
from narrator.web.allowance import Allowance
from narrator.web.api import OPTIONS, api_router
from narrator.web.figures import Figures
from narrator.web.gate import Gate, refused
from narrator.web.pages import pages_router
from narrator.web.refusal import RefusalError
from narrator.web.service import Service

_SILENT = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}
"""FastAPI can report every request to a collector that a variable of the environment names."""


def make_app(service: Service, access: Access, *, origins: Collection[str] = ()) -> FastAPI:
    """The ASGI application of a service; `origins` are foreign pages that may use it with the token."""
    figures = Figures()
    figures.watch("describing", lambda: service.describing.length)
    figures.watch("speaking", lambda: service.speaking.length)
    figures.watch_held(lambda: service.held.bytes)
    strangers = Allowance(service.limits.strangers_a_minute)
    app = FastAPI(
        title="Narrator",
        version=__version__,
        summary="What is in a picture, in words and aloud.",
        openapi_url="/v1/openapi.json",
        docs_url=None,  # its pages load scripts from elsewhere
        redoc_url=None,
        telemetry=_SILENT,  # type: ignore[arg-type]  # a TypedDict whose name is private
    )
    app.include_router(api_router(service, access, figures))
    app.include_router(pages_router(service, access, strangers))
    for kind in (NarratorError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, _answer)
    app.add_middleware(
        Gate,
        access=access,
        limits=service.limits,
        strangers=strangers,
        held=service.held,
        figures=figures,
    )
    if origins:  # around the gate: a browser asks beforehand, and without the token
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(origins),
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type"],
            expose_headers=["Retry-After", "X-Request-ID"],
        )
    return app


async def _answer(request: Request, error: Exception) -> Response:
    return refused(_refusal_of(error), request.scope)


def _refusal_of(error: Exception) -> NarratorError:
    if isinstance(error, RequestValidationError):
        name = error.errors()[0]["loc"][-1]
        return RefusalError(
            422, gettext("The option {name} must be {what}.").format(name=name, what=gettext(OPTIONS[name]))
        )
    if isinstance(error, HTTPException):
        if error.status_code == 405:
            return RefusalError(
                405,
                gettext("This path does not take that method; /v1/openapi.json lists what there is."),
                headers=error.headers,
            )
        return RefusalError(
            error.status_code, gettext("There is nothing at this path; /v1/openapi.json lists what there is.")
        )
    assert isinstance(error, NarratorError)
    return error
