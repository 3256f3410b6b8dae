"""Pixels brought into sRGB, where their profile means something else.

The network learned from pictures in sRGB. Most profiles mean sRGB or nearly so, and those pictures stay byte
for byte as they are. With others colours would be named wrongly: of a file whose profile exchanges red and
blue (libvips#4360), of JPEG in XYB (libjxl#3512), of Adobe RGB, Display P3, ProPhoto and CMYK.

A profile is read by LittleCMS, which Pillow brings, in this process. It is fuzzed all year (OSS-Fuzz). What
it gives up is left out here, and three bounds keep its time and memory small: the length of a profile, its
kind, and no tables of floating-point elements ("D2B0" and its kin), the only ones whose cost for one colour
grows with the file.
"""

import os
from functools import lru_cache
from io import BytesIO
from threading import Thread
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from PIL._imagingcms import CmsProfile
    from PIL.ImageCms import Flags, ImageCmsTransform

LENGTH_LIMIT = 4 * 2**20
"""Bytes. Profiles of presses have two megabytes and a half, those of screens and cameras some thousand."""

ALIKE_ON_AVERAGE, ALIKE_AT_WORST = 3, 16
"""Levels by which colours may differ that are taken for the same: so do the many versions of sRGB, and a
gamma of 2.2 in its stead."""

_COLOURS = {b"RGB ": "RGB", b"GRAY": "L", b"CMYK": "CMYK"}
_KINDS = (b"mntr", b"scnr", b"prtr", b"spac")
_FLOATS = {b"D2B", b"B2D"}

_HEADER, _TAGS = 132, 100
"""Bytes in front of the list of tags, their number included; and more tags than any profile has."""

_LAB = b"LAB"
"""Stands for the profile of Lab, which LittleCMS brings."""

_STRIP = 128
"""Rows that a thread converts at a time."""

_ONE_THREAD = 100_000
"""Pixels below which a second thread is not worth its start."""


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """A decoded image in sRGB: itself if its profile means that, is broken or does not fit to its colours.

    Transparency stays. Lab needs no profile, and Pillow has no way of its own from there to RGB.
    """
    if image.mode == "LAB":
        profile = _LAB
    if profile is None:
        return image
    if image.mode in ("L", "LA", "La"):
        return _grey_in_srgb(image, profile)
    if image.mode in ("P", "PA"):
        return _palette_in_srgb(image, profile)
    if image.mode not in ("RGB", "RGBA", "RGBa", "RGBX", "YCbCr", "CMYK", "LAB"):
        return image
    mode = image.mode if profile is _LAB or image.mode == "CMYK" else _with_alpha(image, "RGB")
    transform = _transform(profile, mode)
    return _converted(_as(image, mode), transform) if transform else image


def _grey_in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    table = _grey_table(profile)
    mode = _with_alpha(image, "L")
    return _as(image, mode).point([*table, *range(256)][: 256 * len(mode)]) if table else image


def _palette_in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    transform = _transform(profile, "RGB")
    if transform is None:
        return image
    if image.palette is None or image.palette.mode != "RGB":
        return in_srgb(image.convert("RGBA"), profile)
    colours = bytes(image.getpalette("RGB") or ())
    strip = Image.frombytes("RGB", (len(colours) // 3, 1), colours)
    result = image.copy()
    result.putpalette(transform.apply(strip).tobytes(), "RGB")
    return result


def _with_alpha(image: Image.Image, mode: str) -> str:
    return mode + "A" * image.has_transparency_data


def _as(image: Image.Image, mode: str) -> Image.Image:
    return image if image.mode == mode else image.convert(mode)


@lru_cache(maxsize=4)
def _grey_table(profile: bytes) -> list[int] | None:
    """What becomes of each grey; of a profile for colours, on the way that it leaves to grey."""
    mode = "L" if _space(profile) == "L" else "RGB"
    transform = _transform(profile, mode)
    if transform is None:
        return None
    ramp = Image.frombytes("L", (256, 1), bytes(range(256)))
    return list(transform.apply(ramp.convert(mode)).getchannel("G").tobytes())


@lru_cache(maxsize=4)
def _transform(profile: bytes, mode: str) -> "ImageCmsTransform | None":
    """What turns pixels of that mode into sRGB; None where nothing is to be done, or can be."""
    if profile is not _LAB and _space(profile) != mode.removesuffix("A"):
        return None
    from PIL import ImageCms

    source = ImageCms.createProfile("LAB") if profile is _LAB else BytesIO(profile)
    plain = ImageCms.Flags.NOOPTIMIZE  # a sixth of the time to build, and thirty times that of using it
    try:
        if profile is not _LAB and mode != "CMYK" and _is_alike(_built(source, mode, plain), mode):
            return None
        return _built(source, mode, ImageCms.Flags.LOWRESPRECALC)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


def _space(profile: bytes) -> str | None:
    """The mode of the pixels that a profile is for; None for a profile that is not used."""
    if not _HEADER <= len(profile) <= LENGTH_LIMIT or profile[12:16] not in _KINDS:
        return None
    count = int.from_bytes(profile[_HEADER - 4 : _HEADER], "big")
    names = {profile[place : place + 3] for place in range(_HEADER, _HEADER + 12 * min(count, _TAGS), 12)}
    return None if count > _TAGS or names & _FLOATS else _COLOURS.get(profile[16:20])


def _built(source: "CmsProfile | BytesIO", mode: str, flags: "Flags") -> "ImageCmsTransform":
    from PIL import ImageCms

    if isinstance(source, BytesIO):
        source.seek(0)
    return ImageCms.buildTransform(
        source,
        ImageCms.createProfile("sRGB"),
        mode,
        "RGBA" if mode == "RGBA" else "RGB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags | ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


def _is_alike(transform: "ImageCmsTransform", mode: str) -> bool:
    """Whether colours from all over hardly change."""
    steps = np.rint(np.linspace(0, 255, 256 if mode == "L" else 7)).astype(np.uint8)
    axes = np.meshgrid(*[steps] * len(mode.removesuffix("A")))
    colours = np.dstack([axis.ravel() for axis in axes])
    before = Image.fromarray(colours[..., 0] if mode == "L" else colours).convert(mode)
    after = np.asarray(transform.apply(before).convert("RGB"), np.int16)
    change = np.abs(after - np.asarray(before.convert("RGB"), np.int16))
    return bool(change.mean() <= ALIKE_ON_AVERAGE and change.max() <= ALIKE_AT_WORST)


def _converted(image: Image.Image, transform: "ImageCmsTransform") -> Image.Image:
    """Strip by strip, so that no second copy is needed, and side by side: LittleCMS lets go of the lock."""
    result = Image.new(transform.output_mode, image.size)
    workers = 1 if image.width * image.height < _ONE_THREAD else min(4, os.cpu_count() or 1)

    def convert(first: int) -> None:
        for top in range(first * _STRIP, image.height, workers * _STRIP):
            strip = image.crop((0, top, image.width, min(top + _STRIP, image.height)))
            result.paste(transform.apply(strip), (0, top))

    others = [Thread(target=convert, args=(number,)) for number in range(1, workers)]
    for other in others:
        other.start()
    convert(0)
    for other in others:
        other.join()
    return result
