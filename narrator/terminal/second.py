"""What a second describer says of an answer, printed while it is spoken."""

import sys
from collections.abc import Iterator, Mapping
from time import sleep
from typing import Any

from narrator.terminal.console import show
from narrator.terminal.replies import ask_running, print_reply

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
