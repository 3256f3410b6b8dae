"""A picture as its text is read: whole, or in strips from the top where it is far taller than wide.

Shrunk whole, a scrolled page would have no letters left. Two strips share some rows, so that each sees whole
what stands at their border; it belongs to the one that has its middle.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PIL import Image

from narrator.looking.text.reader import Piece

LONGEST_SIDE = 2000
"""Pixels. More costs time and memory, and the engines read hardly more in it."""
_TALL = 3.0
"""Times its width. Up to here a picture is read whole, so that columns and lines that run down stay whole."""
_SCREEN = 1.4, 1.8
"""The same of a strip of a scrolled page, at least and at most: a screen of a phone has 1.8 to 2.2."""
_SMALL_PRINT = 0.4, 0.6
"""The same of a strip that is shrunk less than the whole page was."""
_SHRUNK = 1.25
"""Times. Letters that become larger by less than that are read no better."""
_SHARED = 0.12
"""Share of a strip's shorter side that it sees beyond its borders: more than the height of a line."""
_STEP = 20
"""Levels between a pixel and the next one, of letters and not of a ground."""


@dataclass(frozen=True, kw_only=True)
class Strip:
    """Rows of a picture, at the size at which they are read."""

    image: Image.Image
    top: float
    """What stands above belongs to the strip before; in rows of `image`."""
    bottom: float
    """What stands below belongs to the next one."""

    def holds(self, piece: Piece) -> bool:
        """Whether a piece that was found in the image belongs to this strip."""
        return self.top <= piece.middle < self.bottom


@dataclass(frozen=True, kw_only=True)
class Strips:
    """A picture cut into strips; none of them is copied before it is asked for."""

    image: Image.Image
    borders: Sequence[int]
    """Rows of `image`, from 0 to its height."""

    def __len__(self) -> int:
        return len(self.borders) - 1

    def __iter__(self) -> Iterator[Strip]:
        shared = round(_SHARED * min(self.image.width, self.image.height / len(self)))
        for top, bottom in pairwise(self.borders):
            begin, end = max(0, top - shared), min(self.image.height, bottom + shared)
            seen = self.image if len(self) == 1 else self.image.crop((0, begin, self.image.width, end))
            shrunk = _shrunk(seen)
            scale = shrunk.height / seen.height
            # What stands at an edge of the picture may have its middle beyond it.
            yield Strip(
                image=shrunk,
                top=(top - begin) * scale if top else -np.inf,
                bottom=(bottom - begin) * scale if bottom < self.image.height else np.inf,
            )


def cut(image: Image.Image) -> Strips:
    """An RGB image as it is read: in one strip, or in several where it is far taller than wide."""
    is_scrolled = image.height > max(LONGEST_SIDE, _TALL * image.width)
    return _strips(image, *_SCREEN) if is_scrolled else Strips(image=image, borders=(0, image.height))


def cut_finely(image: Image.Image) -> Strips:
    """The same for small print: in strips that are shrunk less, if that makes its letters larger."""
    whole = Strips(image=image, borders=(0, image.height))
    return _strips(image, *_SMALL_PRINT) if image.height > _SHRUNK * max(LONGEST_SIDE, image.width) else whole


def _strips(image: Image.Image, shortest: float, longest: float) -> Strips:
    """Strips whose height is so many times their width; the last one may be shorter."""
    width, height = image.size
    borders = [0]
    while height - borders[-1] > round(longest * width):
        begin = borders[-1] + round(shortest * width)
        end = min(borders[-1] + round(longest * width), height)
        borders.append(begin + _widest_gap(image.crop((0, begin, width, end))))
    return Strips(image=image, borders=(*borders, height))


def _widest_gap(image: Image.Image) -> int:
    """The row in the middle of the most rows in which nothing is written, or as little as in any."""
    grey = np.asarray(image.convert("L"), np.int16)
    written = (np.abs(np.diff(grey, axis=1)) > _STEP).sum(axis=1)
    free = np.concatenate([[False], written == written.min(), [False]])
    begins, ends = np.flatnonzero(np.diff(free)).reshape(-1, 2).T
    widest = int(np.argmax(ends - begins))
    return int(begins[widest] + ends[widest]) // 2


def _shrunk(image: Image.Image) -> Image.Image:
    scale = max(image.size) / LONGEST_SIDE
    if scale <= 1:
        return image
    size = max(1, round(image.width / scale)), max(1, round(image.height / scale))
    return image.resize(size, Image.Resampling.BICUBIC, reducing_gap=3.0)
