"""Other views of a training picture under which its captions stay true."""

import re

import numpy as np
from PIL import Image, ImageEnhance, ImageOps

_SIDED = re.compile(r"\b(left|right)\b", re.IGNORECASE)


def augment(picture: Image.Image, captions: tuple[str, ...], random: np.random.Generator) -> Image.Image:
    """A picture slightly cropped, rescaled, recoloured and perhaps mirrored.

    Training pictures are small and soft, a person's own are large and sharp: resampling to a side
    drawn between 160 and 400 pixels teaches the network not to care. A picture is not mirrored when
    a caption says left or right. What is cut off is at most a tenth of each side, so that what the
    captions mention stays visible.
    """
    width, height = picture.size
    keep = random.uniform(0.8, 1.0, size=2)
    left, top = np.floor(random.uniform(size=2) * (1 - keep) * (width, height))
    right, bottom = np.floor((left, top) + keep * (width, height))
    side = int(random.integers(160, 400))
    view = picture.resize((side, side), Image.Resampling.BICUBIC, box=(left, top, right, bottom))
    if random.random() < 0.5 and not any(_SIDED.search(caption) for caption in captions):
        view = ImageOps.mirror(view)
    for enhance in (ImageEnhance.Brightness, ImageEnhance.Contrast, ImageEnhance.Color):
        view = enhance(view).enhance(float(random.uniform(0.8, 1.2)))
    return view
