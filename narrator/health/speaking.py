"""The parts that say a text aloud."""

from typing import TYPE_CHECKING

from narrator.health.check import Finding
from narrator.settings.settings import Settings

# This room is for machines on which a part may not even import, so each check imports its own.
if TYPE_CHECKING:
    from narrator.speech.checks import Check as Spoken
    from narrator.speech.voices import VoiceOptions


def speaker(settings: Settings) -> Finding:
    """Who would say a text now."""
    from narrator.speech.checks import speaker_status

    return _finding(speaker_status(_voice_options(settings), settings.speaker))


def synthesizer(settings: Settings) -> Finding:
    """Whether our own voice can be made, as the settings want it."""
    from narrator.speech.checks import synthesizer_status

    return _finding(synthesizer_status(_voice_options(settings)))


def list_of_voices() -> Finding:
    """How many voices there are."""
    from narrator.speech.voice import voices

    return Finding(works=True, what=f"There are {len(voices())} voices; narrator voices lists them.")


def output() -> Finding:
    """Whether anything can be heard."""
    from narrator.speech.checks import output_status

    return _finding(output_status())


def _voice_options(settings: Settings) -> "VoiceOptions":
    from narrator.speech.voices import VoiceOptions

    return VoiceOptions(voice=settings.voice, rate=settings.rate, volume=settings.volume)


def _finding(status: "Spoken") -> Finding:
    return Finding(works=status.works, what=status.what, mend=status.mend)
