"""`narrator status`: tell how the running Narrator is."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import click

from narrator.terminal.debug import debug_option
from narrator.terminal.replies import ask_running, json_option, print_reply


@click.command("status")
@json_option
@debug_option
def command(as_json: bool) -> int:
    """Tell how the running Narrator is, one fact a line."""
    return print_reply(ask_running("status"), as_json, _facts)


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
        "refused": lambda number: f"Pictures that could not be described: {number}.",
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
