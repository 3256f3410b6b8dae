"""The options --since and --until: a part of the past, in words that are easily typed."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

import click

from narrator.languages.catalogue import gettext

Command = TypeVar("Command", bound=Callable[..., Any])

_EXAMPLES = "a date such as 2026-03-31, a date and time such as 2026-03-31T14:30, today, yesterday, 3d or 2h"

_UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1)}


def period_options(command: Command) -> Command:
    """Give a command `since` and `until`, each in seconds since 1970 or None."""
    since = click.option(
        "--since",
        metavar="TIME",
        callback=_since,
        help="From then on: a date, today, yesterday, or how long ago: 3d, 2h.",
    )
    until = click.option(
        "--until", metavar="TIME", callback=_until, help="Until then, a named day included to its end."
    )
    return since(until(command))


def moments(text: str, now: datetime) -> tuple[datetime, datetime]:
    """Where what a person calls a time begins and ends, by the local clock; a day ends as the next begins.

    Raises ValueError for what is no time.
    """
    if ago := re.fullmatch(r"(\d{1,4})([dh])", text):
        moment = now - int(ago[1]) * _UNITS[ago[2]]
        return moment, moment
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    days = {"today": today, "yesterday": today - timedelta(days=1)}
    start = days[text] if text in days else datetime.fromisoformat(text)
    whole_day = len(text) <= len("2026-03-31")
    return start, start + timedelta(days=1) if whole_day else start


def _since(_: click.Context, option: click.Parameter, text: str | None) -> float | None:
    return None if text is None else _seconds(text, option)[0]


def _until(_: click.Context, option: click.Parameter, text: str | None) -> float | None:
    return None if text is None else _seconds(text, option)[1]


def _seconds(text: str, option: click.Parameter) -> tuple[float, float]:
    try:
        begin, end = moments(text.strip().lower(), datetime.now())
        return begin.timestamp(), end.timestamp()
    except (ValueError, OverflowError) as error:
        raise click.UsageError(
            gettext("{opts} takes {examples}, not {text!r}").format(
                opts=option.opts[0], examples=_EXAMPLES, text=text
            )
        ) from error
