"""Arrays as pictures."""

import numpy as np
import numpy.typing as npt
from PIL import Image

from narrator.errors import PictureError


def from_array(array: npt.NDArray[np.generic]) -> Image.Image:
    """An image of an array [H, W], [H, W, 1], [H, W, 3] or [H, W, 4], uint8 or floats from 0 to 1.

    Raises PictureError for every other array.
    """
    if array.size == 0 or not (array.ndim == 2 or (array.ndim == 3 and array.shape[2] in (1, 3, 4))):
        shape = " by ".join(map(str, array.shape))
        raise PictureError(
            f"An array of {shape} is not a picture; pass height by width by 1, 3 or 4 colours."
        )
    if np.issubdtype(array.dtype, np.floating):
        if not (array.min() >= 0 and array.max() <= 1):  # also refuses NaN
            raise PictureError("An array of floats must lie between 0 and 1; scale it or pass bytes.")
        array = np.rint(array.astype(np.float32) * 255.0).astype(np.uint8)
    elif array.dtype != np.uint8:
        raise PictureError(f"An array of {array.dtype} has no known white; pass uint8 or floats from 0 to 1.")
    return Image.fromarray(array[..., 0] if array.shape[2:] == (1,) else array)
