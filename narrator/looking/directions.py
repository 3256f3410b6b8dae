"""In which directions edges run and how sharp they are: signs of a camera that moved or leaned.

Shape letters: H rows, W columns. Brightness is in levels from 0, black, to 255, white.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_STRONGEST = 0.2
"""Share of the pixels whose edges are asked where they run; the weaker ones are grain and soft shading."""
_WEAKEST = 40
"""Levels of a Sobel filter, which sums eight differences: what is weaker is no edge."""
_QUARTER = 90
"""Degrees after which a direction repeats itself: walls and floors stand square to each other."""
_AROUND = 5
"""Degrees to both sides that count as the same direction. With 3, a sixth fewer of 600 tilted photographs are
known by it; with 8 and more, not more."""
_SIDE = 3
"""Parts of a side, in each of which it is asked by itself how edges lean."""
_CLEARLY, _ENOUGH = 1.3, 0.03
"""How many times more edges of a part lean so than do not, and the share of all edges that are in it: with
less nothing is known of a part."""

Brightness = NDArray[np.uint8]


def difference(one: Brightness, other: Brightness | np.uint8) -> Brightness:
    """Levels between two pictures, or a picture and one level, each pixel."""
    # Bytes stay bytes: to widen them so that differences may be negative takes as long as all else.
    levels: Brightness = np.maximum(one, other) - np.minimum(one, other)
    return levels


def largest(levels: NDArray[np.uint8]) -> Brightness:
    """The largest of three colours, [H, W, 3] -> [H, W]; faster than max along so short an axis."""
    found: Brightness = np.maximum(np.maximum(levels[..., 0], levels[..., 1]), levels[..., 2])
    return found


def steepest(*steps: Brightness) -> float:
    """The step that 3 pixels in 1,000 exceed, of all these together."""
    # Pillow counts bytes several times faster than numpy does.
    counts = np.cumsum(np.sum([Image.fromarray(some).histogram() for some in steps], axis=0))
    return float(np.searchsorted(counts, 0.997 * counts[-1]))


def gentlest(brightness: Brightness) -> float:
    """The steepest step in levels along that of four directions in which steps are least steep.

    A picture out of focus has no steep step in any direction. One that was shaken has steep ones across
    the way that the camera went, and none along it.
    """
    along = (
        difference(brightness[:, 1:], brightness[:, :-1]),
        difference(brightness[1:], brightness[:-1]),
        difference(brightness[1:, 1:], brightness[:-1, :-1]),
        difference(brightness[1:, :-1], brightness[:-1, 1:]),
    )
    return min(steepest(steps) for steps in along)


def lean(brightness: Brightness) -> tuple[float, float, int]:
    """By how many degrees edges lean to the left, -45 to 45; how many times more do than do not; how widely.

    Of edges that run upright or level and of those that lean as far to the other side, as the two sides of
    a roof do, the more frequent are counted. The last figure is in how many of nine parts, each
    by itself, they lean so: what leans in one place is a thing. (0, 0, 0) where there are no edges.
    """
    across, down = _sobel(brightness)
    squares = across**2 + down**2
    weaker = int((1 - _STRONGEST) * squares.size)
    strong = squares >= max(_WEAKEST**2, float(np.partition(squares, weaker, axis=None)[weaker]))
    if not strong.any():
        return 0.0, 0.0, 0
    # Rows count downwards: what points down and to the right leans to the left.
    angles = np.degrees(np.arctan2(down[strong], across[strong]))
    directions = np.floor(-angles).astype(np.int64) % _QUARTER
    places = _parts(squares.shape)[strong] * _QUARTER + directions
    lengths = np.sqrt(squares[strong])
    found = np.bincount(places, lengths, minlength=_SIDE**2 * _QUARTER).reshape(_SIDE**2, _QUARTER)
    near = np.sum([np.roll(found, shift, axis=1) for shift in range(-_AROUND, _AROUND + 1)], axis=0)
    everywhere = near.sum(axis=0)
    most = int(everywhere.argmax())
    degrees = most + 0.5 if most < _QUARTER / 2 else most + 0.5 - _QUARTER
    leaning = near[:, most] > _CLEARLY * _others(near, most)
    enough = found.sum(axis=1) > _ENOUGH * found.sum()
    ratio = float(everywhere[most] / max(float(_others(everywhere, most)), 1e-9))
    return degrees, ratio, int(np.count_nonzero(leaning & enough))


def _others(near: NDArray[np.float64], most: int) -> NDArray[np.float64]:
    """Edges that are upright or level, or lean to the other side: the more frequent, along the last axis."""
    others: NDArray[np.float64] = near[..., [0, -1, -most - 1]].max(axis=-1)
    return others


def _parts(shape: tuple[int, ...]) -> NDArray[np.int64]:
    """[H, W], the number of the part of the picture in which each pixel lies, 0 to 8."""
    rows, columns = (np.arange(length) * _SIDE // length for length in shape)
    return np.add.outer(rows * _SIDE, columns)


def _sobel(brightness: Brightness) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """How much brighter it becomes to the right and downwards, [H - 2, W - 2] each."""
    values = brightness.astype(np.float32)
    columns = values[:-2] + 2 * values[1:-1] + values[2:]
    rows = values[:, :-2] + 2 * values[:, 1:-1] + values[:, 2:]
    return columns[:, 2:] - columns[:, :-2], rows[2:] - rows[:-2]
