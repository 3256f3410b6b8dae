"""Photographs and pages spoilt in a known way: the truth that advice is held against.

Every one is made from a random generator, so that a seed makes it again.
"""

from dataclasses import dataclass
from math import ceil, cos, radians, sin
from random import Random

import numpy as np
from PIL import Image, ImageFilter

from training.trust.renderings import document

_GAMMA = 2.2


@dataclass(frozen=True, kw_only=True)
class Spoilt:
    """A picture with what was done to it."""

    image: Image.Image
    side: str = ""
    """`left` or `right`, where it leans or what is missing."""


def out_of_focus(photograph: Image.Image, random: Random) -> Spoilt:
    """Blurred evenly, by 0.6 to 1.5 % of the long side."""
    radius = random.uniform(0.006, 0.015) * max(photograph.size)
    return Spoilt(image=photograph.filter(ImageFilter.GaussianBlur(radius)))


def shaken(photograph: Image.Image, random: Random) -> Spoilt:
    """Drawn out by 2 to 4 % of the long side in some direction, as by a hand that moved."""
    length, angle = random.uniform(0.02, 0.04) * max(photograph.size), radians(random.uniform(0, 180))
    total = np.zeros((photograph.height, photograph.width, 3), np.float32)
    steps = np.linspace(-length / 2, length / 2, ceil(length) + 1)
    for step in steps:
        shift = (1, 0, step * cos(angle), 0, 1, -step * sin(angle))
        total += np.asarray(photograph.transform(photograph.size, Image.Transform.AFFINE, shift, _SMOOTHLY))
    margin = ceil(length / 2) + 1
    image = Image.fromarray((total / len(steps)).round().astype(np.uint8))
    return Spoilt(image=image.crop((margin, margin, image.width - margin, image.height - margin)))


def underexposed(photograph: Image.Image, random: Random) -> Spoilt:
    """Taken with 2.5 to 4.5 stops too little light, with the grain that comes with it."""
    light = (np.asarray(photograph, np.float64) / 255) ** _GAMMA * 2 ** -random.uniform(2.5, 4.5)
    grain = np.random.default_rng(random.getrandbits(32)).normal(0, 2, light.shape)
    return Spoilt(image=Image.fromarray((light ** (1 / _GAMMA) * 255 + grain).clip(0, 255).astype(np.uint8)))


def overexposed(photograph: Image.Image, random: Random) -> Spoilt:
    """Taken with 1.5 to 3 stops too much light: what was bright is cut off at white."""
    light = (np.asarray(photograph, np.float64) / 255) ** _GAMMA * 2 ** random.uniform(1.5, 3)
    return Spoilt(image=Image.fromarray((light.clip(0, 1) ** (1 / _GAMMA) * 255).round().astype(np.uint8)))


def tilted(photograph: Image.Image, random: Random) -> Spoilt:
    """Turned by 8 to 30 degrees to either side, and cut to what has no corners missing."""
    side = random.choice(("left", "right"))
    degrees = random.uniform(8, 30)
    turned = photograph.rotate(degrees if side == "left" else -degrees, Image.Resampling.BICUBIC)
    width, height = photograph.size
    across, up = cos(radians(degrees)), sin(radians(degrees))
    share = min(width / (width * across + height * up), height / (width * up + height * across))
    left, top = ceil(width * (1 - share) / 2) + 1, ceil(height * (1 - share) / 2) + 1
    return Spoilt(image=turned.crop((left, top, width - left, height - top)), side=side)


def page_cut_off(random: Random) -> Spoilt:
    """A page of text of which 15 to 30 % are missing at one side, the margin and some of each line."""
    page, side = document(random), random.choice(("left", "right"))
    missing = round(random.uniform(0.15, 0.3) * page.width)
    box = (
        (missing, 0, page.width, page.height) if side == "left" else (0, 0, page.width - missing, page.height)
    )
    return Spoilt(image=page.crop(box), side=side)


_SMOOTHLY = Image.Resampling.BILINEAR
