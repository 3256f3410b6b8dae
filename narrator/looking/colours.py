"""The names of a picture's main colours."""

from collections import Counter
from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from narrator.picture.opening import Picture

Colour = tuple[int, int, int]
"""Levels of red, green and blue in sRGB, 0 to 255."""

NAMES: Mapping[str, tuple[Colour, ...]] = {
    "black": ((0, 0, 0),),
    "white": ((255, 255, 255),),
    "grey": ((146, 149, 145), (89, 101, 109), (115, 133, 149)),
    "dark grey": ((54, 55, 55), (60, 65, 66)),
    "light grey": ((216, 220, 214), (197, 201, 199)),
    "red": ((229, 0, 0), (239, 64, 38)),
    "dark red": ((132, 0, 0), (143, 20, 2), (140, 0, 15)),
    "pink": (
        (255, 129, 192),
        (255, 2, 141),
        (255, 209, 223),
        (255, 121, 108),
        (194, 0, 120),
        (213, 138, 148),
    ),
    "orange": ((249, 115, 6), (192, 78, 1), (253, 170, 72)),
    "brown": ((101, 55, 0), (52, 28, 2), (127, 81, 18), (127, 43, 10)),
    "light brown": ((173, 129, 80), (209, 178, 111)),
    "beige": ((230, 218, 166), (255, 176, 124)),
    "yellow": ((255, 255, 20), (206, 179, 1), (219, 180, 12), (255, 254, 122)),
    "green": ((21, 176, 26), (57, 173, 72), (63, 155, 11), (116, 166, 98), (137, 254, 5)),
    "dark green": ((3, 53, 0), (6, 71, 12)),
    "light green": ((150, 249, 123), (199, 253, 181), (135, 174, 115)),
    "olive": ((110, 117, 14), (55, 62, 2), (170, 166, 98)),
    "turquoise": ((6, 194, 172), (2, 147, 134), (0, 255, 255), (1, 77, 78)),
    "blue": (
        (3, 67, 223),
        (6, 154, 243),
        (4, 133, 209),
        (44, 111, 187),
        (59, 99, 140),
        (6, 82, 255),
        (2, 3, 226),
    ),
    "dark blue": ((0, 3, 91), (1, 21, 62), (3, 10, 167), (2, 6, 111)),
    "light blue": ((149, 208, 252), (117, 187, 253), (208, 254, 254)),
    "purple": ((126, 30, 156), (154, 14, 234), (53, 6, 62), (88, 15, 65), (130, 95, 135)),
    "light purple": ((191, 119, 246), (199, 159, 239), (206, 162, 253)),
}
"""Colours that need no explaining, each as one or several answers of the xkcd colour survey of 2010, in which
222,500 people named colours on their screens (https://xkcd.com/color/rgb.txt, CC0). First the colour of that
name itself; then others that people call so, such as navy for dark blue: with one point for each name a plain
blue was nearest to light purple."""

_SIDE = 64
_STEP = 16
"""Levels of a colour that are counted together."""
_LEAST = 0.15
"""A colour with a smaller share of the picture is not one of its main colours."""
_MOST = 3

# From linear sRGB to XYZ, over the white of D65: IEC 61966-2-1.
_TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
_WHITE = np.array([0.9505, 1.0, 1.089])


def main_colours(picture: Picture, *, grey: bool = False) -> tuple[str, ...]:
    """The names of up to three colours that rule a picture, the one with the largest share first.

    Of a `grey` picture it is only told how bright it is.
    """
    shares = Counter(colour_shares(picture.image, grey=grey))
    (first, _), *others = shares.most_common(_MOST)
    return (first, *(name for name, share in others if share >= _LEAST))


def colour_shares(image: Image.Image, *, grey: bool = False) -> dict[str, float]:
    """The share of an RGB image that has each of the colours NAMES, from 0 to 1; `grey` as above."""
    small = image.resize((_SIDE, _SIDE), Image.Resampling.NEAREST)
    if grey:  # a level or two of colour, which JPEG leaves, would make beige of light grey
        small = small.convert("L").convert("RGB")
    pixels = np.asarray(small).reshape(-1, 3)
    bins = 256 // _STEP
    numbers = (pixels // _STEP) @ np.array([bins * bins, bins, 1])
    sums = np.bincount(_names_of_bins()[numbers], minlength=len(NAMES))
    return dict(zip(NAMES, (sums / len(pixels)).tolist(), strict=True))


@cache
def _names_of_bins() -> NDArray[np.intp]:
    """The number of the nearest name for each bin of colours, [4096]."""
    bins = 256 // _STEP
    colours = np.indices((bins, bins, bins)).reshape(3, -1).T.astype(np.float64)
    # The darkest and the brightest bin stand for black and white themselves.
    return _nearest(colours * (255 / (bins - 1)))


def _nearest(colours: NDArray[np.float64]) -> NDArray[np.intp]:
    """The number of the nearest name for each colour [N, 3] in sRGB levels, by distance in CIELAB."""
    known = [(number, colour) for number, group in enumerate(NAMES.values()) for colour in group]
    there, asked = _lab(np.array([colour for _, colour in known], np.float64)), _lab(colours)
    # One coordinate after the other takes a tenth of the time that an axis of three takes.
    squares = np.add.reduce([np.subtract.outer(asked[:, i], there[:, i]) ** 2 for i in range(3)])
    nearest: NDArray[np.intp] = np.array([number for number, _ in known])[squares.argmin(axis=1)]
    return nearest


def _lab(levels: NDArray[np.float64]) -> NDArray[np.float64]:
    """SRGB levels [N, 3] -> CIELAB [N, 3]: ISO/CIE 11664-4."""
    values = levels / 255
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    relative = linear @ _TO_XYZ.T / _WHITE
    f = np.where(relative > (6 / 29) ** 3, np.cbrt(relative), relative * (29 / 6) ** 2 / 3 + 4 / 29)
    return np.stack(
        [116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])],
        axis=1,
    )
