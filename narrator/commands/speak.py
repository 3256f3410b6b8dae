"""`narrator speak PICTURE...`: describe pictures, print a sentence about each and say it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from narrator.commands.debug import debug_option
from narrator.commands.describing import Manner, by_the_running_narrator, describe_aloud, describing_options
from narrator.settings import load_settings

if TYPE_CHECKING:
    from narrator.commands.requests import Request


@click.command("speak")
@click.argument("pictures", metavar="PICTURE...", nargs=-1, required=True)
@describing_options
@debug_option
def command(
    pictures: tuple[str, ...],
    every: bool,
    save: str | None,
    as_json: bool,
    silent: bool,
    **options: str | None,
) -> int:
    """Say aloud, and print, what is in each PICTURE.

    A PICTURE is a file, a folder with pictures, or - for standard input. Several pictures are spoken one
    after the other, each introduced by its name. If narrator watch runs, it describes and says the picture.
    """
    settings = load_settings(options)
    manner = Manner.of(
        options, every=every, save=save, as_json=as_json, silent=silent, verbosity=settings.verbosity
    )
    if manner.usual and len(pictures) == 1 and Path(pictures[0]).is_file():
        arguments = {"paths": [str(Path(pictures[0]).absolute())]}
        code = by_the_running_narrator("describe", arguments, lambda: _requests(pictures)[0], manner)
        if code is not None:
            return code
    return describe_aloud(lambda: _requests(pictures), settings, manner)


def _requests(pictures: Sequence[str]) -> Sequence["Request"]:
    from narrator.commands.requests import requests_for  # while the voice starts

    return requests_for(pictures)
