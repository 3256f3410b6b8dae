"""Options that are settings too: said once, for all commands that take them."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from narrator.languages.catalogue import AUTOMATIC, LANGUAGES, sentence_of, speak_in

_Command = TypeVar("_Command", bound=Callable[..., object])

_HELP = {
    "samples": ("N", sentence_of("Sample N captions, not 10, and take the most probable.")),
    "seed": ("N", sentence_of("Sample the same captions every time.")),
    "text": (
        "WORD",
        sentence_of("Read the text in pictures that seem to have some (auto), always or never."),
    ),
    "voice": ("ID", sentence_of("Speak with this voice; narrator voices lists them.")),
    "rate": ("N", sentence_of("Speak N words a minute.")),
    "volume": ("N", sentence_of("Speak this loud, from 0 to 1.")),
    "verbosity": ("WORD", sentence_of("Say more or less of a picture: brief, normal or full.")),
    "language": ("WORD", sentence_of("Speak and write in this language: auto, en, de, fr or cs.")),
    "model": ("NAME", sentence_of("Use this bundle: its folder, or a released one's name.")),
}
"""Setting -> what its value is called, and what the option does."""


def setting_options(*settings: str) -> Callable[[_Command], _Command]:
    """Add to a command the options of these settings, in this order."""

    def add(command: _Command) -> _Command:
        for setting in reversed(settings):
            metavar, text = _HELP[setting]
            eager: dict[str, Any] = {"is_eager": True, "callback": _speak_in}
            more = eager if setting == "language" else {}
            command = click.option(f"--{setting}", metavar=metavar, help=text, **more)(command)
        return command

    return add


def _speak_in(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """What the rest of the command line leads to, be it help or an error, is in that language too."""
    if value in (AUTOMATIC, *LANGUAGES):  # of any other, reading the settings says what is wrong
        speak_in(value)
    return value
