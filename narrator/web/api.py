"""The routes under /v1, for programs and for the page's script, and /metrics."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.security import HTTPBearer
from pydantic import ValidationError

from narrator.languages.catalogue import gettext, sentence_of
from narrator.web.access import Access
from narrator.web.answers import Described, Problem, State, Text
from narrator.web.figures import KIND, Figures
from narrator.web.refusal import RefusalError
from narrator.web.service import Service, Wish
from narrator.web.signing import signed_out
from narrator.web.sounds import MP3, OPUS, WAV, form_for

_TEXT_BYTES_A_LETTER = 12  # as JSON may write a letter: two escapes of six characters

OPTIONS = {
    "samples": sentence_of("a whole number from 1 to 100"),
    "seed": sentence_of("a whole number from 0 to 9223372036854775807"),
    "all": sentence_of("true or false"),
    "verbosity": sentence_of("brief, normal or full"),
    "language": sentence_of("en, de, fr or cs"),
}
"""Those of a description, with what they can be."""

_PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "There is no picture or text in the request."},
    401: {"model": Problem, "description": "The token is missing or wrong."},
    403: {"model": Problem, "description": "A page of another origin asked."},
    408: {"model": Problem, "description": "The request came in too slowly."},
    413: {"model": Problem, "description": "The request is too long."},
    421: {"model": Problem, "description": "The service was addressed by a name that is not its own."},
    422: {"model": Problem, "description": "The picture cannot be described, or an option cannot be."},
    429: {"model": Problem, "description": "This client asks too often; see Retry-After."},
    503: {"model": Problem, "description": "Too many requests wait; see Retry-After."},
}
_PICTURE: dict[str, Any] = {
    "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
    "image/*": {"schema": {"type": "string", "format": "binary"}},
    "multipart/form-data": {
        "schema": {"type": "object", "properties": {"picture": {"type": "string", "format": "binary"}}}
    },
}
_TEXT: dict[str, Any] = {"application/json": {"schema": Text.model_json_schema()}}
_SOUND: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            form.media_type: {"schema": {"type": "string", "format": "binary"}} for form in (WAV, OPUS, MP3)
        }
    }
}


# Only told in the description: the gate has checked the token before a route is looked for.
_SIGNED_IN = [Depends(HTTPBearer(auto_error=False, description="What is in the token file."))]


def api_router(service: Service, access: Access, figures: Figures) -> APIRouter:
    """All of them."""
    router = APIRouter()

    def wish(
        samples: Annotated[
            int, Query(ge=1, le=100, description="Captions to sample.")
        ] = service.usual.samples,
        seed: Annotated[
            int | None, Query(ge=0, le=2**63 - 1, description="The same seed gives the same captions.")
        ] = service.usual.seed,
        every: Annotated[bool, Query(alias="all", description="Let all captions be spoken.")] = False,
        verbosity: Annotated[
            Literal["brief", "normal", "full"], Query(description="`full` adds the picture's size.")
        ] = service.usual.verbosity,  # type: ignore[assignment]  # the settings' rules allow only these
        language: Annotated[
            Literal["en", "de", "fr", "cs"] | None, Query(description="In which it is answered.")
        ] = None,
    ) -> Wish:
        return Wish(samples=samples, seed=seed, every=every, verbosity=verbosity)

    Wanted = Annotated[Wish, Depends(wish)]  # noqa: N806  # a type

    @router.post(
        "/v1/describe",
        responses=_PROBLEMS,
        dependencies=_SIGNED_IN,
        openapi_extra={"requestBody": {"required": True, "content": _PICTURE}},
    )
    async def describe(request: Request, wanted: Wanted) -> Described:
        """Describe a picture: the body itself, or a file in a form. Its kind is seen in its content."""
        return await service.describe(request, wanted)

    @router.post(
        "/v1/speech",
        response_class=Response,
        responses={**_PROBLEMS, **_SOUND, 500: {"model": Problem, "description": "There is no voice."}},
        dependencies=_SIGNED_IN,
        openapi_extra={"requestBody": {"required": True, "content": {**_TEXT, **_PICTURE}}},
    )
    async def speech(request: Request, wanted: Wanted) -> Response:
        """Speak a text, or what is in a picture.

        As WAV; as Opus or MP3 where the Accept header prefers them and the service's machine can make them.
        """
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == "application/json":
            text = await _text_of(request, service)
        else:
            text = (await service.describe(request, wanted)).spoken
        form = form_for(request.headers.get("accept", ""))
        sound = await service.speak(request, text, form)
        return Response(sound, media_type=form.media_type, headers={"Vary": "Accept"})

    @router.delete("/v1/session", status_code=204, response_class=Response, responses={401: _PROBLEMS[401]})
    async def sign_out(request: Request) -> Response:
        """End the session whose cookie comes with the request. A token is no session, and goes on."""
        return signed_out(request, access, Response(status_code=204))

    @router.get("/v1/health")
    async def health() -> State:
        """Whether the service runs; needs no token."""
        return State(state="alive")

    @router.get("/v1/ready", responses={401: _PROBLEMS[401], 503: _PROBLEMS[503]}, dependencies=_SIGNED_IN)
    async def ready() -> State:
        """Whether the service takes one more picture now."""
        if not service.describing.works:
            raise RefusalError(
                503, gettext("Too many requests wait already; try again in a moment."), retry_after=1
            )
        return State(state="ready", bundle=service.bundle)

    @router.get("/metrics", response_class=Response, responses={401: _PROBLEMS[401]}, dependencies=_SIGNED_IN)
    async def metrics() -> Response:
        """Counts and times for a Prometheus."""
        return Response(figures.text(), media_type=KIND)

    return router


async def _text_of(request: Request, service: Service) -> str:
    letters = service.limits.text_letters
    with service.uploads.body_of(request, limit=_TEXT_BYTES_A_LETTER * letters + 1024) as body:
        data = await body.whole()
    try:
        asked = Text.model_validate_json(data)
    except ValidationError as error:
        raise RefusalError(
            400, gettext('There is no text in the request; send JSON like {"text": "Hello."}.')
        ) from error
    text = asked.spoken
    if len(text) > letters:
        raise RefusalError(
            413,
            gettext("The text is longer than {letters:,} letters; send it in parts.").format(letters=letters),
        )
    return text
