"""A file's header is read, and no pixel decoded.

Pillow's plugins are called by name and never through `Image.open`: no decoder beside the ones listed here can
run (no EPS interpreter, no PDF), nothing is registered for the rest of the process, only the module that is
needed is imported, and the limit on pixels is ours alone (Pillow warns at 90 megapixels and refuses at 179;
phones make 200).
"""

from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from typing import cast

from PIL import ImageFile

from narrator.picture.formats.decoding import DECODER_ERRORS
from narrator.picture.formats.heif import refuse_items_without_text
from narrator.picture.formats.jpeg import mended_jpeg, refuse_endless_scans
from narrator.picture.formats.png import match_transparency, mended_png

_PLUGINS = {
    "JPEG": ("PIL.JpegImagePlugin", "JpegImageFile"),
    "PNG": ("PIL.PngImagePlugin", "PngImageFile"),
    "WEBP": ("PIL.WebPImagePlugin", "WebPImageFile"),
    "AVIF": ("PIL.AvifImagePlugin", "AvifImageFile"),
    "GIF": ("PIL.GifImagePlugin", "GifImageFile"),
    "TIFF": ("PIL.TiffImagePlugin", "TiffImageFile"),
    "BMP": ("PIL.BmpImagePlugin", "BmpImageFile"),
    "HEIC": ("pi_heif", "HeifImageFile"),
}

_SEVERAL = {
    "TIFF": "This is the first page of several.",
    "HEIC": "This file holds several pictures, and this is the main one.",
}
_ANIMATION = "This is the first frame of an animation."


def open_header(data: bytes, kind: str) -> ImageFile.ImageFile:
    """A lazy image that knows its size and has decoded no pixel.

    Raises, inside `decoding`, whatever the decoder makes of a damaged file.
    """
    module, plugin = _PLUGINS[kind]
    opener = cast(Callable[[BytesIO], ImageFile.ImageFile], getattr(import_module(module), plugin))
    if kind == "JPEG":
        refuse_endless_scans(data)
    if kind == "HEIC":
        refuse_items_without_text(data)
    if kind == "PNG":
        data = mended_png(data)
    try:
        image = opener(BytesIO(data))
    except DECODER_ERRORS:
        if kind != "JPEG":
            raise
        image = opener(BytesIO(mended_jpeg(data)))
    if kind == "PNG":
        match_transparency(image, data)
    return image


def notes(image: ImageFile.ImageFile, kind: str) -> tuple[str, ...]:
    """What the listener should know of a file that holds more than the picture that is shown."""
    return (_SEVERAL.get(kind, _ANIMATION),) if getattr(image, "is_animated", False) else ()
