"""What the daemon and its clients write to each other: one JSON object a line.

A request is `{"version": 1, "verb": "status", "arguments": {...}}`, where no arguments may be left out. Its
reply is `{"version": 1, "ok": true, ...}` or `{"version": 1, "ok": false, "error": "one sentence"}`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from narrator.errors import DaemonError

VERSION = 1
VERBS = (
    *("repeat", "more", "stop", "pause", "resume", "missed", "status", "quit"),
    *("watch", "clipboard", "camera", "describe", "ask", "say", "wrong", "second"),
)
LONGEST_REQUEST = 64 * 1024
"""In bytes, the end of the line included."""
LONGEST_REPLY = 1024 * 1024
"""In bytes, the end of the line included: some ten thousand sentences."""

_LONGEST_VERB = 40
"""In letters; more of an unknown one is not repeated to who sent it."""


class MessageError(DaemonError):
    """A line that is no request or no reply."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """What somebody wants of the daemon."""

    verb: str
    """One of VERBS."""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    """Whatever JSON can say; nobody has looked at it yet."""


def write_request(request: Request) -> bytes:
    """The line that asks for it. Raises MessageError when it is too long."""
    line = _line({"version": VERSION, "verb": request.verb, "arguments": dict(request.arguments)})
    if len(line) > LONGEST_REQUEST:
        raise MessageError("That is more than Narrator takes at once; name fewer or shorter things.")
    return line


def read_request(line: bytes) -> Request:
    """The request of a line. Raises MessageError with a sentence for who wrote it."""
    record = _record(line)
    if record.get("version") != VERSION:
        raise MessageError(
            f"This Narrator understands requests of version {VERSION} only; use the client that came with it."
        )
    verb, arguments = record.get("verb"), record.get("arguments", {})
    if not isinstance(verb, str) or verb not in VERBS:
        raise MessageError(_unknown(verb))
    if not isinstance(arguments, dict):
        raise MessageError("The arguments of a request are not a JSON object; send one.")
    if not _is_text(arguments):
        raise MessageError("A request has letters in it that no name can have; send it without them.")
    return Request(verb=verb, arguments=arguments)


def write_reply(reply: Mapping[str, object]) -> bytes:
    """The line that grants a request. Raises ValueError or TypeError for what JSON cannot say."""
    line = _line({**reply, "version": VERSION, "ok": True})
    if len(line) > LONGEST_REPLY:
        return write_refusal("The answer is too long to be sent; ask for less.")
    return line


def write_refusal(sentence: str) -> bytes:
    """The line that says why a request was not granted."""
    return _line({"version": VERSION, "ok": False, "error": sentence})


def read_reply(line: bytes) -> Mapping[str, Any]:
    """The reply of a line. Raises DaemonError with the daemon's own sentence when it did not grant it."""
    record = _record(line)
    if record.get("ok") is True and record.get("version") == VERSION:
        return record
    if isinstance(record.get("error"), str):  # of whatever version: a sentence is a sentence
        raise DaemonError(record["error"])
    raise MessageError("The Narrator that runs is of another version; end it, then start it again.")


def _line(record: Mapping[str, object]) -> bytes:
    return json.dumps(record, allow_nan=False).encode() + b"\n"


def _record(line: bytes) -> dict[str, Any]:
    try:
        record = json.loads(line.decode())
    except (ValueError, RecursionError) as error:
        raise MessageError("A line is not JSON; send one JSON object a line.") from error
    if not isinstance(record, dict):
        raise MessageError("A line is JSON, but not an object; send one JSON object a line.")
    return record


def _is_text(arguments: dict[str, Any]) -> bool:
    """Whether all that is in it could be a path or a person's words: no zero byte, no half of a letter.

    A byte of a name that is no UTF-8 counts as a letter, as everywhere in Python.
    """
    waiting: list[Any] = [arguments]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [*value, *value.values()]
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str):
            try:
                value.encode(errors="surrogateescape")
            except UnicodeEncodeError:
                return False
            if "\0" in value:
                return False
    return True


def _unknown(verb: object) -> str:
    from difflib import get_close_matches

    if not isinstance(verb, str):
        return f"A request has no verb; Narrator knows {', '.join(VERBS)}."
    nearest = get_close_matches(verb[:_LONGEST_VERB], VERBS, n=1, cutoff=0.5)
    advice = f"try {nearest[0]}" if nearest else f"it knows {', '.join(VERBS)}"
    return f"Narrator does not know the verb {json.dumps(verb[:_LONGEST_VERB])}; {advice}."
