"""Deep grey and floating-point pixels made 8 bits, so that what is in them is seen.

Sixteen bits say little of what is white. Cameras and microscopes fill 10, 12 or 14 of them from below, maps
count metres and mark gaps with -9999, and one hot pixel reaches the end of every scale. Viewers of such
pictures (ImageJ's "Enhance Contrast", DICOM's window of centre and width, PS3.3 section C.11.2.1.2) show a
window of the values, what is below it as black and what is above as white. So is done here, in this order:

1. What the file states: TIFF's SMinSampleValue and SMaxSampleValue or MinSampleValue and MaxSampleValue, and
   BitsPerSample below 16. PNG's sBIT is not asked: PNG wants its samples scaled to all bits all the same.
2. A range that is in use: 0 to 65,535, of integers with a sign 0 to 255 and 32,767, of floats 0 to 1 and 255.
   It is taken if a quarter of it is filled, so that pictures of 16 bits as they are usual stay as they are.
3. What was measured: all but the thousandth at each end. Grey of 16 bits that is only grain stays black.

What is no number and what marks a gap is black and counts for nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

Values = npt.NDArray[Any]

FILLED = 0.25
"""Share of a usual range that must be filled for it to be the one that was meant; 14 of 16 bits fill less."""

OUTLIERS = 0.1
"""Percent of the values at each end that may lie outside of a measured window: hot pixels, scratches."""

GAPS = (-9999.0, -99999.0, -32768.0, -32767.0, -3.4028234663852886e38, 9.969209968386869e36, 1e20, 1e30)
"""Values that mark what was not measured, by the usage of GDAL, Esri, NetCDF and climate models."""

GRAIN = 0.25
"""How far the means of blocks of 8 by 8 values lie apart in grain, as a share of the window: 0.16 at most."""

_RANGES = {"F": (1, 255, 65535), "I": (255, 32767, 65535)}
"""Usual white of Pillow's modes for floats and for integers of 16 bits with a sign, or of 32 bits."""

_LEAST_SPREAD = 64
"""Levels of 65,536. What differs by less would be steps and no shades."""

_BLOCK, _SAMPLE, _STRIP = 8, 2**20, 256
_TIFFS_LOW, _TIFFS_HIGH, _BITS, _SORT, _GDALS_GAP = (340, 280), (341, 281), 258, 339, 42113
_SIGNED = 2
"""What TIFF's SampleFormat says of integers with a sign, of which no white is agreed."""


@dataclass(frozen=True, kw_only=True)
class Window:
    """The values that are told apart."""

    low: float
    """What is black, as is all below."""
    high: float
    """What is white, as is all above."""

    def levels(self, values: Values) -> npt.NDArray[np.uint8]:
        """Finite values as 0 to 255, in the same shape."""
        scaled = (values.astype(np.float64) - self.low) * (255 / (self.high - self.low))
        levels: npt.NDArray[np.uint8] = scaled.clip(0, 255).round().astype(np.uint8)
        return levels


def eight_bits(image: Image.Image) -> Image.Image:
    """Deep grey as mode L, or LA if one of its values stands for nothing.

    Pillow's own conversion cuts off at 255, so that all but the darkest is white (Pillow#3011).
    """
    values: Values = np.asarray(image)
    if not image.mode.startswith("I;16"):
        return _numbers(image, values)
    window = _stated(image) or window_of_sixteen_bits(values)
    table = window.levels(np.arange(65536)) if window else (np.arange(65536) >> 8).astype(np.uint8)
    grey = _strip_by_strip(values, lambda strip: table[strip])
    if "transparency" in image.info:
        nothing = image.info["transparency"]
        grey.putalpha(_strip_by_strip(values, lambda strip: np.where(strip == nothing, 0, 255)))
    return grey


def window_of_sixteen_bits(values: Values) -> Window | None:
    """The window of unsigned 16-bit values [H, W] that use little of their range; None if they use it."""
    sample = _sample(values).astype(np.float64)
    low, high = np.percentile(sample, (OUTLIERS, 100 - OUTLIERS))
    if high >= FILLED * 65536 or high - low < _LEAST_SPREAD or _apart(sample) < GRAIN * (high - low):
        return None
    return Window(low=float(low), high=float(high))


def _numbers(image: Image.Image, values: Values) -> Image.Image:
    """Floats or 32-bit integers as mode L."""
    gaps = _gaps(image, values)
    with np.errstate(invalid="ignore"):  # a NaN that signals does so when it is converted
        sample = _sample(values).astype(np.float64)
    sample = sample[np.isfinite(sample) & ~np.isin(sample, gaps)]
    window = _stated(image) or (_window_of_numbers(sample, image.mode) if sample.size else None)

    def levels(strip: Values) -> Values:
        seen = np.isfinite(strip) & ~np.isin(strip, gaps)
        return np.where(seen, window.levels(np.where(seen, strip, 0)), 0) if window else seen * 0

    return _strip_by_strip(values, levels)


def _window_of_numbers(sample: Values, mode: str) -> Window | None:
    low, high = np.percentile(sample, (OUTLIERS, 100 - OUTLIERS))
    if low == high:
        low, high = sample.min(), sample.max()
    for end in _RANGES[mode]:
        if low >= 0 and high <= end and high - low >= FILLED * end:
            return Window(low=0, high=end)
    if low < high:
        return Window(low=float(low), high=float(high))
    # All of one value: of the smallest usual range that has it, so that floats of 1 are white and not black.
    return next((Window(low=0, high=end) for end in _RANGES[mode] if 0 <= low <= end), None)


def _stated(image: Image.Image) -> Window | None:
    """The window that a TIFF states, if it states one that is not simply all that its bits can hold."""
    tags = getattr(image, "tag_v2", {})
    low = next((_number(tags[tag]) for tag in _TIFFS_LOW if tag in tags), 0.0)
    high = next((_number(tags[tag]) for tag in _TIFFS_HIGH if tag in tags), 0.0)
    (bits,), (sort,) = (tags.get(tag, usual)[:1] for tag, usual in ((_BITS, (16,)), (_SORT, (0,))))
    if bits < 16 and sort != _SIGNED:
        low, high = 0, high if 0 < high < 2**bits else 2**bits - 1
    return Window(low=low, high=high) if low < high and high - low < 65535 else None


def _gaps(image: Image.Image, values: Values) -> list[float]:
    """What marks gaps in these values: what the file says, and what is usual if it is at one end of them."""
    finite = np.isfinite(values)
    limits = np.finfo(values.dtype) if values.dtype.kind == "f" else np.iinfo(values.dtype)
    ends = values.min(where=finite, initial=limits.max), values.max(where=finite, initial=limits.min)
    usual = [float(end) for end in ends if np.isclose(end, GAPS, rtol=1e-6).any()]
    try:
        return [*usual, float(str(getattr(image, "tag_v2", {})[_GDALS_GAP]).strip("\0 "))]
    except (KeyError, ValueError):
        return usual


def _strip_by_strip(values: Values, levels: Callable[[Values], Values]) -> Image.Image:
    """Mode L of what each strip becomes: on the way it takes eight bytes a value."""
    grey = np.empty(values.shape, np.uint8)
    for top in range(0, len(values), _STRIP):
        grey[top : top + _STRIP] = levels(values[top : top + _STRIP])
    return Image.fromarray(grey)


def _sample(values: Values) -> Values:
    """Rows and columns of them, evenly spread, of which a million are left."""
    step = max(1, round((values.size / _SAMPLE) ** 0.5))
    return values[::step, ::step]


def _apart(sample: Values) -> float:
    """How far the means of blocks lie apart: grain is averaged away in them, and what is shown is not."""
    height, width = (side - side % _BLOCK for side in sample.shape)
    blocks = sample[:height, :width].reshape(height // _BLOCK, _BLOCK, width // _BLOCK, _BLOCK)
    return float(np.ptp(blocks.mean(axis=(1, 3)))) if blocks.size else 0.0


def _number(value: Any) -> float:
    """A tag's value, of several samples the first one's."""
    return float(value[0] if isinstance(value, tuple) else value)
