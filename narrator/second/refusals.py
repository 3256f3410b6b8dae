"""Why a second describer does not answer, in one sentence of ours."""

import json
import re

from narrator.errors import SecondError
from narrator.languages.catalogue import gettext
from narrator.second.letters import clean, shortened

_BLIND = re.compile(r"\b(image|images|image_url|vision|multimodal|mmproj)\b", re.IGNORECASE)
_NO_MODEL = re.compile(r"\bmodel\b.*\b(not found|does not exist|not loaded|no such)\b", re.IGNORECASE)
_BUSY = frozenset({429, 503})
_KEY = frozenset({401, 403})
_QUOTED = 120
"""Letters of what a server says itself; nobody wants to hear a page."""
CANNOT_SEE = "The model of your second describer cannot see pictures; choose another with second_model."


def refusal(status: int, body: bytes) -> SecondError:
    """For an answer of HTTP that is no success."""
    if 300 <= status < 400:
        return SecondError(
            gettext(
                "Your second describer sends Narrator on to another address, to which no "
                "picture is sent; write the right address into your setting second."
            )
        )
    if status in _BUSY:
        return SecondError(
            gettext("Your second describer is busy, or still loads its model; ask again later.")
        )
    if status in _KEY:
        return SecondError(
            gettext("Your second describer wants a key, and Narrator sends none; let it answer without one.")
        )
    if message := message_of(body):
        return refused(message)
    if status == 404:
        return SecondError(
            gettext(
                "No second describer answers at its address; look at your setting second: most end in /v1."
            )
        )
    return SecondError(
        gettext("Your second describer refuses with status {status}; look at its server.").format(
            status=status
        )
    )


def refused(message: str) -> SecondError:
    """For what a server says itself went wrong."""
    if _NO_MODEL.search(message):
        return SecondError(
            gettext("Your second describer does not have its model any more; look at second_model.")
        )
    if _BLIND.search(message):
        return SecondError(CANNOT_SEE)
    said = shortened(clean(message), _QUOTED).rstrip(".")
    return SecondError(
        gettext("Your second describer does not answer, and says: {said}.").format(said=said or "nothing")
    )


def message_of(body: bytes) -> str:
    """The message of an error object, of which there are several forms; empty if it is none."""
    try:
        record = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    error = record.get("error") if isinstance(record, dict) else None
    message = error.get("message") if isinstance(error, dict) else error
    return message if isinstance(message, str) else ""
