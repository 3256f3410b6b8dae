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
from narrator.picture.formats.png import mended_png

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
        return opener(BytesIO(data))
    except DECODER_ERRORS:
        if kind != "JPEG":
            raise
        return opener(BytesIO(mended_jpeg(data)))
