"""What a server's events say: pieces of text, an error, or the end (the chat completions of OpenAI)."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from narrator.errors import SecondError
from narrator.second.refusals import refused

_LAST = "[DONE]"
_WRONG = "Your second describer answers with something that is no answer; look at your setting second."
_ENDED_EARLY = "Your second describer stopped in the middle of its answer; ask again, or look at its server."


def text_of(events: Iterable[str]) -> Iterator[str]:
    """The pieces of the answer's text, as they come; what a model only thinks is left out.

    Raises SecondError for an error, and, after what came, for an answer without an end.
    """
    is_answer = False
    for event in events:
        if event.strip() == _LAST:
            return
        choice = _choice(_record(event))
        is_answer = True
        delta = choice.get("delta")
        if isinstance(delta, dict):
            yield from _pieces(delta)
        if choice.get("finish_reason"):
            return
    raise SecondError(_ENDED_EARLY if is_answer else _WRONG)


def text_of_whole(body: bytes) -> Iterator[str]:
    """The text of an answer that came in one piece, as of servers that do not stream. Raises SecondError."""
    message = _choice(_record(body)).get("message")
    if not isinstance(message, dict):
        raise SecondError(_WRONG)
    yield from _pieces(message)


def _record(data: str | bytes) -> dict[str, Any]:
    try:
        record = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise SecondError(_WRONG) from error
    if not isinstance(record, dict):
        raise SecondError(_WRONG)
    if told := record.get("error"):
        message = told.get("message") if isinstance(told, dict) else told
        raise refused(message if isinstance(message, str) else "")
    return record


def _choice(record: dict[str, Any]) -> dict[str, Any]:
    """The first choice; an event without any, as of usage or a heartbeat, says nothing."""
    choices = record.get("choices")
    if not isinstance(choices, list):
        raise SecondError(_WRONG)
    choice = choices[0] if choices else {}
    if not isinstance(choice, dict):
        raise SecondError(_WRONG)
    return choice


def _pieces(message: dict[str, Any]) -> Iterator[str]:
    content = message.get("content")
    if isinstance(content, str):
        yield content
    elif isinstance(content, list):  # the newer form: parts, each with a type
        for part in content:
            if isinstance(part, dict) and isinstance(part.get("text"), str):
                yield part["text"]
