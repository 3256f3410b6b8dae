"""What a thing lies on or is held before when it is photographed: drawn tables, carpets, cloth and walls.

Shape letters: H rows, W columns. Every surface is made from a random generator.
"""

from collections.abc import Callable
from colorsys import hsv_to_rgb
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Size = tuple[int, int]
"""Width and height in pixels."""
Shares = NDArray[np.floating[Any]]
"""[H, W], 0 to 1."""

_WOODS = ((120, 78, 44), (160, 110, 66), (86, 52, 32), (196, 154, 104), (60, 40, 30))
_CARPETS = ((150, 130, 95), (90, 84, 80), (70, 74, 96), (120, 60, 50), (180, 170, 150), (60, 70, 60))


def clouds(random: Random, size: Size, across: int, down: int) -> Shares:
    """Soft spots, so many from side to side and from top to bottom."""
    cells = _generator(random).random((max(1, down), max(1, across)), np.float32)
    return np.asarray(Image.fromarray(cells).resize(size, Image.Resampling.BICUBIC)).clip(0, 1)


def table(random: Random, size: Size) -> Image.Image:
    """Wood with its grain, along one side."""
    grain = clouds(random, size, 3, size[1] // 5) * 0.6 + clouds(random, size, 6, size[1] // 24) * 0.4
    if random.random() < 0.5:
        grain = np.asarray(Image.fromarray(grain).transpose(Image.Transpose.ROTATE_90).resize(size))
    return _tinted(random.choice(_WOODS), grain, random.uniform(0.2, 0.7))


def carpet(random: Random, size: Size) -> Image.Image:
    """Loops of yarn, light and dark."""
    side = random.choice((2, 3, 5, 8))
    loops = clouds(random, size, size[0] // side, size[1] // side)
    worn = clouds(random, size, 4, 5)
    return _tinted(random.choice(_CARPETS), 0.7 * loops + 0.3 * worn, random.uniform(0.5, 1.1))


def cloth(random: Random, size: Size) -> Image.Image:
    """A sheet, a shirt or a table cloth with rings, dots, stripes or checks, in folds."""
    image = Image.new("RGB", size, any_colour(random))
    draw = ImageDraw.Draw(image)
    step, inks = random.randint(24, 90), [any_colour(random) for _ in range(random.randint(1, 4))]
    motif = random.randrange(4)
    for row, y in enumerate(range(-step, size[1] + step, step)):
        if motif == 3:
            draw.rectangle((0, y, size[0], y + step // 3), fill=inks[0])
            continue
        for x in range(-step, size[0] + step, step):
            place = (x + row % 2 * step // 2, y, x + row % 2 * step // 2 + step // 2, y + step // 2)
            if motif == 0:
                draw.ellipse(place, outline=random.choice(inks), width=max(2, step // 10))
            elif motif == 1:
                draw.ellipse(place, fill=random.choice(inks))
            else:
                draw.rectangle((x, y, x + step // 2, y + step // 2), fill=random.choice(inks))
    folds = 0.8 + 0.3 * clouds(random, size, random.randint(2, 6), random.randint(2, 6))
    turned = image.rotate(random.uniform(-40, 40), Image.Resampling.BICUBIC, fillcolor=inks[0])
    return _image(np.asarray(turned, np.float32) * folds[..., None])


def plain(random: Random, size: Size) -> Image.Image:
    """A wall, a desk or a worktop in one colour, some of them speckled."""
    speckles = clouds(random, size, size[0] // 2, size[1] // 2)
    return _tinted(any_colour(random), speckles, random.choice((0.02, 0.05, 0.3)))


SURFACES: tuple[Callable[[Random, Size], Image.Image], ...] = (table, carpet, cloth, plain)


def piece(photograph: Image.Image, random: Random, size: Size) -> Image.Image:
    """A part of a photograph, as what is behind a thing."""
    share = random.uniform(0.3, 1)
    width, height = (max(8, round(side * share)) for side in photograph.size)
    left, top = random.randint(0, photograph.width - width), random.randint(0, photograph.height - height)
    return photograph.crop((left, top, left + width, top + height)).resize(size, Image.Resampling.BICUBIC)


def any_colour(random: Random) -> tuple[int, int, int]:
    """Pale, dark, grey and bright ones alike."""
    level = random.randint(20, 245)
    spread = random.choice((4, 30, 120))
    red, green, blue = (max(0, min(255, level + random.randint(-spread, spread))) for _ in range(3))
    return red, green, blue


def strong_colour(random: Random) -> tuple[int, int, int]:
    """Such as packages have, so that they are seen from far."""
    red, green, blue = hsv_to_rgb(random.random(), random.uniform(0.5, 1), random.uniform(0.55, 1))
    return round(255 * red), round(255 * green), round(255 * blue)


def _tinted(colour: tuple[int, int, int], texture: Shares, contrast: float) -> Image.Image:
    return _image(np.array(colour, np.float32) * (1 + contrast * (texture - 0.5))[..., None])


def _image(pixels: NDArray[np.float32]) -> Image.Image:
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def _generator(random: Random) -> np.random.Generator:
    return np.random.default_rng(random.getrandbits(32))
