"""The network that finds text: a picture in, rectangles around its lines out.

It gives for each pixel how likely it belongs to the core of a line (differentiable binarization, Liao et al.
2020). The cores are shrunk, so that lines do not touch; what is found is grown again.
"""

from collections.abc import Iterator, Sequence
from statistics import median

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from narrator.looking.text.ppocr.networks import Network, as_input
from narrator.looking.text.ppocr.rectangle import Rectangle, smallest_around
from narrator.looking.text.ppocr.regions import Runs, regions

_FIRST_LOOK = 800
"""Pixels of the longer side. Letters of a title, a label or a sign are found so; more finds hardly more."""
_CLOSER_LOOK = 1600
"""The same for small print. It takes 1.2 s of a processor and 380 MB, the first look 0.2 s and 90 MB."""
_SMALL = 14.0
"""Pixels. Where half of the lines are lower at the first look, others and the ends of lines are missed."""
_SHORTER_SIDE = 736
"""Pixels to which small pictures are enlarged, because small letters are found less well."""
_STEP = 32
"""Both sides are a multiple of this."""
_CORE = 0.3
"""A pixel that is so likely belongs to the core of a line."""
_LIKELY = 0.5
"""The mean over the rectangle around a core, where it is text."""
_GROWTH = 1.6
"""A line is larger than its core by so many times the area through the circumference."""
_LEAST = 3.0
"""Pixels of what the network saw; what is thinner is no text that can be read."""
_MOST = 500
"""Lines, the largest. A dense page of two columns has 200; of noise there is no end."""


def find(image: Image.Image, network: Network) -> list[Rectangle]:
    """The lines of text in an RGB image, or parts of them, each in a rectangle at an angle from -45 to 45."""
    found = _look(image, network, _FIRST_LOOK)
    longest = max(image.size)
    if found and longest > _FIRST_LOOK and _height(found) * _FIRST_LOOK / longest < _SMALL:
        return _look(image, network, min(longest, _CLOSER_LOOK))
    return found


def _height(lines: Sequence[Rectangle]) -> float:
    return median(min(line.width, line.height) for line in lines)


def _look(image: Image.Image, network: Network, longest: int) -> list[Rectangle]:
    scale = max(1.0, _SHORTER_SIDE / min(image.size))
    scale = min(scale, longest / max(image.size))
    width, height = (max(_STEP, round(side * scale / _STEP) * _STEP) for side in image.size)
    likely = network(as_input(image.resize((width, height), Image.Resampling.BILINEAR)))[0, 0]
    return list(_lines(likely, image.size))


def _lines(likely: NDArray[np.float32], size: tuple[int, int]) -> Iterator[Rectangle]:
    height, width = likely.shape
    scale = np.array([size[0] / width, size[1] / height])
    for region in sorted(regions(likely > _CORE), key=_pixels, reverse=True)[:_MOST]:
        core = smallest_around(_corners(region) * scale)
        shorter = min(core.width, core.height)
        if shorter < _LEAST * scale.min() or _mean(likely, core, scale) < _LIKELY:
            continue
        yield core.grown(_GROWTH * core.width * core.height / (2 * (core.width + core.height)))


def _pixels(region: Runs) -> int:
    return int((region[:, 2] - region[:, 1]).sum())


def _corners(region: Runs) -> NDArray[np.float64]:
    rows, begins, ends = region.T.astype(np.float64)
    upper, lower = np.concatenate([rows, rows]), np.concatenate([rows + 1, rows + 1])
    columns = np.concatenate([begins, ends])
    return np.stack([np.concatenate([columns, columns]), np.concatenate([upper, lower])], axis=1)


def _mean(likely: NDArray[np.float32], place: Rectangle, scale: NDArray[np.float64]) -> float:
    points = place.points(64, 16) / scale
    columns = points[..., 0].astype(int).clip(0, likely.shape[1] - 1)
    rows = points[..., 1].astype(int).clip(0, likely.shape[0] - 1)
    return float(likely[rows, columns].mean())
