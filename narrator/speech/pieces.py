"""A long text is synthesized in pieces, so that its first sound need not wait for its end."""

import re
from collections.abc import Iterator
from textwrap import wrap
from unicodedata import east_asian_width

from narrator.languages.letters import plain_letters
from narrator.languages.passages import in_language, joined, passages_of

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])\s*")  # noqa: RUF001  # people write so
_WIDE = 3
_SHORTEST = 120
"""Letters below which a piece takes the next sentence too: a caption with its notes is mostly one piece."""
_LONGEST = 400
"""Letters after which even a sentence is divided, between two words; about half a minute of speech."""


def speakable(text: str) -> str:
    """The text on one line, in letters that voices read; empty when nothing can be said.

    It keeps the languages of its passages, and has a space between any two.
    """
    lines = [in_language(_line(passage.text), passage.language) for passage in passages_of(text)]
    return joined(filter(None, lines))


def letters_heard(text: str) -> int:
    """How many Latin letters take as long to say: a Chinese, Japanese or Korean one is a syllable or two."""
    return sum(_WIDE if east_asian_width(letter) in "WF" else 1 for letter in text)


def pieces_of(text: str) -> list[str]:
    """The speakable text in pieces of whole sentences; nothing speakable gives [].

    Divided after a sentence, espeak-ng's sound is the same to the sample as that of the undivided text.
    """
    sentences = _SENTENCE_END.split(speakable(text))
    return [part for piece in _joined(sentences) for part in wrap(piece, _LONGEST, break_on_hyphens=False)]


def _line(text: str) -> str:
    clean = "".join(letter if letter.isprintable() else " " for letter in plain_letters(text))
    return " ".join(clean.split())


def _joined(sentences: list[str]) -> Iterator[str]:
    piece = ""
    for sentence in sentences:
        piece = f"{piece} {sentence}".lstrip()
        if letters_heard(piece) >= _SHORTEST:
            yield piece
            piece = ""
    yield piece
