"""What a second describer says besides, printed while the running Narrator speaks it, or asked here."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any

from narrator.errors import SecondError
from narrator.languages.catalogue import gettext
from narrator.languages.passages import joined
from narrator.terminal.console import show
from narrator.terminal.replies import ask_running, print_reply

if TYPE_CHECKING:
    from narrator.picture.opening import Picture
    from narrator.settings.settings import Settings
    from narrator.terminal.requests import Request
    from narrator.terminal.results import Result

_POLL_SECONDS = 0.3


def print_with_second(reply: Mapping[str, Any], as_json: bool) -> int:
    """Print a reply that is spoken, and what the second describer says if it was asked; the exit code.

    As JSON it is one object, once all of it is there.
    """
    from narrator.terminal.twice import would_be_heard_twice

    if not reply.get("second"):
        return 0 if not as_json and would_be_heard_twice() else print_reply(reply, as_json)
    if as_json:
        return print_reply({**reply, "second": list(_said())}, as_json)
    if would_be_heard_twice():
        return 0
    print_reply(reply, as_json)
    if sys.stdout.isatty():  # behind a key, or in a file, nobody reads along
        for sentence in _said():
            show(sentence)
    return 0


def second_answers(
    request: "Request", question: str, picture: "Picture", ours: str, settings: "Settings"
) -> Iterator["Result"]:
    """What the second describer of the settings answers, a result for each sentence, and how both compare.

    Nothing without one, or where nothing of the picture's folder is to be kept and it is on another machine.
    Raises SettingsError for an address that is none.
    """
    from narrator.daemon.wishes import Wishes
    from narrator.second.comparison import MAY_BE_WRONG, SAYS, answers_compared
    from narrator.second.second import second_of

    second = second_of(settings)
    path = Path(request.label).absolute()
    if second is None or not (second.is_here or Wishes(settings.folders).of(path).journal):
        return
    said: list[str] = []
    try:
        with closing(second.ask(picture, question)) as sentences:
            for sentence in sentences:
                said.append(sentence)
                introduced = sentence if len(said) > 1 else joined([gettext(SAYS), sentence])
                yield _of_second(request, question, introduced)
    except SecondError as error:
        yield _of_second(request, question, str(error))
    else:
        compared = joined(filter(None, [answers_compared(ours, said), gettext(MAY_BE_WRONG)]))
        yield _of_second(request, question, compared)


def _of_second(request: "Request", question: str, said: str) -> "Result":
    from narrator.terminal.results import Result

    record = {"picture": request.label, "question": question, "second": said}
    return Result(described=True, lines=(said,), record=record, spoken=said)


def _said() -> Iterator[str]:
    """Its sentences, each soon after it has come."""
    count = 0
    while True:
        reply = ask_running("second", {"after": count})
        yield from reply["sentences"]
        count += len(reply["sentences"])
        if reply["done"]:
            return
        sleep(_POLL_SECONDS)
