"""TIFF: what Pillow reads right goes to Pillow, and all other variants to tifffile.

Pillow opens some variants without a word and gets wrong pixels: planes of 16 bits become noise
(Pillow#2157, #5364), 32 bits of grey overflow, a colour map of 8 bits is black (TwelveMonkeys#73). So it is
not asked for more than the table below says, which is held against three libraries' test files.
"""

from io import BytesIO
from typing import IO, Any, cast

from PIL import Image, ImageFile, ImagePalette
from PIL.TiffImagePlugin import TiffImageFile

from narrator.picture.formats.deferred import Deferred
from narrator.picture.formats.foreign_tiff import page_count, page_header, page_pixels
from narrator.picture.formats.tiff_bounds import refuse_long_directories
from narrator.picture.pixels.orientation import swaps_sides

_BITS, _COMPRESSION, _PHOTOMETRIC = 258, 259, 262
_ORIENTATION, _PLANES, _COLOUR_MAP, _FORMAT, _SUBSAMPLING = 274, 284, 320, 339, 530
_UNSIGNED, _SIGNED, _FLOAT = 1, 2, 3
_GREY_INVERTED, _GREY, _RGB, _PALETTE, _CMYK, _YCBCR, _LAB = 0, 1, 2, 3, 5, 6, 8

_READ_RIGHT = {
    (_GREY_INVERTED, _UNSIGNED): {1, 2, 4, 8},
    (_GREY, _UNSIGNED): {1, 2, 4, 8, 12, 16},
    (_GREY, _SIGNED): {16, 32},
    (_GREY, _FLOAT): {32},
    (_RGB, _UNSIGNED): {8, 16},
    (_PALETTE, _UNSIGNED): {1, 2, 4, 8},
    (_CMYK, _UNSIGNED): {8, 16},
    (_YCBCR, _UNSIGNED): {8},
    (_LAB, _UNSIGNED): {8},
}
"""How many bits of a sample Pillow reads right, by what the samples mean (TIFF 6.0, tags 262 and 339)."""

_OLD_JPEG, _JPEG = 6, 7
_COMPRESSIONS = {1, 2, 3, 4, 5, 6, 7, 8, 32771, 32773, 32946, 34925, 50000}
"""None, CCITT, LZW, JPEG, Deflate, PackBits, LZMA and Zstandard: what Pillow's libtiff is built with."""


def open_tiff(file: BytesIO) -> ImageFile.ImageFile:
    """A TIFF at its first page; no pixel is decoded.

    Raises ValueError for one whose directories have no end.
    """
    refuse_long_directories(file.getvalue())
    if bytes(file.getbuffer()[:4]) != b"MM\0+":
        return Tiff(file)
    # Pillow does not find the directory of a BigTIFF with its high bytes first.
    first = page_header(file, 0)
    return Deferred(
        "TIFF",
        first.size,
        first.mode,
        lambda page: page_pixels(file, page),
        frames=page_count(file),
        sizes=lambda page: page_header(file, page).size,
    )


class Tiff(TiffImageFile):
    """Pillow's TIFF, whose tags and pages are Pillow's; the pixels are where it reads them right."""

    _foreign = False

    @property
    def _file(self) -> IO[bytes]:
        return cast("IO[bytes]", self._fp)

    def _setup(self) -> None:
        self._foreign = not _reads_right(self.tag_v2)
        if not self._foreign:
            try:
                super()._setup()
                self._foreign = self.mode == "La"  # which it makes no other mode of
            except (SyntaxError, KeyError):  # a combination that it does not know
                self._foreign = True
        if self._foreign:
            self._setup_foreign()
        elif self.mode in ("P", "PA"):
            self._mend_palette()
        elif self.mode == "YCbCr" and self.tag_v2.get(_SUBSAMPLING, (2, 2)) != (1, 1):
            self._let_libtiff_decode()

    def _setup_foreign(self) -> None:
        header = page_header(self._file, self.tell())
        self._tile_size = header.size
        turned = swaps_sides(self.tag_v2.get(_ORIENTATION, 1))
        self._size = header.size[::-1] if turned else header.size
        self._mode, self.palette, self.tile = header.mode, None, []

    def _mend_palette(self) -> None:
        """Colours have 16 bits, but some programs write 8; libtiff's tools guess in the same way."""
        colours = self.tag_v2[_COLOUR_MAP]
        if max(colours) < 256:
            self.palette = ImagePalette.raw("RGB;L", bytes(colours))

    def _let_libtiff_decode(self) -> None:
        """Pillow itself would read colours of half the size as if they were whole."""
        self._mode, self.use_load_libtiff = "RGB", True
        arguments = ("RGBX", False, self.tag_v2.offset)
        self.tile = [ImageFile._Tile("libtiff", (0, 0, *self._tile_size), 0, arguments)]

    def load(self) -> Any:
        """Decode the page, turned upright, unless that has been done."""
        if not self._foreign:
            return super().load()
        if self._im is None:
            pixels = page_pixels(self._file, self.tell())
            self._size, self._mode, self.im = pixels.size, pixels.mode, pixels.im
            self.load_end()
        return Image.Image.load(self)


def _reads_right(tags: Any) -> bool:
    photometric = tags.get(_PHOTOMETRIC, _GREY_INVERTED)
    bits, formats = tags.get(_BITS, (1,)), tags.get(_FORMAT, (_UNSIGNED,))
    if tags.get(_COMPRESSION, 1) not in _COMPRESSIONS or len(set(bits)) > 1 or len(set(formats)) > 1:
        return False
    if tags.get(_PLANES) == 2 and (photometric == _YCBCR or (bits[0] > 8 and len(bits) > 1)):
        return False
    if tags.get(_COMPRESSION) == _OLD_JPEG and photometric not in (_RGB, _YCBCR):
        return False
    if tags.get(_COMPRESSION) == _JPEG and bits[0] > 12:
        return False
    return bits[0] in _READ_RIGHT.get((photometric, formats[0]), ())
