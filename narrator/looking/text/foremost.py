"""What of a text is said unasked: the largest and surest lines first, each once, and nothing doubtful."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log

from narrator.looking.text.order import rows
from narrator.looking.text.reader import Piece

_SURELY = 1 / 2
"""How far above the least score of text, on the way to certainty, what nobody asked for has to be."""
_SAME_SIZE = 1.5
"""Times. Letters whose heights differ by less count as equally large, and are said in reading order."""
_WIDE = 2.2
"""A line of n letters is about n / 2 times as wide as high; a much higher box lies around a slanted one."""
_MOSTLY_LETTERS = 0.6
"""The share of letters and digits; what has more other signs is mostly the edges of things."""
_SHORT = 4
_ALL_BUT_CERTAIN = 0.95
"""Asked of fewer letters than four, which are often a part of a word, and of digits, which make sense however
they are read."""
_CODE = 7
"""Digits. So many are a number of goods or a telephone's, and said after all words, as small prices are."""
_MOST = 20


@dataclass(frozen=True, kw_only=True)
class _Line:
    """What could be said of a piece."""

    text: str
    height: float
    """That of its letters, in pixels."""

    @property
    def is_number(self) -> bool:
        return not any(map(str.isalpha, self.text))

    @property
    def is_code(self) -> bool:
        digits = sum(map(str.isdigit, self.text))
        return digits >= _CODE and 2 * digits > len(self.text)


def foremost(groups: Iterable[Sequence[Piece]], least: float) -> tuple[str, ...]:
    """Of pieces in groups that lie the same way, what is worth saying, the most important first.

    Below the score `least` an engine's pieces are more often no text; whoever did not ask hears only what is
    surer, word by word where the engine tells how sure it is of each.
    """
    surely = least + _SURELY * (1 - least)
    sure = (_sure_part(piece, surely) for group in groups for row in rows(group) for piece in row)
    found = [line for line in sure if has_letters(line.text) and _is_mostly_letters(line.text)]
    largest = max((line.height for line in found), default=1.0)

    def rank(line: _Line) -> tuple[bool, bool, int]:
        smaller = round(log(largest / line.height, _SAME_SIZE))
        return line.is_code, smaller > 0 and line.is_number, smaller

    return tuple(_each_once(line.text for line in sorted(found, key=rank)))[:_MOST]


def has_letters(text: str) -> bool:
    """Whether it may be a word. A single letter or digit is mostly an edge of something."""
    # One sign of Chinese or Japanese is a word.
    return letters(text) > 1 or any(letter.isalpha() and letter > "\u2e80" for letter in text)


def letters(text: str) -> int:
    """How many letters and digits it has."""
    return sum(map(str.isalnum, text))


def _sure_part(piece: Piece, surely: float) -> _Line:
    """The words in it of which the engine is sure."""
    words, scores = piece.text.split(), piece.scores
    if len(scores) != len(words):
        words, scores = [piece.text], (piece.score,)
    sure = (word for word, score in zip(words, scores, strict=True) if score >= _asked_of(word, surely))
    height = min(piece.height, _WIDE * (piece.right - piece.left) / max(1, len(piece.text)))
    return _Line(text=" ".join(sure), height=max(1.0, height))


def _asked_of(text: str, surely: float) -> float:
    risky = 0 < letters(text) < _SHORT or any(map(str.isdigit, text))
    return max(surely, _ALL_BUT_CERTAIN) if risky else surely


def _is_mostly_letters(text: str) -> bool:
    return letters(text) >= _MOSTLY_LETTERS * len("".join(text.split()))


def _each_once(texts: Iterable[str]) -> Iterator[str]:
    said: set[str] = set()
    for text in texts:
        plain = "".join(filter(str.isalnum, text)).casefold()
        if plain not in said:
            said.add(plain)
            yield text
