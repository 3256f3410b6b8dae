"""BMP: bit fields of any layout; all other pixels are decoded by Pillow."""

import struct
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFile
from PIL.BmpImagePlugin import BmpImageFile

from narrator.languages.catalogue import sentence_of
from narrator.picture.formats.deferred import Deferred
from narrator.picture.formats.unreadable import variant

_HEADER = 14
"""Bytes of the file's header, before that of the bitmap."""
_BIT_FIELDS, _JPEG, _PNG, _ALPHA_BIT_FIELDS = 3, 4, 5, 6
_RUN_LENGTHS = (1, 2)
_LONGEST_RUNS = 8 * 2**20
"""Bytes of a BMP with run lengths, which Pillow decodes in Python."""


def open_bmp(file: BytesIO) -> ImageFile.ImageFile:
    """A BMP; no pixel is decoded. Raises UnreadableError for variants that nothing writes any more."""
    data = bytes(file.getbuffer()[: _HEADER + 128])
    length = int.from_bytes(data[_HEADER : _HEADER + 4], "little")
    if length >= 40:
        bits, compression = struct.unpack_from("<HI", data, _HEADER + 14)
        if compression in (_JPEG, _PNG):
            raise variant(sentence_of("a BMP that holds a JPEG or PNG for a printer"))
        if compression in (_BIT_FIELDS, _ALPHA_BIT_FIELDS) and bits in (16, 32):
            return _with_bit_fields(file, BitFields.parse(data))
        if compression in _RUN_LENGTHS and len(file.getbuffer()) > _LONGEST_RUNS:
            raise variant(sentence_of("a large BMP of a rare kind"))
    try:
        return BmpImageFile(file)
    except OSError as error:
        if "Unsupported BMP" in str(error):
            raise variant(sentence_of("a BMP of a rare kind")) from error
        raise


@dataclass(frozen=True, kw_only=True)
class BitFields:
    """The layout of a bitmap whose colours lie in any bits of a word of 16 or 32."""

    width: int
    height: int
    upside_down: bool
    """Whether the last row comes first, as it usually does."""
    bits: int
    masks: tuple[int, ...]
    """Of red, green and blue, and of alpha where the file has one."""
    start: int
    """The first pixel's place in the file."""

    @classmethod
    def parse(cls, head: bytes) -> "BitFields":
        """Raises struct.error or ValueError for a header that is cut off or says nothing."""
        (start,) = struct.unpack_from("<I", head, 10)
        length, width, height, _, bits, compression = struct.unpack_from("<IiiHHI", head, _HEADER)
        with_alpha = length >= 56 or compression == _ALPHA_BIT_FIELDS
        masks = struct.unpack_from("<4I" if with_alpha else "<3I", head, _HEADER + 40)
        if not all(masks[:3]) or width <= 0:
            raise ValueError("no bits for a colour")
        return cls(
            width=width,
            height=abs(height),
            upside_down=height > 0,
            bits=bits,
            masks=masks if all(masks) else masks[:3],
            start=start,
        )

    @property
    def mode(self) -> str:
        """Pillow's mode of its pixels."""
        return "RGBA" if len(self.masks) == 4 else "RGB"

    def pixels(self, data: bytes) -> Image.Image:
        """The picture. Raises ValueError if pixels are missing."""
        kind = np.dtype(f"<u{self.bits // 8}")
        row = -(-self.width * self.bits // 32) * 32 // self.bits  # words; a row ends after whole four bytes
        words = np.frombuffer(data, kind, row * self.height, self.start).reshape(self.height, row)
        words = words[:: -1 if self.upside_down else 1, : self.width]
        return Image.fromarray(np.dstack([_field(words, mask) for mask in self.masks]))


def _field(words: npt.NDArray[Any], mask: int) -> npt.NDArray[np.uint8]:
    """What lies under a mask, stretched to 0 to 255."""
    lowest = (mask & -mask).bit_length() - 1
    highest = mask >> lowest
    values = ((words & words.dtype.type(mask & (2 ** (8 * words.itemsize) - 1))) >> lowest).astype(np.float32)
    return np.asarray((values * np.float32(255 / highest)).clip(0, 255).round(), np.uint8)


def _with_bit_fields(file: BytesIO, fields: BitFields) -> ImageFile.ImageFile:
    return Deferred(
        "BMP", (fields.width, fields.height), fields.mode, lambda _: fields.pixels(file.getvalue())
    )
