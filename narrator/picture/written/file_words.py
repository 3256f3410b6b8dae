"""What stands in a picture's file about it, wherever its kind of file keeps that.

What reads a kind of block is imported where there is one: most pictures have none, and are to be described
without waiting for it.
"""

from collections.abc import Callable, Iterator
from itertools import islice

from PIL import Image

from narrator.picture.written.letters import decoded
from narrator.picture.written.words import MOST_TEXTS, Words

_TIFFS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
"""How TIFF, BigTIFF and most raw files begin."""
_XMP, _IPTC, _PHOTOSHOP = 700, 33723, 34377
"""Fields of a TIFF."""
_APP13 = b"Photoshop 3.0\0"
"""What stands in front of Photoshop's blocks in a JPEG."""
_EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"
_EXTENSION_HEAD = len(_EXTENSION) + 40
"""Bytes in front of a piece of what was too long for one segment of XMP: name, number, length and place."""
_PNG_TEXTS = ("description", "comment", "title")
_PNG_XMP = "xml:com.adobe.xmp"
_PNG_PROFILES = ("raw profile type xmp", "raw profile type iptc", "raw profile type exif")


def words_in(image: Image.Image, data: bytes) -> Iterator[Words]:
    """What a file says of its picture, block by block: `image` was opened from it, `data` are its bytes.

    Broken blocks say nothing.
    """
    if data.startswith(b"\xff\xd8"):
        return _in_jpeg(image)
    if data.startswith(b"\x89PNG"):
        return _in_png(data)
    if data.startswith(b"GIF8"):
        return _in_gif(data)
    if data.startswith(_TIFFS):
        return _in_tiff(data, image.tell())
    if image.format == "SVG":
        return _in_svg(data)
    return _in_info(image)


def _in_info(image: Image.Image) -> Iterator[Words]:
    """The blocks that readers of pictures put into `info`."""
    yield _xmp(image.info.get("xmp") or b"")
    yield _exif(image.info.get("exif") or b"")


def _in_jpeg(image: Image.Image) -> Iterator[Words]:
    """With what Pillow lists of the segments in front of the pixels."""
    yield from _in_info(image)
    segments: list[tuple[str, bytes]] = getattr(image, "applist", [])
    yield _xmp(
        b"".join(
            segment[_EXTENSION_HEAD:]
            for name, segment in segments
            if name == "APP1" and segment.startswith(_EXTENSION)
        )
    )
    # Blocks that are longer than a segment go on in the next one.
    yield _iptc(
        photoshop=b"".join(
            segment.removeprefix(_APP13)
            for name, segment in segments
            if name == "APP13" and segment.startswith(_APP13)
        )
    )
    comments = (_comment(segment) for name, segment in segments if name == "COM")
    yield from islice(comments, MOST_TEXTS)


def _in_png(data: bytes) -> Iterator[Words]:
    from narrator.picture.written.png import EXIF, png_texts, unfolded

    texts: dict[str, dict[str, str]] = {}
    blocks: dict[str, bytes] = {}
    for name, tag, content in png_texts(data, {*_PNG_TEXTS, *_PNG_PROFILES, _PNG_XMP}):
        blocks.setdefault(name, content)
        if name in _PNG_TEXTS:
            # By the standard Latin-1, but for iTXt; many programs write UTF-8 into all of them.
            texts.setdefault(f"png {name}", {}).setdefault(tag, decoded(content))
    xmp, iptc, exif = (unfolded(blocks.get(name, b"")) for name in _PNG_PROFILES)
    yield _xmp(blocks.get(_PNG_XMP) or xmp)
    yield _exif(blocks.get(EXIF) or exif)
    yield _iptc(photoshop=iptc) if iptc.startswith(b"8BIM") else _iptc(iptc)
    yield Words(texts=texts, names=frozenset(blocks))


def _in_gif(data: bytes) -> Iterator[Words]:
    from narrator.picture.written.gif import gif_texts

    found = list(islice(gif_texts(data), MOST_TEXTS))
    yield _xmp(next((content for kind, content in found if kind == "xmp"), b""))
    yield from (_comment(content) for kind, content in found if kind == "comment")


def _in_svg(data: bytes) -> Iterator[Words]:
    from narrator.picture.formats.svg_text import text_of
    from narrator.picture.written.svg import svg_texts

    places = {"desc": "svg description", "title": "svg title"}
    texts: dict[str, dict[str, str]] = {}
    for name, tag, content in svg_texts(text_of(data)):
        texts.setdefault(places[name], {}).setdefault(tag, content)
    yield Words(texts=texts)


def _in_tiff(data: bytes, page: int) -> Iterator[Words]:
    """What is said of a page, and then of the first one, where a file's own words stand."""
    from narrator.picture.written.exif import exif_words
    from narrator.picture.written.tiff import Tiff

    try:
        tiff = Tiff(data)
        for directory in dict.fromkeys([tiff.directory(page), tiff.first]):
            fields = tiff.fields(directory, (_XMP, _IPTC, _PHOTOSHOP))
            yield _xmp(fields.get(_XMP, b""))
            yield exif_words(tiff, directory)
            yield _iptc(fields.get(_IPTC, b""), fields.get(_PHOTOSHOP, b""))
    except ValueError:
        return


def _xmp(block: bytes | str) -> Words:
    if not block:
        return Words()
    from narrator.picture.written.xmp import read_xmp

    return _or_nothing(lambda: read_xmp(block))


def _exif(block: bytes) -> Words:
    if not block:
        return Words()
    from narrator.picture.written.exif import read_exif

    return _or_nothing(lambda: read_exif(block))


def _iptc(records: bytes = b"", photoshop: bytes = b"") -> Words:
    """IPTC's records, or those in Photoshop's blocks."""
    if not records and not photoshop:
        return Words()
    from narrator.picture.written.iptc import read_iptc, records_of

    return read_iptc(records or records_of(photoshop))


def _comment(content: bytes) -> Words:
    return Words(texts={"file comment": {"": decoded(content.strip(b"\0"))}})


def _or_nothing(read: Callable[[], Words]) -> Words:
    try:
        return read()
    except ValueError:
        return Words()
