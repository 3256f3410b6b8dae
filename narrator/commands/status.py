"""`narrator status`: tell how the running Narrator is."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import click

from narrator.languages.catalogue import gettext, ngettext
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
        "pid": lambda number: gettext("Narrator runs as process {number}.").format(number=number),
        "uptime": lambda seconds: gettext("Running for: {time}.").format(time=_duration(seconds)),
        "memory_mb": lambda size: gettext("Memory: {size:.0f} MB.").format(size=size),
        "paused": lambda paused: gettext("Paused: {fact}.").format(fact=_yes_or_no(paused)),
        "quiet": lambda quiet: gettext("Quiet hours: {fact}.").format(fact=_yes_or_no(quiet)),
        "sources": lambda names: gettext("Looks for pictures in: {names}.").format(
            names=", ".join(names) or gettext("nothing")
        ),
        "queue": lambda number: gettext("Pictures that wait: {number}.").format(number=number),
        "missed": lambda number: gettext("Descriptions that were not spoken: {number}.").format(
            number=number
        ),
        "refused": lambda number: gettext("Pictures that could not be described: {number}.").format(
            number=number
        ),
        "speaker": lambda name: gettext("Speaks through: {name}.").format(name=name),
        "model": _model,
        "last_error": lambda error: gettext("Last error: {error}").format(error=error or gettext("none.")),
    }
    for name, sentence in sentences.items():
        if name in reply:
            yield sentence(reply[name])


def _model(model: Mapping[str, Any]) -> str:
    if model["loaded"]:
        return gettext("Model: {name}, in memory.").format(name=model["name"])
    return gettext("Model: not in memory; the next picture brings it back.")


def _duration(seconds: float) -> str:
    minutes = int(seconds) // 60
    days, hours, minutes = minutes // (24 * 60), minutes // 60 % 24, minutes % 60
    parts = (
        (days, ngettext("{number} day", "{number} days", days)),
        (hours, ngettext("{number} hour", "{number} hours", hours)),
        (minutes, ngettext("{number} minute", "{number} minutes", minutes)),
    )
    named = [unit.format(number=number) for number, unit in parts if number]
    return " ".join(named) or gettext("less than a minute")


def _yes_or_no(fact: bool) -> str:
    return gettext("yes") if fact else gettext("no")
