"""Which colours a file says that its numbers stand for."""

import re
from io import BytesIO

from PIL import Image, ImageFile

from narrator.picture.pixels.primaries import (
    ADOBE_RGB,
    SRGB,
    Primaries,
    gamma,
    profile_of_code_points,
    rgb_profile,
)

_CODE_POINTS = {
    "PNG": re.compile(rb"\0\0\0\x04cICP(.)(.)", re.DOTALL),
    "AVIF": re.compile(rb"colrnclx\0(.)\0(.)", re.DOTALL),
}
"""Where files have the numbers of ITU-T H.273 for their primaries and their curve; pi_heif has them read."""

_NEAR = 2**16
"""Bytes from the beginning of a file in which they stand, in front of all pixels."""

_GAMMAS = (0.15, 2.0)
"""Between these lies every gAMA that anybody meant."""

_ADOBE_RGB = b"R03"
"""The interoperability index of a camera's file in Adobe RGB (DCF 2.0, CIPA DC-009)."""


def stated_profile(image: Image.Image) -> bytes | None:
    """The ICC profile of an image that is not decoded yet, embedded or made of what its file states.

    None for what means sRGB, and for a file without a word of its colours.
    """
    embedded = image.info.get("icc_profile")
    if isinstance(embedded, bytes) and embedded:
        return embedded
    points = _code_points(image)
    if points:
        return profile_of_code_points(*points)
    try:
        if image.format == "PNG" and "srgb" not in image.info:
            return _of_gamma(image)
        if image.format == "JPEG" and _ADOBE_RGB in image.info.get("exif", b""):
            return rgb_profile(ADOBE_RGB, gamma(563 / 256))
    except (TypeError, ValueError):
        return None
    return None


def _code_points(image: Image.Image) -> tuple[int, int] | None:
    """The numbers of H.273 for primaries and curve, if the file has them, and has them but once."""
    if isinstance(nclx := image.info.get("nclx_profile"), dict):
        return nclx["color_primaries"], nclx["transfer_characteristics"]
    place = _CODE_POINTS.get(image.format or "")
    if place is None or not isinstance(image, ImageFile.ImageFile) or not isinstance(image.fp, BytesIO):
        return None
    found = set(place.findall(image.fp.getbuffer()[:_NEAR]))
    if len(found) != 1:
        return None
    ((primaries, transfer),) = found
    return primaries[0], transfer[0]


def _of_gamma(image: Image.Image) -> bytes | None:
    """Of PNG's gAMA and cHRM: the inverse of the gamma is the power that makes light of a value."""
    stated = image.info.get("gamma")
    if not isinstance(stated, float) or not _GAMMAS[0] <= stated <= _GAMMAS[1]:
        return None
    if "chromaticity" not in image.info:
        return rgb_profile(SRGB, gamma(1 / stated))
    x = image.info["chromaticity"][0::2]
    y = image.info["chromaticity"][1::2]
    white, red, green, blue = zip(x, y, strict=True)
    return rgb_profile(Primaries(white=white, red=red, green=green, blue=blue), gamma(1 / stated))
