"""A file's header is read, and no pixel decoded.

Pillow's plugins are called by name and never through `Image.open`: no decoder beside the ones listed here can
run (no EPS interpreter), nothing is registered for the rest of the process, only the module that is needed is
imported, and the limit on pixels is ours alone (Pillow warns at 90 megapixels and refuses at 179; phones make
200).
"""

from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from typing import cast

from PIL import ImageFile

from narrator.picture.formats.decoding import DECODER_ERRORS
from narrator.picture.formats.jpeg import bounded_jpeg, mended_jpeg, refuse_endless_scans
from narrator.picture.formats.jpeg_variants import refuse_variants
from narrator.picture.formats.pieces import PiecedFile
from narrator.picture.formats.png import match_transparency, mended_png

_OURS = "narrator.picture.formats"

_OPENERS = {
    "JPEG": ("PIL.JpegImagePlugin", "JpegImageFile"),
    "PNG": ("PIL.PngImagePlugin", "PngImageFile"),
    "CgBI": (f"{_OURS}.cgbi", "ApplePng"),
    "WEBP": (f"{_OURS}.webp", "open_webp"),
    "AVIF": (f"{_OURS}.heif", "open_avif"),
    "GIF": ("PIL.GifImagePlugin", "GifImageFile"),
    "TIFF": (f"{_OURS}.tiff", "open_tiff"),
    "BMP": (f"{_OURS}.bmp", "open_bmp"),
    "HEIC": (f"{_OURS}.heif", "open_heic"),
    "JPEG XL": (f"{_OURS}.jxl", "open_jxl"),
    "JPEG 2000": ("PIL.Jpeg2KImagePlugin", "Jpeg2KImageFile"),
    "RAW": (f"{_OURS}.raw", "open_raw"),
    "SVG": (f"{_OURS}.svg", "open_svg"),
    "PDF": (f"{_OURS}.pdf", "open_pdf"),
    "PSD": (f"{_OURS}.psd", "open_psd"),
    "PNM": (f"{_OURS}.pnm", "open_pnm"),
    "TGA": ("PIL.TgaImagePlugin", "TgaImageFile"),
    "ICO": ("PIL.IcoImagePlugin", "IcoImageFile"),
    "ICNS": ("PIL.IcnsImagePlugin", "IcnsImageFile"),
}
"""What opens each kind of `recognise`, and Apple's PNG."""


def open_header(data: bytes, kind: str) -> ImageFile.ImageFile:
    """A lazy image that knows its size and has decoded no pixel.

    Raises, inside `decoding`, whatever the decoder makes of a damaged file.
    """
    module, opener = _OPENERS["CgBI" if kind == "PNG" and data[12:16] == b"CgBI" else kind]
    open_it = cast(Callable[[BytesIO], ImageFile.ImageFile], getattr(import_module(module), opener))
    if kind == "JPEG":
        refuse_variants(data)
        refuse_endless_scans(data)
        data = bounded_jpeg(data)
    if kind == "PNG":
        data = mended_png(data)
    file = PiecedFile(data)
    try:
        image = open_it(file)
    except DECODER_ERRORS:
        if kind != "JPEG":
            raise
        file = PiecedFile(mended_jpeg(data))
        image = open_it(file)
    file.header_is_read()
    if kind == "PNG":
        match_transparency(image, data)
    return image
