"""Deep grey and floating-point pixels made 8 bits."""

from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image


def eight_bits(image: Image.Image) -> Image.Image:
    """Deep grey as mode L: Pillow's own conversion cuts off at 255, so that all but the darkest is white."""
    values: npt.NDArray[Any] = np.asarray(image)
    grey: npt.NDArray[Any]
    if image.mode.startswith("I;16"):
        grey = values >> 8
        if "transparency" in image.info:
            grey = np.where(values == image.info["transparency"], 255, grey)
    else:
        finite = np.isfinite(values)
        values = np.where(finite, values, 0.0).astype(np.float64)
        low = np.min(values, where=finite, initial=np.inf)
        spread = np.max(values, where=finite, initial=-np.inf) - low
        grey = np.where(finite, values - low, 0.0) * (255.0 / spread) if spread > 0 else values * 0.0
    return Image.fromarray(grey.astype(np.uint8))
