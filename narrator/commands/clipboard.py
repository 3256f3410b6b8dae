"""`narrator clipboard`: describe the picture that is on the clipboard now, once, and say it."""

from typing import TYPE_CHECKING

import click

from narrator.settings.settings import load_settings
from narrator.terminal.debug import debug_option
from narrator.terminal.describing import Manner, by_the_running_narrator, describe_aloud, describing_options

if TYPE_CHECKING:
    from narrator.terminal.requests import Request


@click.command("clipboard")
@describing_options
@debug_option
def command(every: bool, save: str | None, as_json: bool, silent: bool, **options: str | None) -> int:
    """Say aloud, and print, what is in the picture, or the picture file, that was copied last."""
    settings = load_settings(options)
    manner = Manner.of(
        options, every=every, save=save, as_json=as_json, silent=silent, verbosity=settings.verbosity
    )
    if manner.usual:
        code = by_the_running_narrator("clipboard", {}, _request, manner)
        if code is not None:
            return code
    return describe_aloud(lambda: [_request()], settings, manner)


def _request() -> "Request":
    from narrator.sources.clipboard import read_clipboard
    from narrator.terminal.requests import Request

    return Request(label="clipboard", name="clipboard", source=read_clipboard)
