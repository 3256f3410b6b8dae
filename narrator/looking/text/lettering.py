"""A quick look for what may be letters, so that photographs without any are not read.

Letters are narrow strokes of one tone on a ground of another, and there are several beside or below each
other. That is true of leaves on a sky and of fences as well: the look is there to miss little. The thresholds
were set on 120 photographs of the training sets, 30 drawings of labels, pages, screens and signs, and the
development pictures of VizWiz, by whether words were read in them: of those with words it finds all, and it
spares a third of the others the reading.
"""

from itertools import groupby

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from narrator.picture.opening import Picture

_LOOKS = ((768, 0.75), (320, 0.8))
"""Long sides in pixels, and how much of a tile's variance must at least lie between its darker and brighter
pixels. Small letters have strokes of a pixel or more at the first size, and those of large ones are narrow at
the second. On an even slope it is 0.75 of the variance."""
_ENLARGED = 2.5
"""Times, at most: in a small picture there is no more to see."""
_TILE = 16
_WIDEST_STROKE = 5
_STEP = 20
"""Levels between a stroke and its ground, from one pixel to the next."""
_CONTRAST = 40
"""Levels between the darkest and the brightest pixel of a tile."""
_DENSE = 0.05
"""The share of a tile's pixels at which a stroke ends."""
_IN_A_ROW = 3

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]


def has_lettering(picture: Picture) -> bool:
    """Whether there is likely text in a picture."""
    return any(_are_in_a_row(lettered_tiles(_grey(picture.image, side), tones)) for side, tones in _LOOKS)


def lettered_tiles(grey: Grey, tones: float) -> Mask:
    """Which tiles of a grey picture [height, width] have strokes, and tones by so much of their variance."""
    levels = _tiled(grey).astype(np.float32)
    low, high = levels.min(axis=2), levels.max(axis=2)
    dense = np.maximum(_tiled(_strokes(grey)).mean(axis=2), _tiled(_strokes(grey.T).T).mean(axis=2))
    two_tones = _between(levels, (low + high) / 2) > tones * levels.var(axis=2)
    found: Mask = (high - low > _CONTRAST) & (dense > _DENSE) & two_tones
    return found


def _grey(image: Image.Image, long_side: int) -> Grey:
    scale = min(_ENLARGED, long_side / max(image.size))
    width, height = (max(_TILE, round(side * scale)) for side in image.size)
    small = image.resize((width, height), Image.Resampling.BILINEAR, reducing_gap=2.0)
    return np.asarray(small.convert("L"))


def _strokes(grey: Grey) -> Mask:
    """Where along the rows a step up follows soon on a step down, or the other way round."""
    step = np.diff(grey.astype(np.int16), axis=1, prepend=grey[:, :1])
    up, down = step > _STEP, step < -_STEP
    after_up, after_down = up.copy(), down.copy()
    for width in range(1, _WIDEST_STROKE + 1):
        after_up[:, width:] |= up[:, :-width]
        after_down[:, width:] |= down[:, :-width]
    ends: Mask = (after_up & down) | (after_down & up)
    return ends


def _between(levels: NDArray[np.float32], middle: NDArray[np.float32]) -> NDArray[np.float32]:
    """The variance between the pixels of each tile that are above its middle and those that are not."""
    above = levels > middle[..., None]
    count, size = above.sum(axis=2), levels.shape[2]
    total, upper = levels.sum(axis=2), (levels * above).sum(axis=2)
    distance = upper / np.maximum(count, 1) - (total - upper) / np.maximum(size - count, 1)
    variance: NDArray[np.float32] = count * (size - count) / size**2 * distance**2
    return variance


def _tiled(values: NDArray[np.generic]) -> NDArray[np.generic]:
    """[height, width] -> the values of each tile [rows, columns, pixels], without what is no whole tile."""
    rows, columns = (length // _TILE for length in values.shape)
    whole = values[: rows * _TILE, : columns * _TILE].reshape(rows, _TILE, columns, _TILE)
    return whole.transpose(0, 2, 1, 3).reshape(rows, columns, _TILE * _TILE)


def _are_in_a_row(tiles: Mask) -> bool:
    """Whether enough of them stand beside or below each other."""
    return any(_longest_run(line) >= _IN_A_ROW for mask in (tiles, tiles.T) for line in mask)


def _longest_run(line: Mask) -> int:
    return max((sum(1 for _ in run) for found, run in groupby(line.tolist()) if found), default=0)
