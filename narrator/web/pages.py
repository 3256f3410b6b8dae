"""The routes of the page: as a script's start, and whole without one."""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from html import escape
from importlib.resources import files
from string import Template
from urllib.parse import parse_qs

from fastapi import APIRouter, Request, Response
from starlette.responses import HTMLResponse, RedirectResponse

from narrator.errors import NarratorError, SpeechError
from narrator.languages.catalogue import ENGLISH, gettext, sentence_of, tongue
from narrator.languages.passages import joined, passages_of
from narrator.web.access import Access
from narrator.web.allowance import Allowance
from narrator.web.answers import Described
from narrator.web.clients import client_at
from narrator.web.gate import admitted
from narrator.web.refusal import RefusalError, status_of
from narrator.web.service import Service
from narrator.web.signing import signed_in, signed_out

_KINDS = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "webmanifest": "application/manifest+json",
}
_TOKEN_BYTES = 4096
_BROUGHT_NO_KEY = sentence_of(
    "This link was used before, is too old, or is of an earlier start of Narrator."
    " Start narrator serve again, or enter the token."
)


def pages_router(service: Service, access: Access, strangers: Allowance) -> APIRouter:
    """All of them; they are no part of the API's description. `strangers` counts wrong tokens."""
    router = APIRouter(include_in_schema=False)
    pages = _Pages()

    @router.get("/")
    async def page(request: Request) -> Response:
        return pages.main() if admitted(request, access) else pages.sign_in()

    @router.post("/")
    async def describe(request: Request) -> Response:
        """Of a browser without scripts, and of a phone that shares a picture."""
        if not admitted(request, access):
            return pages.sign_in(gettext("Enter the token first, then send the picture again."), status=401)
        try:
            description = await service.describe(request)
        except NarratorError as error:
            return pages.main(said=str(error), status=status_of(error))
        try:
            return pages.main(description, sound=await service.speak(request, description.spoken))
        except (SpeechError, RefusalError) as error:
            return pages.main(description, unheard=str(error))

    @router.get("/enter")
    async def enter_by_link(request: Request, key: str = "") -> Response:
        if access.use_key(key):
            return signed_in(request, access, RedirectResponse("/", 303))
        # A link that is opened again in the same browser leads to the page all the same.
        if admitted(request, access):
            return RedirectResponse("/", 303)
        return pages.sign_in(gettext(_BROUGHT_NO_KEY), status=403)

    @router.post("/enter")
    async def enter_by_token(request: Request) -> Response:
        seconds = service.limits.head_seconds
        with service.uploads.body_of(request, limit=_TOKEN_BYTES, seconds=seconds) as body:
            fields = parse_qs((await body.whole()).decode(errors="replace"))
        if access.is_token(fields.get("token", [""])[0].strip()):
            return signed_in(request, access, RedirectResponse("/", 303))
        try:
            strangers.take(client_at(request.client.host) if request.client else "")
        except RefusalError as error:
            return pages.sign_in(str(error), status=error.status, headers=error.headers)
        return pages.sign_in(
            gettext("This is not the token. Copy it from the token file and try again."), status=403
        )

    @router.post("/leave")
    async def leave(request: Request) -> Response:
        return signed_out(request, access, RedirectResponse("/", 303))

    @router.get("/page/{name}")
    async def file(name: str) -> Response:
        if name not in pages.files:
            raise RefusalError(404, gettext("There is no such file; open the page again."))
        return Response(pages.files[name], media_type=_KINDS[name.rpartition(".")[2]])

    return router


def _marked(text: str) -> str:
    """A text as HTML. What is in another language says so, for screen readers change their voice there."""
    return "".join(
        f'<span lang="{escape(passage.language)}">{escape(passage.text)}</span>'
        if passage.language
        else escape(passage.text)
        for passage in passages_of(text)
    )


def _in_the_tongue(page: str) -> Template:
    """A page's file with each {{sentence}} as it is said in the tongue."""
    return Template(re.sub(r"\{\{(.+?)\}\}", lambda found: escape(gettext(found[1])), page, flags=re.DOTALL))


def _said_by(name: str, data: bytes) -> Iterator[str]:
    """The sentences of a script, which it asks for by t("...")."""
    if name.endswith(".js"):
        yield from (found[1] for found in re.finditer(r"\bt\(\s*\"([^\"]+)\"", data.decode()))


class _Pages:
    """The page's files, read once; no request's path ever reaches the disk."""

    def __init__(self) -> None:
        entries = {
            entry.name: entry.read_bytes() for entry in files("narrator.web").joinpath("page").iterdir()
        }
        self.files: Mapping[str, bytes] = {
            name: data for name, data in entries.items() if name.rpartition(".")[2] in _KINDS
        }
        self._main, self._sign_in = entries["main.html"].decode(), entries["sign_in.html"].decode()
        self._sentences = sorted({text for name, data in self.files.items() for text in _said_by(name, data)})

    def sign_in(
        self, said: str = "", *, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> Response:
        """A form for the token."""
        return HTMLResponse(
            _in_the_tongue(self._sign_in).substitute(said=escape(said), language=tongue()), status, headers
        )

    def main(
        self,
        description: Described | None = None,
        *,
        said: str = "",
        sound: bytes | None = None,
        unheard: str = "",
        status: int = 200,
    ) -> Response:
        """The page, with a description when a form brought a picture; `unheard` is why it has no sound."""
        source = f'src="data:audio/wav;base64,{base64.b64encode(sound).decode()}"' if sound else ""
        readings = description.readings if description else []
        agreement = description.agreement if description else None
        words = {each: gettext(each) for each in self._sentences} if tongue() != ENGLISH else {}
        text = _in_the_tongue(self._main).substitute(
            language=tongue(),
            # As a script it would end with the first "<\/": what is in it is data, and stays data.
            words=json.dumps(words).replace("<", "\\u003c"),
            title=escape(f"{description.spoken} " if description else gettext("Error: ") if said else ""),
            said=_marked(joined(filter(None, [description.spoken if description else said, unheard]))),
            hidden="" if description else "hidden",
            source=source,
            audio_hidden="" if sound else "hidden",
            more="" if readings else "hidden",
            agreement=escape(agreement.sentence if agreement else ""),
            readings="".join(f"<li>{escape(reading)}</li>" for reading in readings),
        )
        return HTMLResponse(text, status)
