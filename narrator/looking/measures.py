"""Measures of a picture from which its kind is told: few, cheap, and each explainable in a sentence.

Shape letters: H rows, W columns. Brightness is in levels from 0, black, to 255, white.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from narrator.looking.directions import difference, gentlest, largest, lean, steepest
from narrator.looking.softness import SMALL, SOFTEST, softness
from narrator.picture.opening import Picture

Bytes = NDArray[np.uint8]

_DETAIL_SIDE = 512
"""Pixels of the long side on which single pixels are compared. Pixels are left out, never mixed: what is
drawn in even colours keeps them, and a letter stays black on white."""
_OVERVIEW_SIDE = 256
"""Pixels of the long side on which shapes are measured. Pixels are averaged, so that grain weighs little."""
_GRID = 64
"""Cells of a side in which patterns are looked for."""
_COARSE = 8
"""Cells of the grid that are averaged to see whether anything larger than grain is there."""

_WHITE, _LIMIT, _COLOURED = 254, 255, 220
"""Levels of the least colour of white, of the brightest there is, and of the least colour of what has one."""
_GREY = 8
"""Levels. What was made grey and stored as a JPEG has 0; of 1,042 training photographs 14 are grey and have 0
as well, and no other has less than 15."""
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
_EDGE = 0.01
"""Share of the width that is the edge of a page: whole pages have nothing there."""


@dataclass(frozen=True, kw_only=True)
class Measures:
    """What was measured. Shares go from 0 to 1, brightness and contrasts are in levels out of 255."""

    darkest: float
    """Brightness that 1 pixel in 1,000 falls below."""
    brightest: float
    """Brightness that 1 pixel in 1,000 exceeds."""
    white: float
    """Share of pixels that are as bright as can be in all colours, or one level below."""
    clipped: float
    """Share of pixels that are as bright as can be in one colour and far from it in another: coloured things
    that had too much light, and hardly ever white ones."""
    colourful: float
    """Levels between the strongest and the weakest colour of a pixel, which 1 pixel in 200 exceeds."""
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
    softness: float
    """How many times more pixels of a small picture are shaded than lie at a sharp edge."""
    shaded: float
    """Share of the pixels beside the paper that differ a little from these neighbours."""
    paper: float
    """Share of pixels that have the commonest brightness."""
    paper_level: float
    """That brightness."""
    two_tone: float
    """Share of pixels that are black or white and nothing between, as in a fax."""
    lettered: float
    """Share of the rows in which ink begins and ends as often as in a line of text."""
    lines: int
    """How many such lines there are, one below the other."""
    cut_left: float
    """Share of these rows with ink at the left edge, less the share of the other rows with some there."""
    cut_right: float
    """The same at the right edge."""
    sharpness: float
    """The steepest step along the direction in which steps are gentlest, over the spread of green."""
    lean: float
    """Degrees by which edges lean to the left, -45 to 45; negative to the right."""
    leaning: float
    """How many times more edges lean so than stand upright, run level or lean to the other side."""
    leaning_parts: int
    """In how many of nine parts of the picture they do."""

    @property
    def grey(self) -> bool:
        """Whether nothing in it has a colour: a photograph in black and white, a scanned page."""
        return self.colourful <= _GREY


def measure(picture: Picture) -> Measures:
    """Measure a picture; a large one takes hardly longer than a small one."""
    thinned = _thinned(picture.image)
    detail = np.asarray(thinned)
    shrunk = picture.image.reduce(-(-max(picture.image.size) // _OVERVIEW_SIDE))
    overview = np.asarray(shrunk)
    green = np.asarray(shrunk.getchannel("G"))  # most of what brightness is
    darkest, brightest = _extremes(thinned)
    strongest, weakest = largest(overview), ~largest(~overview)
    white, clipped = _lit(strongest, weakest)
    steps = _steps(detail)
    grid = _grid(shrunk)
    detail_green = thinned.getchannel("G")
    levels = detail_green.histogram()
    paper, paper_level = _paper(levels)
    unlike_paper = difference(np.asarray(detail_green), np.uint8(paper_level))
    lettering = _lettering(unlike_paper)
    leaned, leaning, parts = lean(green)
    return Measures(
        darkest=darkest,
        brightest=brightest,
        white=white,
        clipped=clipped,
        colourful=_colourful(strongest, weakest),
        spread=float(np.ptp(grid, axis=(0, 1)).max()),
        steepest=steepest(
            largest(difference(overview[1:], overview[:-1])),
            largest(difference(overview[:, 1:], overview[:, :-1])),
        ),
        coarse=_coarse(grid),
        regular=_regular(grid),
        even=float((steps <= _SAME).mean()),
        softness=softness(picture.image) if max(picture.size) <= SMALL else SOFTEST,
        shaded=_shaded(steps, unlike_paper[:-1, :-1]),
        paper=paper,
        paper_level=paper_level,
        two_tone=sum(levels[:2] + levels[-2:]) / sum(levels),
        lettered=lettering.rows,
        lines=lettering.lines,
        cut_left=lettering.cut_left,
        cut_right=lettering.cut_right,
        sharpness=gentlest(green) / max(1.0, float(np.ptp(grid[..., 1]))),
        lean=leaned,
        leaning=leaning,
        leaning_parts=parts,
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


def is_grey(pixels: Bytes) -> bool:
    """Whether nothing in a picture [H, W, 3] has a colour; as `Measures.grey`, for who knows nothing else."""
    return _colourful(largest(pixels), ~largest(~pixels)) <= _GREY


def _lit(strongest: Bytes, weakest: Bytes) -> tuple[float, float]:
    clipped = (strongest == _LIMIT) & (weakest <= _COLOURED)
    return np.count_nonzero(weakest >= _WHITE) / weakest.size, np.count_nonzero(clipped) / weakest.size


def _colourful(strongest: Bytes, weakest: Bytes) -> float:
    reached = np.cumsum(Image.fromarray(strongest - weakest).histogram()) / strongest.size
    return float(np.searchsorted(reached, 0.995))


def _steps(detail: Bytes) -> Bytes:
    """The larger of the differences to the right and below, of the colour that differs most."""
    here = detail[:-1, :-1]
    return largest(np.maximum(difference(detail[:-1, 1:], here), difference(detail[1:, :-1], here)))


def _shaded(steps: Bytes, unlike_paper: Bytes) -> float:
    beside = unlike_paper > _PAPER
    shaded = (steps >= _SHADED[0]) & (steps <= _SHADED[1]) & beside
    return float(np.count_nonzero(shaded) / max(1, int(np.count_nonzero(beside))))


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


def _paper(levels: list[int]) -> tuple[float, float]:
    window = np.convolve(levels, np.ones(2 * _PAPER + 1, np.int64), mode="same")
    level = int(window.argmax())
    return float(window[level] / sum(levels)), float(level)


@dataclass(frozen=True, kw_only=True)
class _Lettering:
    rows: float
    lines: int
    cut_left: float
    cut_right: float


def _lettering(unlike_paper: Bytes) -> _Lettering:
    ink: NDArray[np.bool_] = unlike_paper > _INK
    strokes = (ink[:, 1:] != ink[:, :-1]).sum(axis=1) >= _STROKES
    edge = max(1, round(_EDGE * ink.shape[1]))
    return _Lettering(
        rows=float(strokes.mean()),
        lines=int((strokes[1:] & ~strokes[:-1]).sum()) + int(strokes[0]),
        cut_left=_more(ink[:, :edge], strokes),
        cut_right=_more(ink[:, -edge:], strokes),
    )


def _more(edge: NDArray[np.bool_], strokes: NDArray[np.bool_]) -> float:
    """How much more often there is ink at an edge in rows with letters: a frame is there in all rows."""
    shares = [float(edge[rows].any(axis=1).mean()) if rows.any() else 0.0 for rows in (strokes, ~strokes)]
    return shares[0] - shares[1]
