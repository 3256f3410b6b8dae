"""`narrator repeat`, `more`, `stop` and their like: ask the running daemon and print what it replies."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import click

from narrator.commands.console import show
from narrator.commands.debug import debug_option

# A key press waits for these commands: what they need is imported when it is used, and is little.

json_option = click.option("--json", "as_json", is_flag=True, help="Print the whole reply as a JSON object.")


def _verb(name: str, what: str) -> click.Command:
    @click.command(name, help=what)
    @json_option
    @debug_option
    def command(as_json: bool) -> int:
        return _print(_ask(name), as_json)

    return command


repeat = _verb("repeat", "Say the last description once more.")
more = _verb(
    "more", "Say more about the last picture.\n\nWhat else it may be, text in it, its size and date."
)
stop = _verb("stop", "Be silent at once.")
pause = _verb("pause", "Say nothing about new pictures until resume.")
resume = _verb("resume", "Say again what is in new pictures.")


@click.command("missed")
@click.option("--count", type=click.IntRange(min=1), metavar="N", help="Say the newest N only.")
@json_option
@debug_option
def missed(count: int | None, as_json: bool) -> int:
    """Say what was described but not spoken.

    Such as all but the first of many pictures at once, and what came while paused or in quiet hours.
    """
    return _print(_ask("missed", {"count": count} if count else {}), as_json)


@click.command("status")
@json_option
@debug_option
def status(as_json: bool) -> int:
    """Tell how the running Narrator is, one fact a line."""
    return _print(_ask("status"), as_json, _facts)


@click.command("quit")
@json_option
@debug_option
def end(as_json: bool) -> int:
    """End the running Narrator, and wait until it is gone."""
    from narrator.daemon.control.client import end_daemon

    return _print(end_daemon(), as_json)


def _ask(verb: str, arguments: Mapping[str, object] | None = None) -> Mapping[str, Any]:
    from narrator.daemon.control.client import ask

    return ask(verb, arguments or {})


def _text(reply: Mapping[str, Any]) -> Iterator[str]:
    yield from str(reply.get("text", "")).splitlines()


def _facts(reply: Mapping[str, Any]) -> Iterator[str]:
    """What a status says, one fact a line; what another version's daemon does not tell is left out."""
    sentences: dict[str, Callable[[Any], str]] = {
        "pid": lambda number: f"Narrator runs as process {number}.",
        "uptime": lambda seconds: f"Running for: {_duration(seconds)}.",
        "memory_mb": lambda size: f"Memory: {size:.0f} MB.",
        "paused": lambda paused: f"Paused: {_yes_or_no(paused)}.",
        "quiet": lambda quiet: f"Quiet hours: {_yes_or_no(quiet)}.",
        "sources": lambda names: f"Looks for pictures in: {', '.join(names) or 'nothing'}.",
        "queue": lambda number: f"Pictures that wait: {number}.",
        "missed": lambda number: f"Descriptions that were not spoken: {number}.",
        "speaker": lambda name: f"Speaks through: {name}.",
        "model": _model,
        "last_error": lambda error: f"Last error: {error or 'none.'}",
    }
    for name, sentence in sentences.items():
        if name in reply:
            yield sentence(reply[name])


def _model(model: Mapping[str, Any]) -> str:
    if model["loaded"]:
        return f"Model: {model['name']}, in memory."
    return "Model: not in memory; the next picture brings it back."


def _duration(seconds: float) -> str:
    minutes = int(seconds) // 60
    days, hours, minutes = minutes // (24 * 60), minutes // 60 % 24, minutes % 60
    parts = ((days, "day"), (hours, "hour"), (minutes, "minute"))
    named = [f"{number} {unit}{'s' * (number != 1)}" for number, unit in parts if number]
    return " ".join(named) or "less than a minute"


def _yes_or_no(fact: bool) -> str:
    return "yes" if fact else "no"


def _print(
    reply: Mapping[str, Any],
    as_json: bool,
    lines: Callable[[Mapping[str, Any]], Iterator[str]] = _text,
) -> int:
    for line in [json.dumps(reply)] if as_json else lines(reply):
        show(line)
    return 0
