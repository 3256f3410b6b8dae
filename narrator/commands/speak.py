"""`narrator speak PICTURE...`: describe pictures, print a sentence about each and say it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from narrator.errors import PictureError, SettingsError
from narrator.languages.catalogue import gettext
from narrator.picture.addresses import path_of
from narrator.settings.settings import Settings, load_settings
from narrator.terminal.arguments import pictures_argument
from narrator.terminal.debug import debug_option
from narrator.terminal.describing import (
    Describe,
    Manner,
    by_the_running_narrator,
    describe_aloud,
    describing_options,
)

if TYPE_CHECKING:
    from narrator.description import Description
    from narrator.terminal.requests import Request
    from narrator.web.client import Client


@click.command("speak")
@pictures_argument
@describing_options
@click.option("--server", metavar="URL", help="Describe with the narrator serve at this address.")
@click.option("--token-file", metavar="FILE", help="The server's token, where it is not the usual file.")
@debug_option
def command(
    pictures: tuple[str, ...],
    every: bool,
    save: str | None,
    as_json: bool,
    silent: bool,
    server: str | None,
    token_file: str | None,
    **options: str | None,
) -> int:
    """Say aloud, and print, what is in each PICTURE.

    A PICTURE is a file or its file:// address, a folder with pictures, or - for standard input. Several
    pictures are spoken one after the other, each introduced by its name. If narrator watch runs, it describes
    and says the picture. With --server pictures are sent to that address, described there and spoken here.
    """
    settings = load_settings(options)
    manner = Manner.of(
        options, every=every, save=save, as_json=as_json, silent=silent, verbosity=settings.verbosity
    )
    if server is not None:
        client = _client(server, token_file, options)
        describe = _by_the_service(client, settings)
        return describe_aloud(lambda: _requests(pictures), settings, manner, describe)
    if token_file is not None:
        raise SettingsError(gettext("A --token-file belongs to a --server; name both."))
    if manner.usual and len(pictures) == 1 and (file := _file(pictures[0])):
        arguments = {"paths": [str(file.absolute())]}
        code = by_the_running_narrator("describe", arguments, lambda: _requests(pictures)[0], manner)
        if code is not None:
            return code
    return describe_aloud(lambda: _requests(pictures), settings, manner)


def _file(argument: str) -> Path | None:
    """The file that is named, if there is one."""
    with suppress(OSError, PictureError):  # opening it as a picture will say why
        path = path_of(argument)
        return path if path.is_file() else None
    return None


def _client(server: str, token_file: str | None, options: Mapping[str, str | None]) -> "Client":
    from narrator.places import token_file as usual_token_file
    from narrator.web.client import Client
    from narrator.web.token import read_token

    if options["model"] is not None:
        raise SettingsError(gettext("The model is the server's own; leave out --model, or --server."))
    return Client(server, read_token(Path(token_file) if token_file else usual_token_file()))


def _by_the_service(client: "Client", settings: Settings) -> Describe:
    def describe(request: "Request") -> Iterator["Description"]:
        source = request.source()
        assert isinstance(source, Path | bytes)  # files and standard input are
        yield client.describe(source, settings.samples, settings.seed)

    return describe


def _requests(pictures: Sequence[str]) -> Sequence["Request"]:
    from narrator.terminal.requests import requests_for  # while the voice starts

    return requests_for(pictures)
