"""HEIC and AVIF: which of them a file is, what its decoder does not check, and what it leaves out."""

import re
import struct
from io import BytesIO

from PIL import Image, ImageFile

from narrator.languages.catalogue import gettext, sentence_of
from narrator.picture.formats.deferred import Deferred
from narrator.picture.formats.isobmff import Crop, MainItem, main_item, refuse_many_boxes
from narrator.picture.formats.unreadable import variant

_BRANDS_END = 128
"""Bytes. Real lists of brands end long before."""

_MOST_ITEMS, _LONGEST_ITEM = 2**16, 2**12
"""Items of a file, and bytes of what is said of one. Tiles of 200 megapixels are a thousand items."""

_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
_AVIF_BRANDS = {b"avif", b"avis"}
_ANY_CODEC = {b"mif1", b"mif2", b"mif3", b"msf1", b"miaf"}
"""Brands that say only that it is a picture of this family."""

_KINDS = {b"hvc1": "HEIC", b"av01": "AVIF"}
_OTHERS = {
    b"jpeg": "JPEG",
    b"j2k1": "JPEG 2000",
    b"avc1": "H.264",
    b"vvc1": "H.266",
    b"evc1": "MPEG-5",
    b"unci": "uncompressed pixels",
}


def heif_kind(data: bytes) -> str | None:
    """HEIC or AVIF; None for other files of the ISO family, such as videos.

    The main picture's codec decides. Where it cannot be told, the first brand that names one does.
    """
    end = min(int.from_bytes(data[:4], "big"), _BRANDS_END)
    brands = [data[place : place + 4] for place in (8, *range(16, end, 4))]  # at 12 stands the version
    if not (_HEIC_BRANDS | _AVIF_BRANDS | _ANY_CODEC).intersection(brands):
        return None
    item = _main_item(data)
    if item and item.codec in _KINDS:
        return _KINDS[item.codec]
    named = (brand for brand in brands if brand in _HEIC_BRANDS | _AVIF_BRANDS)
    return "AVIF" if next(named, b"") in _AVIF_BRANDS else "HEIC"


def open_heic(file: BytesIO) -> ImageFile.ImageFile:
    """A HEIC at its main picture; no pixel is decoded.

    Raises UnreadableError for what libheif cannot decode.
    """
    from pi_heif import HeifImageFile

    data = file.getvalue()
    refuse_many_boxes(data)
    refuse_items_without_text(data)
    item = _main_item(data)
    if item is None and b"moov" in data[: 2**16]:
        raise variant(
            sentence_of("a HEIF sequence without a still picture"),
            sentence_of("save a picture of it as JPEG and try again"),
        )
    if data[8:16] == b"mif3avif":
        raise variant(sentence_of("an AVIF with the short header of a newer standard"))
    if item and item.codec in _OTHERS:
        raise variant(gettext("a HEIF with {codec} in it").format(codec=_OTHERS[item.codec]))
    if item and item.crop and _beyond_libheif(item):
        return _cropped_by_us(data, item)
    if data[8:12] not in _HEIC_BRANDS | {b"mif1", b"msf1"}:  # libheif knows no others
        file = _branded(data, b"heic")
    try:
        image: ImageFile.ImageFile = HeifImageFile(file)
    except (SyntaxError, RuntimeError, ValueError) as error:
        if "not been built in" in str(error):
            raise variant(sentence_of("a HEIF of a rare kind")) from error
        raise
    return image


def open_avif(file: BytesIO) -> ImageFile.ImageFile:
    """An AVIF at its first picture; no pixel is decoded. What the file cuts away is left out (`clap`)."""
    from PIL.AvifImagePlugin import AvifImageFile

    data = file.getvalue()
    refuse_many_boxes(data)
    item = _main_item(data)
    if data[8:12] not in _AVIF_BRANDS:  # libavif asks for it, whatever the main picture is
        file = _branded(data, b"avif")
    image = AvifImageFile(file)
    if item is None or item.crop is None or image.size != item.size:
        return image
    return _cropped(image, item.crop)


def _branded(data: bytes, brand: bytes) -> BytesIO:
    """The file with another brand in the first two places, for a decoder that goes by them."""
    if int.from_bytes(data[:4], "big") < 20:
        return BytesIO(data[:8] + brand + data[12:])
    return BytesIO(data[:8] + brand + data[12:16] + brand + data[20:])


def _cropped(image: ImageFile.ImageFile, crop: Crop) -> Deferred:
    def decode(frame: int) -> Image.Image:
        image.seek(frame)
        return image.crop(crop.corners)

    frames = getattr(image, "n_frames", 1)
    kind = image.format or ""
    return Deferred(kind, (crop.width, crop.height), image.mode, decode, frames=frames, info=image.info)


def _beyond_libheif(item: MainItem) -> bool:
    """Whether libheif 1.23 refuses the picture, because it takes its size for what is left (libheif#1895)."""
    assert item.crop
    return (item.crop.width + 64) * (item.crop.height + 64) < item.size[0] * item.size[1]


def _cropped_by_us(data: bytes, item: MainItem) -> ImageFile.ImageFile:
    """The HEIC decoded as if nothing were cut away, and cropped then, as it lies after being turned."""
    from pi_heif import HeifImageFile

    assert item.crop and item.crop_box
    everything = struct.pack(">8I", item.size[0], 1, item.size[1], 1, 0, 1, 0, 1)
    start = item.crop_box.start
    image = HeifImageFile(BytesIO(data[:start] + everything + data[start + len(everything) :]))
    crop, size = item.crop, item.size
    for kind, value in item.turns:
        if kind == b"irot":
            crop, size = crop.turned(value, size), size if value % 2 == 0 else size[::-1]
        else:
            crop = crop.mirrored(value, size)
    return _cropped(image, crop)


def _main_item(data: bytes) -> MainItem | None:
    try:
        return main_item(data)
    except (struct.error, IndexError, ValueError):
        return None  # the decoder says what is wrong


def refuse_items_without_text(data: bytes) -> None:
    """Refuse a HEIC file whose items have types or names that are not UTF-8: ISO/IEC 23008-12, box `infe`.

    pi_heif up to 1.4, its last release, does not check this and takes the whole process down with it.
    """
    for number, entry in enumerate(re.finditer(rb"(.{4})infe", data, re.DOTALL)):
        length = int.from_bytes(entry[1], "big")
        if number > _MOST_ITEMS or length > _LONGEST_ITEM:
            raise ValueError("items that no picture has")
        numbers = 10 if data.startswith(b"\x03", entry.end()) else 8
        if length < 8 + numbers:
            raise ValueError("an item without a length of its own")
        data[entry.end() + numbers : entry.start() + length].decode("utf-8")
