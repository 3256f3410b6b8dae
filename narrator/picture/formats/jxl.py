"""JPEG XL, by libjxl."""

from io import BytesIO
from typing import Any

from PIL import ExifTags, Image, ImageFile

from narrator.languages.catalogue import sentence_of
from narrator.picture.formats.deferred import Deferred
from narrator.picture.formats.unreadable import needs, variant

_MODES = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}


def open_jxl(file: BytesIO) -> ImageFile.ImageFile:
    """A JPEG XL; no pixel is decoded. libjxl turns it upright and shows the first frame of an animation.

    Raises UnreadableError for inks, and if what reads it is not installed.
    """
    try:
        import pylibjxl
    except ImportError as error:
        raise needs("pylibjxl", sentence_of("a JPEG XL picture")) from error
    data = file.getvalue()
    header: dict[str, Any] = pylibjxl.probe(data)
    mode = _MODES[1 if header["color_channels"] == 1 else 3]
    if header["has_alpha"]:
        mode += "A"

    def decode(_: int) -> Image.Image:
        pixels, metadata = pylibjxl.decode(data, metadata=True)
        profile = metadata.get("icc_profile", b"")
        if profile[16:20] == b"CMYK":  # black, the fourth ink, does not come with the others
            raise variant(sentence_of("a JPEG XL for printers"))
        image.info |= {kind: metadata[kind] for kind in ("exif", "xmp", "icc_profile") if metadata.get(kind)}
        image.getexif()[ExifTags.Base.Orientation] = 1  # whatever it states: the codestream decides
        return Image.fromarray(pixels)

    image = Deferred("JPEG XL", (header["width"], header["height"]), mode, decode)
    image.is_animated = header["have_animation"]
    return image
