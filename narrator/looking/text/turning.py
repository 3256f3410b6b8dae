"""Text that lies on its side or stands on its head: at most two readings of a picture find all of it.

The engines read what lies turned a quarter clockwise as well as what is upright, and tell of it by boxes that
are higher than wide. Of what is turned the other way, or stands on its head, they find the boxes and make
gibberish, of which they are not sure. So a second reading, of the picture upside down, is all that can be
missing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from PIL import Image

from narrator.looking.text.reader import Piece, TextReader

_TALL = 1.5
"""How many times as high as wide a box of text on its side is at least."""
_WORD = 3
"""Letters. A box of fewer can be higher than wide though it is upright."""
_SURE = 0.9
"""Engines are surer than this of what is upright: RapidOCR 0.98 of a clean page, 0.7 of one on its head."""
_SYMMETRIC = frozenset("01689HINOSXZlosxz")
"""Letters and digits that stand on their heads as well."""
_DOUBTFUL_SHARE = 0.3
"""Of the letters that were found; where fewer are doubtful, nothing much stands on its head."""


def upright(image: Image.Image, reader: TextReader) -> list[list[Piece]]:
    """What may be text in an RGB image, in groups that lie the same way; the largest group comes first.

    Each group's boxes are those of the picture turned so that the group is upright. Raises TextError.
    """
    found = list(reader.pieces(image))
    if _doubtful(found):
        reversed_ = list(reader.pieces(image.transpose(Image.Transpose.ROTATE_180)))
        return _by_size(_merged(found, reversed_, image.size))
    return _by_size(_groups(found, image.size))


def _doubtful(pieces: Sequence[Piece]) -> bool:
    words = [piece for piece in pieces if _letters(piece) >= _WORD]
    doubtful = sum(_letters(piece) for piece in words if piece.score < _SURE)
    return doubtful > _DOUBTFUL_SHARE * sum(map(_letters, words))


def _merged(found: Sequence[Piece], reversed_: Sequence[Piece], size: tuple[int, int]) -> list[list[Piece]]:
    """Of each place the reading that is surer; of two that are as sure, the upright one."""
    back = [_half_turned(piece, size) for piece in reversed_]
    kept = [piece for piece in found if not _beaten(piece, back)]
    kept_reversed = [
        piece
        for piece, place in zip(reversed_, back, strict=True)
        if not any(_same_place(place, other) for other in kept)
    ]
    if not any(map(_tells_the_way, kept_reversed)):
        return _groups(found, size)
    return [*_groups(kept, size), *_groups(kept_reversed, size)]


def _beaten(piece: Piece, others: Iterable[Piece]) -> bool:
    return any(_evidence(other) > _evidence(piece) for other in others if _same_place(piece, other))


def _tells_the_way(piece: Piece) -> bool:
    """Whether it is sure that something is upright here; "0000", which grass is taken for, may be both."""
    return piece.score >= _SURE and any(each.isalnum() and each not in _SYMMETRIC for each in piece.text)


def _groups(pieces: Sequence[Piece], size: tuple[int, int]) -> list[list[Piece]]:
    """What is upright, and what lies on its side, its boxes turned with it."""
    on_side = [piece for piece in pieces if _is_tall(piece)]
    standing = [piece for piece in pieces if not _is_tall(piece)]
    return [standing, [_quarter_turned(piece, size) for piece in on_side]]


def _by_size(groups: Iterable[list[Piece]]) -> list[list[Piece]]:
    return sorted(filter(None, groups), key=lambda group: -sum(map(_evidence, group)))


def _is_tall(piece: Piece) -> bool:
    return _letters(piece) >= _WORD and piece.height > _TALL * (piece.right - piece.left)


def _letters(piece: Piece) -> int:
    return sum(letter.isalnum() for letter in piece.text)


def _evidence(piece: Piece) -> float:
    """How much an engine has read there, and how surely: gibberish of many letters must not win."""
    return _letters(piece) * max(0.0, piece.score - 0.5)


def _same_place(one: Piece, other: Piece) -> bool:
    """Whether two boxes share more than half of the smaller one."""
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    areas = [(piece.right - piece.left) * piece.height for piece in (one, other)]
    return width > 0 and height > 0 and width * height > min(areas) / 2


def _half_turned(piece: Piece, size: tuple[int, int]) -> Piece:
    width, height = size
    return replace(
        piece,
        left=width - piece.right,
        right=width - piece.left,
        top=height - piece.bottom,
        bottom=height - piece.top,
    )


def _quarter_turned(piece: Piece, size: tuple[int, int]) -> Piece:
    """Counterclockwise, which sets upright what lies turned clockwise."""
    width, _ = size
    return replace(
        piece, left=piece.top, right=piece.bottom, top=width - piece.right, bottom=width - piece.left
    )
