"""`narrator voices`: the voices of the synthesizer, one a line."""

import click

from narrator.errors import SpeechError
from narrator.languages.catalogue import gettext
from narrator.terminal.console import show
from narrator.terminal.debug import debug_option


@click.command("voices")
@click.argument("language", required=False)
@debug_option
def command(language: str | None) -> int:
    """List the voices: the id that --voice takes, the name, the languages.

    With a LANGUAGE, a tag such as de or pt-BR, only those that speak it. The first of these is the one in
    which Narrator says words of this language.
    """
    from narrator.speech.repertoire import Repertoire
    from narrator.speech.voice import voices

    listed = voices() if language is None else Repertoire(voices=voices(), own=None).voices_of(language)
    if not listed:
        raise SpeechError(
            gettext("No voice speaks {language}; install one, or see all with narrator voices.").format(
                language=language
            )
        )
    for voice in listed:
        show(": ".join((voice.id, ", ".join((voice.name, *voice.languages)))))
    return 0
