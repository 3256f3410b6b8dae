"""`narrator ask QUESTION [PICTURE]`: one thing that the person wants to know of a picture."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from narrator.errors import PictureError
from narrator.languages.catalogue import gettext
from narrator.picture.addresses import path_of
from narrator.questions.parsing import parse
from narrator.questions.question import OtherQuestionError, Question
from narrator.settings.settings import Settings, load_settings
from narrator.terminal.arguments import not_empty, save_option
from narrator.terminal.console import tell
from narrator.terminal.debug import debug_option
from narrator.terminal.describing import Manner, tell_aloud
from narrator.terminal.second import print_with_second
from narrator.terminal.setting_options import setting_options

if TYPE_CHECKING:
    from narrator.terminal.results import Result

_DAEMON_SECONDS = 10.0


@click.command("ask")
@click.argument("question", required=False)
@click.argument("picture", required=False, callback=not_empty)
@click.argument("others", nargs=-1, metavar="")
@save_option
@click.option("--json", "as_json", is_flag=True, help="Print the answer as a JSON object.")
@click.option("--silent", is_flag=True, help="Print only, say nothing.")
@setting_options("language", "voice", "rate", "volume", "model")
@debug_option
def command(
    question: str | None,
    picture: str | None,
    others: tuple[str, ...],
    save: str | None,
    as_json: bool,
    silent: bool,
    **options: str | None,
) -> int:
    """Answer a QUESTION about a PICTURE aloud, and print the answer.

    Without a PICTURE it is about the last one that was described, and without a QUESTION it is the one that
    the settings name. Questions are in English and in quotes: "is there a dog?", "what colour is the shirt?",
    "how many people are there?", "what does it say?", "where is the ball?", "what is on the left?".
    """
    if others:
        raise click.UsageError(
            gettext('Put the QUESTION in quotes, as in: narrator ask "is there a dog?" beach.jpg')
        )
    settings = load_settings(options)
    words = settings.question if question is None else question
    parsed = _parsed(words, settings)
    manner = Manner.of(
        options, every=False, save=save, as_json=as_json, silent=silent, verbosity=settings.verbosity
    )
    if manner.usual and (picture is None or _file(picture)):
        code = _by_the_running_narrator(words, picture, as_json=as_json)
        if code is not None:
            return code
    return tell_aloud(lambda: _answers(parsed, words, picture, settings), settings, manner)


def _parsed(words: str, settings: Settings) -> Question | None:
    """The question; None for one that only a second describer can answer, if there is one."""
    try:
        return parse(words)
    except OtherQuestionError:
        if settings.second is None:
            raise
        return None


def _by_the_running_narrator(words: str, picture: str | None, *, as_json: bool) -> int | None:
    """Let the Narrator that runs answer; None if there is none."""
    from narrator.daemon.control.client import NoDaemonError, ask

    file = None if picture is None else _file(picture)
    arguments = {"question": words, **({"path": str(file.absolute())} if file else {})}
    try:
        reply = ask("ask", arguments, timeout=_DAEMON_SECONDS)
    except NoDaemonError:
        return None
    if not reply["text"]:
        tell(gettext("There is no answer yet; the Narrator that runs will say it."))
        return 1
    return print_with_second(reply, as_json)


def _answers(
    question: Question | None, words: str, picture: str | None, settings: Settings
) -> "Iterator[Result]":
    from narrator.terminal.asking import answers, last_request
    from narrator.terminal.requests import requests_for

    requests = [last_request()] if picture is None else requests_for([picture])
    yield from answers(question, words, requests, settings)


def _file(argument: str) -> Path | None:
    """The file that is named, if there is one."""
    with suppress(OSError, PictureError):  # opening it as a picture will say why
        path = path_of(argument)
        return path if path.is_file() else None
    return None
