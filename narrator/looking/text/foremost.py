"""What of a text is said unasked: the largest and surest lines first, each once, and nothing doubtful."""

from collections.abc import Iterable, Iterator, Sequence
from math import log

from narrator.looking.text.order import rows
from narrator.looking.text.reader import Piece

_SURELY = 2 / 3
"""How far above the least score of text, on the way to certainty, what nobody asked for has to be."""
_SAME_SIZE = 1.5
"""Times. Letters whose heights differ by less count as equally large, and are said in reading order."""
_WIDE = 2.2
"""A line of n letters is about n / 2 times as wide as high; a much higher box lies around a slanted one."""
_MOSTLY_LETTERS = 0.6
"""The share of letters and digits; what has more other signs is mostly the edges of things."""
_SHORT = 4
_SHORT_AND_SURE = 0.95
"""Of fewer letters than four so much is asked: they are often a part of a word."""
_CODE = 7
"""Digits. So many are a number of goods or a telephone's, and said after all words, as small prices are."""
_MOST = 20


def foremost(groups: Iterable[Sequence[Piece]], least: float) -> tuple[str, ...]:
    """Of pieces in groups that lie the same way, those that are worth saying, the most important first.

    Below the score `least` an engine's pieces are more often no text; whoever did not ask hears only what is
    surer.
    """
    surely = least + _SURELY * (1 - least)
    found = [piece for group in groups for row in rows(group) for piece in row if _is_sayable(piece, surely)]
    largest = max(map(_size, found), default=1.0)

    def rank(piece: Piece) -> tuple[bool, int]:
        smaller = round(log(largest / _size(piece), _SAME_SIZE))
        return _is_code(piece.text) or (smaller > 0 and not _has_word(piece.text)), smaller

    return tuple(_each_once(piece.text for piece in sorted(found, key=rank)))[:_MOST]


def _is_sayable(piece: Piece, surely: float) -> bool:
    signs = [sign for sign in piece.text if not sign.isspace()]
    letters = sum(map(str.isalnum, signs))
    if letters < _MOSTLY_LETTERS * len(signs):
        return False
    return piece.score >= (max(surely, _SHORT_AND_SURE) if letters < _SHORT else surely)


def _size(piece: Piece) -> float:
    """How high its letters are, in pixels."""
    return max(1.0, min(piece.height, _WIDE * (piece.right - piece.left) / max(1, len(piece.text))))


def _is_code(text: str) -> bool:
    digits = sum(map(str.isdigit, text))
    return digits >= _CODE and 2 * digits > len(text)


def _has_word(text: str) -> bool:
    return any(map(str.isalpha, text))


def _each_once(texts: Iterable[str]) -> Iterator[str]:
    said: set[str] = set()
    for text in texts:
        plain = "".join(filter(str.isalnum, text)).casefold()
        if plain not in said:
            said.add(plain)
            yield text
