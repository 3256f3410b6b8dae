"""One request to the second describer and its answer, in HTTP. Nothing is followed, and no proxy is asked."""

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Any, cast

from narrator.errors import SecondError
from narrator.languages.catalogue import gettext
from narrator.second.address import Address
from narrator.second.events import within_bounds
from narrator.second.line import Line, connect
from narrator.second.patience import Patience
from narrator.second.refusals import refusal

_CHUNK = 16 * 1024
_REFUSAL_LENGTH = 64 * 1024


@contextmanager
def asked(
    address: Address, path: str, patience: Patience, content: bytes | None = None
) -> Iterator[HTTPResponse]:
    """The answer to a question, of which the head is there: a POST with `content` of JSON, or else a GET.

    Leaving the `with` hangs up, whatever is still to come. Raises SecondError, also for an answer that
    refuses, and NobodyWaitsError.
    """
    with closing(connect(address, patience)) as line:
        try:
            response = _head(line, address, path, content)
        except (OSError, HTTPException) as error:
            raise _broken_off(error) from error
        if response.status != 200:
            raise refusal(response.status, _some_of(response))
        if response.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
            raise SecondError(
                gettext(
                    "Your second describer compresses its answer, which nobody asked for; look at its server."
                )
            )
        yield response


def chunks_of(response: HTTPResponse) -> Iterator[bytes]:
    """What comes of an answer, as it comes. Raises SecondError when the line is cut, and NobodyWaitsError."""
    try:
        while chunk := response.read1(_CHUNK):
            yield chunk
    except (OSError, HTTPException) as error:
        raise _broken_off(error) from error


def whole(response: HTTPResponse) -> bytes:
    """All of an answer. Raises what `chunks_of` raises, and SecondError for one without an end."""
    return b"".join(within_bounds(chunks_of(response)))


def _head(line: Line, address: Address, path: str, content: bytes | None) -> HTTPResponse:
    sending = HTTPConnection(address.host, address.port)
    sending.sock = cast(Any, line)
    headers = {"Accept": "application/json, text/event-stream", "Connection": "close"}
    # Broken off: refused before all of it was read, and the answer says why.
    with suppress(BrokenPipeError, ConnectionResetError):
        if content is None:
            sending.request("GET", f"{address.path}{path}", headers=headers)
        else:
            headers["Content-Type"] = "application/json"
            sending.request("POST", f"{address.path}{path}", content, headers)
    response = HTTPResponse(cast(Any, line), method="GET" if content is None else "POST")
    response.begin()
    return response


def _some_of(response: HTTPResponse) -> bytes:
    """The beginning of a refusal; what could be read of it."""
    body = b""
    with suppress(SecondError):
        for chunk in chunks_of(response):
            body += chunk
            if len(body) > _REFUSAL_LENGTH:
                break
    return body


def _broken_off(error: Exception) -> SecondError:
    # The message of an error of HTTP holds what the server has sent.
    reason = error.strerror or "" if isinstance(error, OSError) else ""
    reason = f" ({reason})" if reason else ""
    return SecondError(
        gettext(
            "What answers at the address of your second describer has broken off{reason}; "
            "look at its server, and at your setting second."
        ).format(reason=reason)
    )
