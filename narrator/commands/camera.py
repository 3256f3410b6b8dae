"""`narrator camera [WHERE]`: describe what a camera sees now, once, and say it."""

from typing import TYPE_CHECKING

import click

from narrator.settings.settings import load_settings
from narrator.terminal.arguments import not_empty
from narrator.terminal.debug import debug_option
from narrator.terminal.describing import Manner, by_the_running_narrator, describe_aloud, describing_options

if TYPE_CHECKING:
    from narrator.terminal.requests import Request


@click.command("camera")
@click.argument("where", metavar="[WHERE]", required=False, callback=not_empty)
@describing_options
@debug_option
def command(
    where: str | None,
    every: bool,
    save: str | None,
    as_json: bool,
    silent: bool,
    **options: str | None,
) -> int:
    """Say aloud, and print, what a camera sees now.

    WHERE is a camera's number or device, the rtsp:// or http:// address of one on the network, or a video
    file, of which the beginning is described. Without it, the default camera is asked.
    """
    from narrator.sources.camera.feed import from_everywhere

    settings = load_settings(options)
    manner = Manner.of(
        options, every=every, save=save, as_json=as_json, silent=silent, verbosity=settings.verbosity
    )
    if manner.usual:
        there = None if where is None else from_everywhere(where)
        code = by_the_running_narrator("camera", {"where": there}, lambda: _request(where), manner)
        if code is not None:
            return code
    return describe_aloud(lambda: [_request(where)], settings, manner)


def _request(where: str | None) -> "Request":
    from narrator.sources.camera.feed import without_secrets
    from narrator.sources.camera.grab import grab
    from narrator.terminal.requests import Request

    label = without_secrets(where) if where else "camera"
    return Request(label=label, name="camera", source=lambda: grab(where), camera=True)
