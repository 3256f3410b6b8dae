"""The pages of a TIFF that Pillow cannot read, by tifffile: any depth, any sample format, planes, BigTIFF.

tifffile itself reads what is not compressed, or by Deflate or PackBits; with imagecodecs, an extra, the
compressions of cameras, scanners, microscopes and satellites too.
"""

import logging
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from narrator.languages.catalogue import sentence_of
from narrator.picture.formats.unreadable import needs, variant

if TYPE_CHECKING:
    from tifffile import TiffPage

_MEMORY_LIMIT = 2**29
"""Bytes of a page in its own depth: 64 megapixels of 16-bit RGB stay below."""

_MOST_PAGES = 1000

_EVERY = 7
"""Pixels, to a side, of which one is asked how bright the picture is."""

_INVERTED, _GREY, _PALETTE, _ICC_LAB = 0, 1, 3, 9
_MODES = {2: "RGB", 5: "CMYK", 6: "YCbCr", 8: "LAB", _ICC_LAB: "LAB"}
"""Of pixels in colours, by what the samples mean (TIFF 6.0, tag 262)."""
_JPEG = (6, 7)
_DEFLATE, _PACK_BITS, _LZMA = (8, 32946), 32773, 34925
_SHORT, _PIECE = 4 * 2**20, 2**20
"""Bytes: what is unpacked without further ado, and at a time."""
_ALPHA = (1, 2)
"""Values of the tag ExtraSamples."""

logging.getLogger("tifffile").addHandler(logging.NullHandler())


@dataclass(frozen=True, kw_only=True)
class PageHeader:
    """What the directory of a page says, before a pixel is decoded."""

    size: tuple[int, int]
    """Width and height in pixels, as they lie in the file."""
    mode: str
    """Pillow's mode of the decoded page: F for grey without a known white, L, RGB, RGBA, CMYK, YCbCr, LAB."""


def page_count(file: IO[bytes]) -> int:
    """How many pages there are; not more than a thousand are counted."""
    from tifffile import TiffFile

    file.seek(0)
    with TiffFile(file) as tiff:
        for number in range(_MOST_PAGES):
            try:
                tiff.pages[number]
            except IndexError:
                return number
    return _MOST_PAGES


def page_header(file: IO[bytes], number: int) -> PageHeader:
    """The header of a page. Raises UnreadableError for what is no picture in colours or grey."""
    with _page(file, number) as page:
        return PageHeader(size=(page.imagewidth, page.imagelength), mode=_mode(page))


def page_pixels(file: IO[bytes], number: int) -> Image.Image:
    """The pixels of a page, in the mode of its header.

    Raises UnreadableError for what is no picture, and for what needs an extra.
    """
    with _page(file, number) as page:
        if page.nbytes > _MEMORY_LIMIT:
            raise variant(
                sentence_of("a TIFF that would need too much memory"),
                sentence_of("make it smaller and try again"),
            )
        _refuse_bombs(page)
        if page.imagedepth != 1:
            raise variant(
                sentence_of("a TIFF with a volume and not a picture"), sentence_of("export one of its layers")
            )
        samples = _samples(page)
        return _image(samples, page)


def _refuse_bombs(page: "TiffPage") -> None:
    """Raise ValueError or UnreadableError where little data would become very much, or take very long.

    tifffile unpacks a strip as a whole, however long it becomes, and PackBits in Python.
    """
    compression = int(page.compression)
    if compression == _LZMA or (compression == _PACK_BITS and sum(page.databytecounts) > _SHORT):
        raise variant(_kind(page))
    if compression not in _DEFLATE:
        return
    handle = page.parent.filehandle
    for offset, count in zip(page.dataoffsets, page.databytecounts, strict=True):
        if count < _SHORT // 8:
            continue
        handle.seek(offset)
        unpacking, rest, length = zlib.decompressobj(), handle.read(count), 0
        while rest and not unpacking.eof:
            length += len(unpacking.decompress(rest, _PIECE))
            rest = unpacking.unconsumed_tail
            if length > _MEMORY_LIMIT:
                raise ValueError("a strip longer than its page")


@contextmanager
def _page(file: IO[bytes], number: int) -> Iterator["TiffPage"]:
    from tifffile import TiffFile, TiffPage

    file.seek(0)
    with TiffFile(file) as tiff:
        page = tiff.pages[number]
        assert isinstance(page, TiffPage)
        yield page


def _mode(page: "TiffPage") -> str:
    photometric = int(page.photometric)
    if photometric in (_INVERTED, _GREY):
        if page.dtype is None or page.dtype.kind == "c":
            raise variant(
                sentence_of("a TIFF of numbers that are no brightness"),
                sentence_of("export what it measures as a picture"),
            )
        return "L" if page.dtype.kind in "ub" and page.bitspersample <= 16 else "F"
    if photometric == _PALETTE and page.colormap is not None:
        return "RGB"
    mode = _MODES.get(photometric)
    if mode == "YCbCr" and int(page.compression) in _JPEG:
        mode = "RGB"  # made by the decoder
    if mode is None or page.samplesperpixel < Image.getmodebands(mode):
        raise variant(sentence_of("a TIFF whose pixels are not colours"))
    if mode == "RGB" and page.extrasamples and page.extrasamples[0] in _ALPHA:
        return "RGBA"
    return mode


def _samples(page: "TiffPage") -> npt.NDArray[Any]:
    """The page as [H, W, samples]."""
    try:
        values = page.asarray(maxworkers=1)
    except (ValueError, NotImplementedError, RuntimeError, ImportError) as error:
        if "imagecodecs" in str(error):
            raise needs("imagecodecs", _kind(page), "formats") from error
        if "not supported" in str(error):
            raise variant(_kind(page)) from error
        raise
    if values.size != page.imagelength * page.imagewidth * page.samplesperpixel:
        raise ValueError("pixels are missing")
    if page.planarconfig == 2 and page.samplesperpixel > 1:
        values = np.moveaxis(values, 0, -1)
    pixels: npt.NDArray[Any] = values.reshape(page.imagelength, page.imagewidth, page.samplesperpixel)
    return pixels


def _kind(page: "TiffPage") -> str:
    name = getattr(page.compression, "name", "unknown")
    compression = "not compressed" if name == "NONE" else f"compressed by {name.replace('_', ' ')}"
    return f"a TIFF of a rare kind ({page.bitspersample} bits, {compression})"


def _image(samples: npt.NDArray[Any], page: "TiffPage") -> Image.Image:
    photometric, mode = int(page.photometric), _mode(page)
    if photometric == _PALETTE:
        table = np.asarray(page.colormap)
        table = table >> 8 if table.max() > 255 else table
        return Image.fromarray(table.astype(np.uint8).T[samples[..., 0]])
    if mode == "F":
        measured = samples[..., 0].astype(np.float32)
        return Image.fromarray(-measured if photometric == _INVERTED else measured)
    if samples.dtype.kind == "i" and (mode == "LAB" or samples.dtype.itemsize == 1):
        # Lab has signs, and lies so in Pillow's bytes; other colours of 8 bits have none, whatever is stated.
        samples = samples.view(f"u{samples.dtype.itemsize}")
    colours = _eight_bits(samples[..., : Image.getmodebands(mode)], page)
    if photometric == _INVERTED:
        colours = 255 - colours
    if photometric == _ICC_LAB:
        colours[..., 1:] ^= 128  # what lies around 128 there, lies around 0 in the other
    return Image.frombytes(mode, (page.imagewidth, page.imagelength), np.ascontiguousarray(colours).tobytes())


def _eight_bits(values: npt.NDArray[Any], page: "TiffPage") -> npt.NDArray[np.uint8]:
    """Samples of any kind as bytes: whole numbers fill their bits, floats reach to 1, 255 or their most."""
    if values.dtype.kind == "b":
        return np.where(values, np.uint8(255), np.uint8(0))
    if values.dtype.kind == "u":
        bits = int(page.bitspersample)
        if bits < 8:
            values, bits = values.astype(np.uint16) * 255 // (2**bits - 1), 8
        return np.asarray(values >> (bits - 8), np.uint8)
    finite = np.isfinite(values)
    clean = np.where(finite, values, 0).astype(np.float32)
    darkest, brightest = np.percentile(clean[::_EVERY, ::_EVERY], (1, 99))
    if brightest <= 1.05:
        white = 1.0
    elif 16 < brightest <= 256:
        white = 255.0
    else:  # the light itself, or what an instrument has measured
        white = float(brightest)
    black = min(float(darkest), 0.0)
    return ((clean - black) * (255.0 / (white - black))).clip(0, 255).astype(np.uint8)
