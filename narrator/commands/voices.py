"""`narrator voices`: the voices of the synthesizer, one a line."""

import click

from narrator.terminal.console import show
from narrator.terminal.debug import debug_option


@click.command("voices")
@debug_option
def command() -> int:
    """List the voices: the id that --voice takes, the name, the languages."""
    from narrator.speech.voice import voices

    for voice in voices():
        show(": ".join((voice.id, ", ".join((voice.name, *voice.languages)))))
    return 0
