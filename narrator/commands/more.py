"""`narrator more`: say more about the last picture, and what a second describer says of it."""

import sys
from collections.abc import Iterator, Mapping
from time import sleep
from typing import Any

import click

from narrator.terminal.console import show
from narrator.terminal.debug import debug_option
from narrator.terminal.replies import ask_running, json_option, print_reply

_POLL_SECONDS = 0.3


@click.command("more")
@json_option
@debug_option
def command(as_json: bool) -> int:
    """Say more about the last picture.

    What else it may be, text in it, its size and date; and what your second describer says, if you have one.
    """
    from narrator.terminal.twice import would_be_heard_twice

    reply = ask_running("more")
    asked_second = bool(reply.get("second"))
    if as_json:
        second = {"second": list(_said_by_second())} if asked_second else {}
        return print_reply({**reply, **second}, as_json)
    if would_be_heard_twice():
        return 0
    print_reply(reply, as_json)
    if asked_second and sys.stdout.isatty():
        # Behind a key, or in a file, nobody reads along.
        for sentence in _said_by_second():
            show(sentence)
    return 0


def _said_by_second() -> Iterator[str]:
    """Its sentences, each soon after it has come; all of it is spoken meanwhile."""
    count, reply = 0, _ask(0)
    while True:
        yield from reply["sentences"]
        count += len(reply["sentences"])
        if reply["done"]:
            return
        sleep(_POLL_SECONDS)
        reply = _ask(count)


def _ask(after: int) -> Mapping[str, Any]:
    return ask_running("second", {"after": after})
