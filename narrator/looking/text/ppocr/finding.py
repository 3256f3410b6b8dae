"""The network that finds text: a picture in, rectangles around its lines out.

It gives for each pixel how likely it belongs to the core of a line (differentiable binarization, Liao et al.
2020). The cores are shrunk, so that lines do not touch; what is found is grown again.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from narrator.looking.text.ppocr.networks import Network, as_input
from narrator.looking.text.ppocr.rectangle import Rectangle, smallest_around
from narrator.looking.text.ppocr.regions import Runs, regions

_LONGEST_SIDE = 1280
_SHORTEST_SIDE = 736
_STEP = 32
_CORE = 0.3
_LIKELY = 0.5
_GROWTH = 1.6
_LEAST = 3.0
_MOST = 1000


def find(image: Image.Image, network: Network) -> list[Rectangle]:
    """The lines of text in an RGB image, or parts of them, each in a rectangle at an angle from -45 to 45."""
    size = _looked_at(image.size)
    likely = network(as_input(image.resize(size, Image.Resampling.BILINEAR)))[0, 0]
    return list(_lines(likely, image.size))


def _looked_at(size: tuple[int, int]) -> tuple[int, int]:
    scale = max(1.0, _SHORTEST_SIDE / min(size))
    scale = min(scale, _LONGEST_SIDE / max(size))
    width, height = (max(_STEP, round(side * scale / _STEP) * _STEP) for side in size)
    return width, height


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
