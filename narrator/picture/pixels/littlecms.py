"""ICC profiles of tables, for LittleCMS: those of presses, of JPEG in XYB, of Lab.

LittleCMS comes with Pillow and reads profiles in this process. It is fuzzed all year (OSS-Fuzz). What it
gives up is left out, and profiles with tables of floating-point elements ("D2B0" and its kin) are not handed
to it: of these alone the cost for one colour grows with the length of the file.
"""

from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image

from narrator.picture.pixels.matrix_profiles import tags_of

if TYPE_CHECKING:
    from PIL.ImageCms import ImageCmsTransform

LAB = b"Lab"
"""Stands for the profile of Lab, which LittleCMS brings."""

_FLOATS = (b"D2B", b"B2D")


def transform_of(profile: bytes, mode: str) -> "ImageCmsTransform | None":
    """What turns pixels of that mode into sRGB; None if LittleCMS makes nothing of the profile.

    Raises ValueError for a profile that is not handed to it.
    """
    from PIL import ImageCms

    if profile != LAB and any(name.startswith(_FLOATS) for name in tags_of(profile)):
        raise ValueError("tables of floating-point elements")
    try:
        return ImageCms.buildTransform(
            ImageCms.createProfile("LAB") if profile == LAB else BytesIO(profile),
            ImageCms.createProfile("sRGB"),
            mode,
            "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.LOWRESPRECALC | ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError, TypeError):
        return None


def applied(transform: "ImageCmsTransform", image: Image.Image) -> Image.Image:
    """The image in sRGB, without the profile that Pillow gives it."""
    result = transform.apply(image)
    result.info.clear()
    return result
