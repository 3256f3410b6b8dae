"""`narrator read PICTURE...`: all the text in pictures, printed line by line and said."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from narrator.errors import PictureError, SourceError, TextError
from narrator.settings.settings import load_settings
from narrator.terminal.arguments import pictures_argument, save_option
from narrator.terminal.debug import debug_option
from narrator.terminal.describing import Manner, tell_aloud
from narrator.terminal.setting_options import setting_options

if TYPE_CHECKING:
    from narrator.terminal.results import Result


@click.command("read")
@pictures_argument
@save_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a picture.")
@click.option("--silent", is_flag=True, help="Print only, say nothing.")
@setting_options("language", "voice", "rate", "volume")
@debug_option
def command(
    pictures: tuple[str, ...], save: str | None, as_json: bool, silent: bool, **options: str | None
) -> int:
    """Say aloud, and print, all the text in each PICTURE.

    A PICTURE is a file or its file:// address, a folder with pictures, or - for standard input. All pages of
    a TIFF or a PDF are read, and a scrolled page part by part. Columns are read one after the other, and what
    is more likely no text is left out.
    """
    settings = load_settings(options)
    manner = Manner.of(
        options, every=False, save=save, as_json=as_json, silent=silent, verbosity=settings.verbosity
    )
    return tell_aloud(lambda: _results(pictures, as_json=as_json), settings, manner)


def _results(pictures: tuple[str, ...], *, as_json: bool) -> "Iterator[Result]":
    from narrator.looking.text.choice import text_reader
    from narrator.terminal.reading import read_aloud
    from narrator.terminal.requests import requests_for
    from narrator.terminal.results import refused

    requests = requests_for(pictures)
    try:
        reader = text_reader()
    except TextError as error:
        # Each picture has its record, but a person hears only once that nothing here can read.
        first, *others = (refused(request, error) for request in requests)
        yield first
        if as_json:
            yield from (replace(other, spoken="") for other in others)
        return
    with closing(reader):
        for request in requests:
            try:
                yield from read_aloud(request, reader, named=len(requests) > 1)
            except (PictureError, SourceError, TextError) as error:
                yield refused(request, error)
