"""Colours of 16 bits: Pillow keeps the upper eight of each, which is all black if only the lower are in use.

The lower eight are got by decoding the file again as if its bytes stood the other way round.
"""

import re
from collections.abc import Callable
from io import BytesIO

import numpy as np
from PIL import Image, ImageFile

from narrator.picture.pixels.depth import FILLED, window_of_sixteen_bits
from narrator.picture.pixels.incomplete import load

_DEEP = re.compile("(RGB|RGBX|RGBA);16[BLN]")
"""Raw modes that can be decoded so; what was multiplied with its alpha ("RGBa") cannot, byte by byte."""

_OTHER_WAY_ROUND = {"B": "L", "L": "B", "N": "B" if np.little_endian else "L"}
"""The last letter of a raw mode of Pillow's, such as "RGB;16B", and that of the opposite order of bytes."""

_STRIP = 256

Lower = Callable[[], Image.Image]


def lower_bytes(image: Image.Image) -> Lower | None:
    """How the lower bytes are decoded, of an image that has not been decoded itself and has 16 bits a colour.

    None for every other image.
    """
    if not isinstance(image, ImageFile.ImageFile) or not isinstance(image.fp, BytesIO) or not image.tile:
        return None
    mode, file, opener = _raw_mode(image.tile[0]), image.fp, type(image)
    if not _DEEP.fullmatch(mode):
        return None
    frame = image.tell()

    def decode() -> Image.Image:
        again = opener(BytesIO(file.getvalue()))
        again.seek(frame)
        again.tile = [_with_raw_mode(tile, mode[:-1] + _OTHER_WAY_ROUND[mode[-1]]) for tile in again.tile]
        return load(again)

    return decode


def brightened(image: Image.Image, lower: Lower) -> Image.Image:
    """A decoded image whose colours use little of their 16 bits, by the rule of `depth`; else the image.

    Its alpha stays.
    """
    upper = np.asarray(image)[..., :3]
    if np.percentile(upper, 99) >= FILLED * 256:
        return image
    values = upper.astype(np.uint16) << 8 | np.asarray(lower())[..., :3]
    window = window_of_sixteen_bits(np.vstack([values[..., colour] for colour in range(3)]))
    if window is None:
        return image
    shown = np.empty(upper.shape, np.uint8)
    for top in range(0, len(values), _STRIP):
        shown[top : top + _STRIP] = window.levels(values[top : top + _STRIP])
    result = Image.fromarray(shown)
    if image.mode == "RGBA":
        result.putalpha(image.getchannel("A"))
    return result


def _raw_mode(tile: ImageFile._Tile) -> str:
    return str(tile.args if isinstance(tile.args, str) else (tile.args or ("",))[0])


def _with_raw_mode(tile: ImageFile._Tile, mode: str) -> ImageFile._Tile:
    args = mode if isinstance(tile.args, str) else (mode, *(tile.args or ("",))[1:])
    return tile._replace(args=args)
