"""Measures of a picture from which its kind is told: few, cheap, and each explainable in a sentence.

Shape letters: H rows, W columns. Brightness is in levels from 0, black, to 255, white.
"""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from narrator.picture import Picture

_DETAIL_SIDE = 512
"""Pixels of the long side on which single pixels are compared. Pixels are left out, never mixed: what is
drawn in even colours keeps them, and a letter stays black on white."""
_OVERVIEW_SIDE = 256
"""Pixels of the long side on which shapes are measured. Pixels are averaged, so that grain weighs little."""
_GRID = 64
"""Cells of a side in which patterns are looked for."""
_COARSE = 8
"""Cells of the grid that are averaged to see whether anything larger than grain is there."""

_SAME = 3
"""Levels by which neighbours in an even area may differ: JPEG leaves so much."""
_SHADED = (4, 24)
"""Levels between neighbours that light makes on things and drawing programs hardly ever do."""
_PAPER = 8
"""Levels around the commonest brightness that are the same paper."""
_INK = 60
"""Levels between paper and what is written on it."""
_STROKES = 16
"""A row of pixels in which ink begins or ends so often has letters in it."""


Number = TypeVar("Number", np.int16, np.float32)


@dataclass(frozen=True, kw_only=True)
class Measures:
    """What was measured. Shares go from 0 to 1, brightness and contrasts are in levels out of 255."""

    darkest: float
    """Brightness that 1 pixel in 1,000 falls below."""
    brightest: float
    """Brightness that 1 pixel in 1,000 exceeds."""
    spread: float
    """Levels between the darkest and the brightest of 64 by 64 cells, in the colour that varies most."""
    steepest: float
    """Levels between neighbours where light and dark meet most sharply, the long side being 256 pixels."""
    coarse: float
    """Share of the contrast that is left in the averages of 8 by 8 cells: in noise nearly none."""
    regular: float
    """Share of the contrast that two rows and two columns explain: all of it in stripes and checks."""
    even: float
    """Share of pixels that are the same as their neighbours to the right and below."""
    shaded: float
    """Share of the pixels beside the paper that differ a little from these neighbours."""
    paper: float
    """Share of pixels that have the commonest brightness."""
    paper_level: float
    """That brightness."""
    lettered: float
    """Share of the rows in which ink begins and ends as often as in a line of text."""
    lines: int
    """How many such lines there are, one below the other."""


def measure(picture: Picture) -> Measures:
    """Measure a picture; a large one takes hardly longer than a small one."""
    thinned = _thinned(picture.image)
    detail = np.asarray(thinned, dtype=np.int16)
    shrunk = picture.image.reduce(-(-max(picture.image.size) // _OVERVIEW_SIDE))
    overview = np.asarray(shrunk, dtype=np.float32)
    darkest, brightest = _extremes(thinned)
    steps = _steps(detail)
    grid = _grid(shrunk)
    paper, paper_level = _paper(detail)
    lettered, lines = _lettering(detail, paper_level)
    return Measures(
        darkest=darkest,
        brightest=brightest,
        spread=float(np.ptp(grid, axis=(0, 1)).max()),
        steepest=_steepest(overview),
        coarse=_coarse(grid),
        regular=_regular(grid),
        even=float((steps <= _SAME).mean()),
        shaded=_shaded(steps, detail, paper_level),
        paper=paper,
        paper_level=paper_level,
        lettered=lettered,
        lines=lines,
    )


def _thinned(image: Image.Image) -> Image.Image:
    width, height = image.size
    scale = max(width, height) / _DETAIL_SIDE
    if scale <= 1:
        return image
    size = max(1, round(width / scale)), max(1, round(height / scale))
    return image.resize(size, Image.Resampling.NEAREST)


def _extremes(image: Image.Image) -> tuple[float, float]:
    """The brightness that 1 pixel in 1,000 falls below, and that 1 in 1,000 exceeds."""
    # Not by a product of matrices, whose threads wait 400 ms for each other on a busy machine.
    reached = np.cumsum(image.convert("L").histogram()) / (image.width * image.height)
    return float(np.searchsorted(reached, 0.001, side="right")), float(np.searchsorted(reached, 0.999))


def _steps(detail: NDArray[np.int16]) -> NDArray[np.int16]:
    """The larger of the differences to the right and below, of the colour that differs most."""
    here = detail[:-1, :-1]
    right, below = np.abs(detail[:-1, 1:] - here), np.abs(detail[1:, :-1] - here)
    return _of_any_colour(np.maximum(right, below))


def _of_any_colour(steps: NDArray[Number]) -> NDArray[Number]:
    """Steps [H, W, 3] -> the largest of each pixel [H, W]; faster than max along so short an axis."""
    largest: NDArray[Number] = np.maximum(np.maximum(steps[..., 0], steps[..., 1]), steps[..., 2])
    return largest


def _shaded(steps: NDArray[np.int16], detail: NDArray[np.int16], paper_level: float) -> float:
    beside = np.abs(detail[:-1, :-1, 1] - int(paper_level)) > _PAPER
    shaded = (steps >= _SHADED[0]) & (steps <= _SHADED[1]) & beside
    return float(shaded.sum() / max(1, beside.sum()))


def _steepest(overview: NDArray[np.float32]) -> float:
    steps = [_of_any_colour(np.abs(np.diff(overview, axis=axis))).ravel() for axis in (0, 1)]
    return float(np.percentile(np.concatenate(steps), 99.7))


def _grid(image: Image.Image) -> NDArray[np.float32]:
    """[64, 64, 3], the mean colours of the cells, less the mean of all."""
    cells = np.asarray(image.resize((_GRID, _GRID), Image.Resampling.BOX), dtype=np.float32)
    contrast: NDArray[np.float32] = cells - cells.mean(axis=(0, 1))
    return contrast


def _coarse(grid: NDArray[np.float32]) -> float:
    cells = grid.reshape(_COARSE, _GRID // _COARSE, _COARSE, _GRID // _COARSE, 3).mean(axis=(1, 3))
    contrast = float((grid**2).mean())
    return float((cells**2).mean()) / contrast if contrast else 1.0


def _regular(grid: NDArray[np.float32]) -> float:
    """A checkerboard is one row of cells times one column; so are stripes, and gradients are two of each.

    Of the singular values of the grid, a matrix of rank 2 has two that are not 0, in all colours together.
    """
    rows = grid.reshape(_GRID, -1)
    energies = np.linalg.eigvalsh(rows @ rows.T)
    total = float(energies.sum())
    return float(energies[-2:].sum()) / total if total > 0 else 1.0


def _paper(detail: NDArray[np.int16]) -> tuple[float, float]:
    brightness = detail[..., 1].ravel()  # green is most of what brightness is
    counts = np.bincount(brightness, minlength=256)
    window = np.convolve(counts, np.ones(2 * _PAPER + 1, np.int64), mode="same")
    level = int(window.argmax())
    return float(window[level] / brightness.size), float(level)


def _lettering(detail: NDArray[np.int16], paper_level: float) -> tuple[float, int]:
    ink = np.abs(detail[..., 1] - int(paper_level)) > _INK
    strokes = (ink[:, 1:] != ink[:, :-1]).sum(axis=1) >= _STROKES
    lines = int((strokes[1:] & ~strokes[:-1]).sum()) + int(strokes[0])
    return float(strokes.mean()), lines
