"""Pixels brought into sRGB, where their profile means something else.

The network learned from pictures in sRGB. Most profiles mean sRGB or nearly so, and those pictures stay byte
for byte as they are. With others colours would be named wrongly: of a file whose profile exchanges red and
blue (libvips#4360), of JPEG in XYB (libjxl#3512), of Adobe RGB, Display P3, ProPhoto and CMYK.

What a profile does to a few colours is found first. Almost always a curve, a matrix and a curve, with eight
bits between them, do the same to within a level on average and in a third of LittleCMS's time; so they are
fitted. Where they do not, LittleCMS converts the pixels itself.
"""

from collections.abc import Callable
from functools import cache, lru_cache, partial

import numpy as np
import numpy.typing as npt
from PIL import Image

from narrator.picture.pixels.littlecms import LAB, applied, transform_of
from narrator.picture.pixels.matrix_profiles import HEADER, srgb_of

Floats = npt.NDArray[np.float64] | npt.NDArray[np.int64]
Conversion = Callable[[Image.Image], Image.Image]

LENGTH_LIMIT = 4 * 2**20
"""Bytes. Profiles of presses have two megabytes and a half, those of screens and cameras some thousand."""

ALIKE_ON_AVERAGE, ALIKE_AT_WORST = 3, 16
"""Levels by which colours may differ that are taken for the same: so do the many versions of sRGB, and a
gamma of 2.2 in its stead."""

FITS_ON_AVERAGE, FITS_MOSTLY = 2, 8
"""Levels by which a fit may miss, all colours taken together and 95 of 100 of them."""

_BETWEEN = 2.0
"""The gamma of what is between the curves: near to light, which a matrix mixes; dark shades stay apart."""

_STEPS = 7
"""Shades of each colour that are tried, so that 343 colours are."""

_SPACES = {b"RGB ": "RGB", b"GRAY": "L", b"CMYK": "CMYK"}
"""The modes of pixels by what a profile calls their space."""

_KINDS = (b"mntr", b"scnr", b"prtr", b"spac")
"""Profiles of screens, cameras and scanners, printers, and spaces: not those that link two of them."""

_STRIP = 128
"""Rows that are converted at a time: so they stay in the processor's cache, and no second copy is needed."""


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """A decoded image in sRGB: itself if its profile means that, is broken or does not fit to its colours.

    Transparency stays. Lab needs no profile, and Pillow has no way of its own from there to RGB.
    """
    if image.mode == "LAB":
        conversion = _by_littlecms(LAB, "LAB")
        return _converted(image, conversion) if conversion else image
    if profile is None or not HEADER <= len(profile) <= LENGTH_LIMIT:
        return image
    if image.mode in ("L", "LA", "La"):
        return _grey_in_srgb(image, profile)
    if image.mode in ("P", "PA"):
        return _palette_in_srgb(image, profile)
    if image.mode not in ("RGB", "RGBA", "RGBa", "RGBX", "YCbCr", "CMYK"):
        return image
    conversion = _conversion(profile, "CMYK" if image.mode == "CMYK" else "RGB")
    if conversion is None:
        return image
    if not image.has_transparency_data:
        return _converted(image if image.mode == "CMYK" else _as(image, "RGB"), conversion)
    image = _as(image, "RGBA")
    colours = _converted(image, lambda strip: conversion(strip.convert("RGB")))
    colours.putalpha(image.getchannel("A"))
    return colours


def _grey_in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    table = _grey_table(profile)
    if table is None:
        return image
    if not image.has_transparency_data:
        return image.point(list(table))
    return _as(image, "LA").point([*table, *range(256)])


def _palette_in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    conversion = _conversion(profile, "RGB")
    if conversion is None:
        return image
    if image.palette is None or image.palette.mode != "RGB":
        return in_srgb(image.convert("RGBA"), profile)
    colours = bytes(image.getpalette("RGB") or ())
    strip = Image.frombytes("RGB", (len(colours) // 3, 1), colours)
    result = image.copy()
    result.putpalette(conversion(strip).tobytes(), "RGB")
    return result


def _as(image: Image.Image, mode: str) -> Image.Image:
    return image if image.mode == mode else image.convert(mode)


def _converted(image: Image.Image, conversion: Conversion) -> Image.Image:
    result = Image.new("RGB", image.size)
    for top in range(0, image.height, _STRIP):
        strip = image.crop((0, top, image.width, min(top + _STRIP, image.height)))
        result.paste(conversion(strip), (0, top))
    return result


@lru_cache(maxsize=4)
def _conversion(profile: bytes, mode: str) -> Conversion | None:
    """What turns pixels of mode RGB or CMYK into sRGB; None where nothing is to be done, or can be."""
    if _SPACES.get(profile[16:20]) != mode or profile[12:16] not in _KINDS:
        return None
    try:
        if mode == "CMYK":
            return _by_littlecms(profile, mode)
        colours = _tried_colours()
        meant = _meant(profile, colours)
        if meant is None or _is_alike(colours, meant):
            return None
        return _fitted(profile, colours, meant) or _by_littlecms(profile, mode)
    except ValueError:
        return None


@lru_cache(maxsize=4)
def _grey_table(profile: bytes) -> bytes | None:
    """What becomes of each grey; a profile for colours leaves a way to grey, too."""
    mode = _SPACES.get(profile[16:20])
    if mode not in ("L", "RGB") or profile[12:16] not in _KINDS:
        return None
    greys = np.repeat(np.arange(256)[:, None], len(mode), axis=1)
    try:
        meant = _meant(profile, greys)
    except ValueError:
        return None
    if meant is None or _is_alike(greys, meant):
        return None
    return bytes(np.rint(meant[:, 1]).astype(np.uint8).data)


def _meant(profile: bytes, colours: Floats) -> Floats | None:
    """Colours [N, 3] or greys [N, 1] of a profile as sRGB [N, 3], 0 to 255; None if nobody can read it."""
    meant = srgb_of(profile, colours / 255)
    if meant is not None:
        return 255 * meant
    mode = "RGB" if colours.shape[1] == 3 else "L"
    conversion = _by_littlecms(profile, mode)
    strip = Image.frombytes(mode, (len(colours), 1), colours.astype(np.uint8).tobytes())
    return np.asarray(conversion(strip), np.float64)[0] if conversion else None


def _is_alike(colours: Floats, meant: Floats) -> bool:
    change = np.abs(meant - colours)
    return bool(change.mean() <= ALIKE_ON_AVERAGE and change.max() <= ALIKE_AT_WORST)


def _fitted(profile: bytes, colours: Floats, meant: Floats) -> Conversion | None:
    """Two curves with a matrix between them, which colours within sRGB decide; None if they miss too far."""
    greys = _meant(profile, np.repeat(np.arange(256)[:, None], 3, axis=1))
    assert greys is not None  # for it was not of the colours
    there = np.rint(255 * (greys.mean(axis=1) / 255) ** _BETWEEN)
    back = np.rint(255 * (np.arange(256) / 255) ** (1 / _BETWEEN))
    within = ((meant >= 1) & (meant <= 254)).all(axis=1)  # what lies outside was cut off
    mixed, wanted = there[colours], 255 * (meant / 255) ** _BETWEEN
    matrix = np.linalg.lstsq(mixed[within], wanted[within], rcond=None)[0]
    missed = np.abs(back[np.rint(mixed @ matrix).clip(0, 255).astype(int)] - meant)
    if missed.mean() > FITS_ON_AVERAGE or np.percentile(missed, 95) > FITS_MOSTLY:
        return None
    columns = tuple(float(value) for column in matrix.T for value in (*column, 0))
    curve_there, curve_back = there.astype(int).tolist() * 3, back.astype(int).tolist() * 3
    return lambda image: image.point(curve_there).convert("RGB", columns).point(curve_back)


def _by_littlecms(profile: bytes, mode: str) -> Conversion | None:
    transform = transform_of(profile, mode)
    return partial(applied, transform) if transform else None


@cache
def _tried_colours() -> npt.NDArray[np.int64]:
    steps = np.rint(np.linspace(0, 255, _STEPS)).astype(int)
    return np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(-1, 3)
