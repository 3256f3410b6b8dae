"""The order in which the pieces of a page are read: its lines from the top, column after column."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from narrator.looking.text.reader import Piece

# All lengths in line heights, so that nothing hangs on the size of the letters.
_GUTTER = 1.0
"""Two columns are at least so far apart; words of a line are nearer."""
_COLUMN = 6.0
"""A column is at least so wide. What is narrower, such as prices or labels, belongs to the lines."""
_CROSSING = 0.34
"""At most this share of the pieces, headings, may cross the gutter between two columns."""

Row = tuple[Piece, ...]


def rows(pieces: Sequence[Piece]) -> list[Row]:
    """The pieces in reading order, those of one line together."""
    if not pieces:
        return []
    gutter = _gutter(pieces)
    if gutter is None:
        return list(_lines(pieces))
    found: list[Row] = []
    for band in _bands(pieces, gutter):
        left = [piece for piece in band if piece.right <= gutter]
        right = [piece for piece in band if piece.left >= gutter]
        across = [piece for piece in band if piece.left < gutter < piece.right]
        found += [*_lines(across), *rows(left), *rows(right)]
    return found


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """Where a page falls into two columns; None if it does not. Of several gutters, one that fewest cross."""
    height = median(piece.height for piece in pieces)
    best: tuple[int, float] | None = None
    for edge in sorted({piece.right for piece in pieces})[:-1]:
        left = [piece for piece in pieces if piece.right <= edge]
        right = [piece for piece in pieces if piece.left > edge]
        crossing = len(pieces) - len(left) - len(right)
        if not right or crossing > _CROSSING * len(pieces):
            continue
        begin = min(piece.left for piece in right)
        if begin - edge < _GUTTER * height or not (_is_column(left, height) and _is_column(right, height)):
            continue
        if _beside(left, right) and (best is None or crossing < best[0]):
            best = crossing, (edge + begin) / 2
    return best[1] if best else None


def _is_column(pieces: Sequence[Piece], height: float) -> bool:
    """Whether these are lines below each other that are wide enough for prose."""
    lines = len(list(_lines(pieces)))
    return lines >= 2 and median(piece.right - piece.left for piece in pieces) >= _COLUMN * height


def _beside(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Whether the two share some height of the page."""
    top = max(min(piece.top for piece in side) for side in (left, right))
    bottom = min(max(piece.bottom for piece in side) for side in (left, right))
    return top < bottom


def _bands(pieces: Sequence[Piece], gutter: float) -> Iterator[list[Piece]]:
    """The parts of the page between the pieces that cross the gutter, each with the one above it."""
    crossing = sorted(
        (piece for piece in pieces if piece.left < gutter < piece.right), key=lambda piece: piece.middle
    )
    limits = [float("-inf"), *(piece.middle for piece in crossing), float("inf")]
    for top, bottom in pairwise(limits):
        if band := [piece for piece in pieces if top <= piece.middle < bottom]:
            yield band


def _lines(pieces: Sequence[Piece]) -> Iterator[Row]:
    """Pieces that stand at the same height, from the left to the right; the lines from the top."""
    line: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: piece.middle):
        if line and piece.middle - line[0].middle > min(piece.height, line[0].height) / 2:
            yield _from_the_left(line)
            line = []
        line.append(piece)
    if line:
        yield _from_the_left(line)


def _from_the_left(line: Sequence[Piece]) -> Row:
    return tuple(sorted(line, key=lambda piece: piece.left))
