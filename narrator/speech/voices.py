"""The voices of a synthesizer and how a person chooses among them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from narrator.errors import SpeechError

ESPEAK = "espeak-ng"
"""What this synthesizer is called, by our own worker and by Speech Dispatcher."""

_LIKE_ENOUGH = 0.6
_WORD = re.compile(r"\w+")


class UnknownVoiceError(SpeechError):
    """There is no voice like the one that was asked for."""


@dataclass(frozen=True, kw_only=True)
class Voice:
    """One voice that the synthesizer has."""

    id: str
    name: str
    languages: tuple[str, ...]
    """Language tags, such as "en-us"."""
    synthesizer: str = ""
    """What makes its sound, such as "espeak-ng"."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """Part of a text that one voice says."""

    text: str
    voice: Voice | None
    """None: the person's own."""


@dataclass(frozen=True, kw_only=True)
class VoiceOptions:
    """How our own voice speaks; None leaves a choice to the synthesizer."""

    voice: str | None = None
    """A voice's id, name or language."""
    rate: int | None = None
    """Words a minute."""
    volume: float | None = None
    """From 0, silent, to 1."""

    def __post_init__(self) -> None:
        """Raises SpeechError for a rate or a volume that cannot be."""
        if self.rate is not None and self.rate <= 0:
            raise SpeechError(f"The rate must be above 0 words a minute, not {self.rate}.")
        if self.volume is not None and not 0 <= self.volume <= 1:
            raise SpeechError(f"The volume must be from 0 to 1, not {self.volume}.")


def choose_voice(voices: Sequence[Voice], wanted: str) -> Voice:
    """The voice with this id, else with this name, else the first of this language; case does not matter.

    Raises UnknownVoiceError, which names the nearest ones.
    """
    key = wanted.casefold()
    for matches in (
        lambda voice: voice.id.casefold() == key,
        lambda voice: voice.name.casefold() == key,
        lambda voice: key in map(str.casefold, voice.languages),
    ):
        for voice in voices:
            if matches(voice):
                return voice
    near = _near(voices, key)
    advice = (
        f"the nearest are {'; '.join(near)}" if near else "the command narrator voices lists those there are"
    )
    raise UnknownVoiceError(f"There is no voice called {wanted}; {advice}.")


def _near(voices: Sequence[Voice], key: str) -> list[str]:
    likenesses = {f"{voice.name}, {voice.id}": _likeness(voice, key) for voice in voices}
    best = sorted(likenesses, key=lambda label: -likenesses[label])[:3]
    return [label for label in best if likenesses[label] >= _LIKE_ENOUGH]


def _likeness(voice: Voice, key: str) -> float:
    """From 0 to 1; a name is also as near as its nearest word."""
    names = {voice.id, voice.name, *_WORD.findall(voice.name), *voice.languages}
    return max(SequenceMatcher(None, name.casefold(), key).ratio() for name in names)
