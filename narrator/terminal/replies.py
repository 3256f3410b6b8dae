"""What the commands share that ask the running Narrator: a key press waits for them, so they load little."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import click

from narrator.terminal.console import show
from narrator.terminal.debug import debug_option

json_option = click.option("--json", "as_json", is_flag=True, help="Print the whole reply as a JSON object.")


def plain_verb(name: str, what: str) -> click.Command:
    """A command that asks the running Narrator for the verb of its name and prints the reply."""

    @click.command(name, help=what)
    @json_option
    @debug_option
    def command(as_json: bool) -> int:
        return print_spoken(ask_running(name), as_json)

    return command


def ask_running(verb: str, arguments: Mapping[str, object] | None = None) -> Mapping[str, Any]:
    """What the running Narrator replies. Raises what `narrator.daemon.control.client.ask` raises."""
    from narrator.daemon.control.client import ask

    return ask(verb, arguments or {})


def _text(reply: Mapping[str, Any]) -> Iterator[str]:
    yield from str(reply.get("text", "")).splitlines()


def print_spoken(reply: Mapping[str, Any], as_json: bool) -> int:
    """Print a reply that the running Narrator speaks, unless it would be heard twice; the exit code."""
    from narrator.terminal.twice import would_be_heard_twice

    return 0 if not as_json and would_be_heard_twice() else print_reply(reply, as_json)


def print_reply(
    reply: Mapping[str, Any],
    as_json: bool,
    lines: Callable[[Mapping[str, Any]], Iterator[str]] = _text,
) -> int:
    """Print a reply, as its lines or whole as JSON, and return the exit code."""
    for line in [json.dumps(reply)] if as_json else lines(reply):
        show(line)
    return 0
