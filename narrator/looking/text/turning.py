"""Text that lies on its side, stands on its head or runs askew: its pieces are turned upright."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import cos, radians, sin
from statistics import median

from narrator.looking.text.reader import Piece


def upright(pieces: Iterable[Piece], size: tuple[int, int]) -> list[list[Piece]]:
    """Pieces of a picture of this width and height, in groups that lie the same way; the largest comes first.

    Each group's edges are those in the picture turned about its middle so that the group is upright.
    """
    groups: dict[int, list[Piece]] = {}
    for piece in pieces:
        groups.setdefault(round(piece.angle / 90) % 4, []).append(piece)
    turned = [_turned_back(group, size, quarters) for quarters, group in groups.items()]
    return sorted(turned, key=lambda group: -sum(map(_evidence, group)))


def _turned_back(pieces: Sequence[Piece], size: tuple[int, int], quarters: int) -> list[Piece]:
    """Pieces that lie about so many quarter turns clockwise, in the picture turned back by their angle."""
    slant = _slant(pieces, quarters)
    width, height = size
    new_width, new_height = (height, width) if quarters % 2 else size
    angle = radians(90 * quarters + slant)
    found = []
    for piece in pieces:
        x, y = (piece.left + piece.right - width) / 2, (piece.top + piece.bottom - height) / 2
        along = x * cos(angle) + y * sin(angle) + new_width / 2 - (piece.left + piece.right) / 2
        down = y * cos(angle) - x * sin(angle) + new_height / 2 - (piece.top + piece.bottom) / 2
        found.append(
            replace(
                piece,
                left=piece.left + along,
                right=piece.right + along,
                top=piece.top + down,
                bottom=piece.bottom + down,
                angle=0.0,
            )
        )
    return found


def _slant(pieces: Iterable[Piece], quarters: int) -> float:
    """How many degrees the median letter is turned further than that many quarters, from -45 to 45."""
    slants = ((_within_half_a_turn(piece.angle - 90 * quarters), piece.text) for piece in pieces)
    return median(slant for slant, text in slants for _ in text or " ")


def _within_half_a_turn(angle: float) -> float:
    return (angle + 180) % 360 - 180


def _evidence(piece: Piece) -> float:
    """How much an engine has read there, and how surely: gibberish of many letters must not win."""
    return sum(map(str.isalnum, piece.text)) * max(0.0, piece.score - 0.5)
