"""Pixels of any mode and any orientation made upright RGB."""

import struct
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import ExifTags, Image

from narrator.errors import PictureError

STRIP = 256
"""Rows that are laid on white at a time, so that a large picture needs no second copy with its alpha."""

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture upright, by its EXIF orientation (CIPA DC-008, tag 0x0112)."""


def orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 to 8, in which the pixels of a decoded image still are; 1 is upright.

    In HEIC and AVIF files the container states it. pi_heif turns the pixels itself and then answers 1,
    whatever the EXIF block repeats; Pillow's AVIF reader leaves them and answers with the container's. TIFF
    is turned by Pillow, which then answers 1 as well.
    """
    try:
        stated = image.getexif().get(ExifTags.Base.Orientation)
    except (SyntaxError, ValueError, TypeError, struct.error):
        return 1  # a damaged EXIF block says nothing about the pixels
    return stated if stated in _TURNS else 1


def swaps_sides(stated: int) -> bool:
    """Whether undoing this orientation exchanges width and height."""
    return stated >= 5


def upright(image: Image.Image, stated: int) -> Image.Image:
    """The image with its EXIF orientation undone."""
    return image.transpose(_TURNS[stated]) if stated in _TURNS else image


def to_rgb(image: Image.Image) -> Image.Image:
    """A copy in mode RGB without metadata; decodes the image if that has not been done yet.

    Transparent parts lie on white. 16-bit grey is divided by 256. Floats and 32-bit integers have no agreed
    white: their lowest value becomes black, their highest white. CMYK in a JPEG is taken as inverted, as
    Adobe writes it and Pillow assumes.
    """
    if image.mode.startswith(("I", "F")):
        image = _eight_bits(image)
    rgb = _on_white(image) if image.has_transparency_data else image.convert("RGB")
    rgb.info.clear()
    return rgb


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


def _eight_bits(image: Image.Image) -> Image.Image:
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


def _on_white(image: Image.Image) -> Image.Image:
    width, height = image.size
    white = Image.new("RGB", image.size, "white")
    for top in range(0, height, STRIP):
        strip = image.crop((0, top, width, min(top + STRIP, height))).convert("RGBA")
        white.paste(strip, (0, top), strip)
    return white
