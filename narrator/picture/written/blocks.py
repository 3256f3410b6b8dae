"""What stands in a picture's file about it, wherever its kind of file keeps that."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from PIL import Image

from narrator.picture.written.exif import ExifWords, exif_words, read_exif
from narrator.picture.written.gif import read_gif
from narrator.picture.written.iptc import IptcWords, read_iptc, records_of
from narrator.picture.written.languages import Texts
from narrator.picture.written.letters import decoded
from narrator.picture.written.png import read_png
from narrator.picture.written.tiff import Tiff
from narrator.picture.written.xmp import XmpWords, read_xmp

_XMP, _IPTC, _PHOTOSHOP = 700, 33723, 34377
"""Fields of a TIFF."""
_APP13 = b"Photoshop 3.0\0"
"""What stands in front of Photoshop's blocks in a JPEG."""
_MOST_PAGES = 2**10
"""Directories of a TIFF that are walked through to the page that is shown."""

Words = TypeVar("Words")


@dataclass(frozen=True, kw_only=True)
class FileWords:
    """All that a file says of its picture."""

    xmp: XmpWords = field(default_factory=XmpWords)
    exif: ExifWords = field(default_factory=ExifWords)
    iptc: IptcWords = field(default_factory=IptcWords)
    texts: Mapping[str, Texts] = field(default_factory=dict)
    """The "description", "comment" and "title" of a PNG."""
    names: frozenset[str] = frozenset()
    """Names of all texts of a PNG, in small letters."""
    comments: tuple[str, ...] = ()
    """Of a JPEG or a GIF."""


def words_in(image: Image.Image, data: bytes) -> FileWords:
    """What a file says of its picture: of the image that was opened from it, and of its bytes.

    Pillow's readers have found most blocks already. Broken ones say nothing.
    """
    words = FileWords(
        xmp=_read(read_xmp, image.info.get("xmp") or b"", XmpWords()),
        exif=_read(read_exif, image.info.get("exif") or b"", ExifWords()),
    )
    match image.format:
        case "JPEG" | "MPO":
            return _with_jpeg(words, getattr(image, "applist", ()))
        case "PNG":
            return _with_png(words, data)
        case "GIF":
            found = read_gif(data)
            return replace(
                words,
                xmp=_read(read_xmp, found.xmp, XmpWords()),
                comments=tuple(map(decoded, found.comments)),
            )
        case "TIFF":
            return _read(lambda file: _in_tiff(file, image.tell()), data, words)
    return words


def _read(read: Callable[[bytes], Words], block: bytes, nothing: Words) -> Words:
    """What a block says; nothing if there is none, or it is broken."""
    try:
        return read(block) if block else nothing
    except ValueError:
        return nothing


def _with_jpeg(words: FileWords, segments: Sequence[tuple[str, bytes]]) -> FileWords:
    """With what Pillow lists of the segments in front of the pixels."""
    # Blocks that are longer than a segment go on in the next one.
    photoshop = b"".join(
        segment[len(_APP13) :] for name, segment in segments if name == "APP13" and segment.startswith(_APP13)
    )
    return replace(
        words,
        iptc=read_iptc(records_of(photoshop)),
        comments=tuple(decoded(segment.rstrip(b"\0")) for name, segment in segments if name == "COM"),
    )


def _with_png(words: FileWords, data: bytes) -> FileWords:
    found = read_png(data)
    return replace(
        words,
        xmp=_read(read_xmp, found.xmp, words.xmp),
        exif=_read(read_exif, found.exif, words.exif),
        iptc=read_iptc(records_of(found.iptc) or found.iptc),
        texts=found.texts,
        names=found.names,
    )


def _in_tiff(data: bytes, page: int) -> FileWords:
    """What is said of a page, or else of the first one, where a file's own words stand."""
    tiff = Tiff(data)
    directory = tiff.first
    for _ in range(min(page, _MOST_PAGES)):
        directory = tiff.after(directory)
    words = _in_directory(tiff, directory)
    return words if words != FileWords() else _in_directory(tiff, tiff.first)


def _in_directory(tiff: Tiff, directory: int) -> FileWords:
    fields = tiff.fields(directory, (_XMP, _IPTC, _PHOTOSHOP))
    return FileWords(
        xmp=_read(read_xmp, fields.get(_XMP, b""), XmpWords()),
        exif=exif_words(tiff, directory),
        iptc=read_iptc(fields.get(_IPTC) or records_of(fields.get(_PHOTOSHOP, b""))),
    )
