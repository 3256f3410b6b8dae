"""Other views of a training picture under which its captions stay true."""

import re
from io import BytesIO

import numpy as np
from PIL import Image, ImageEnhance, ImageOps

VERSION = 2
"""To be raised whenever views come out otherwise: caches of features remember which they were made of."""

_SIDED = re.compile(
    r"\b(left|right|\w*clockwise)"
    # A mirror makes unreadable what is written.
    r"|\b(letters?|lettering|words?|writing|written|text|says|numbers?|numbered)\b|\d",
    re.IGNORECASE,
)
_COLOURED = re.compile(
    r"\b(black|white|gr[ae]y|red|pink|orange|brown|beige|tan|yellow|green|blue|turquoise|teal|purple|violet"
    r"|maroon|gold|golden|silver|blonde?|brunette|(redd|brown|yellow|green|blu|purpl|black|whit|gr[ae]y)ish"
    r"|(multi-?)?colou?r(s|ed|ful)?)\b",
    re.IGNORECASE,
)


def augment(picture: Image.Image, captions: tuple[str, ...], random: np.random.Generator) -> Image.Image:
    """A picture [W, H] -> a square view of it, as another camera would have taken it.

    Training pictures are small and soft, a person's own are large, sharp and of any shape: a view has a side
    between 160 and 400 pixels, is made softer or crisper, and half of all are compressed as photographs are.
    At most a tenth is cut off at each side, which also changes the shape, so that what the captions mention
    stays visible; none is mirrored whose captions say left or right or what is written, and only the light
    changes, not the colours, where a caption says one.
    """
    said = " ".join(captions)
    view = _rescaled(picture, random)
    if random.random() < 0.5 and not _SIDED.search(said):
        view = ImageOps.mirror(view)
    # From 0, as soft as through a 3x3 average, over 1, as it is, to details three times as strong.
    view = ImageEnhance.Sharpness(view).enhance(float(random.uniform(0, 3)))
    for enhance in (ImageEnhance.Brightness, ImageEnhance.Contrast):
        view = enhance(view).enhance(float(random.uniform(0.8, 1.2)))
    if not _COLOURED.search(said):
        view = ImageEnhance.Color(view).enhance(float(random.uniform(0.6, 1.4)))
    return _compressed(view, int(random.integers(30, 95))) if random.random() < 0.5 else view


def _rescaled(picture: Image.Image, random: np.random.Generator) -> Image.Image:
    width, height = picture.size
    left, top, right, bottom = random.uniform(0, 0.1, size=4) * (width, height, width, height)
    side = int(random.integers(160, 400))
    box = (left, top, width - right, height - bottom)
    # What is far larger comes down in two steps, as `squeeze` does it.
    return picture.resize((side, side), Image.Resampling.BICUBIC, box=box, reducing_gap=3.0)


def _compressed(picture: Image.Image, quality: int) -> Image.Image:
    data = BytesIO()
    picture.save(data, "JPEG", quality=quality)
    return Image.open(data).convert("RGB")
