"""The pages of a file that holds several pictures: a scanned TIFF, a HEIC of a burst."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import ImageFile

from narrator.errors import PictureError
from narrator.picture.files import check_length, read_file, short_name
from narrator.picture.formats.decoding import DECODER_ERRORS, decoding
from narrator.picture.formats.headers import open_header
from narrator.picture.formats.recognition import recognise
from narrator.picture.opening import NAMELESS, Picture, open_page, open_picture

MOST_PAGES = 100
"""So many are opened of one file; each is held by itself, so they cost time and no memory."""

_PAGED = frozenset({"TIFF", "HEIC", "PDF"})
"""Formats whose pictures stand beside each other. Those of the others are the frames of an animation."""
_SUBFILE_TYPE, _REDUCED = 254, 1
"""A TIFF's tag, and the bit in it that marks a smaller version of another page (TIFF 6.0, page 36)."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """One of them."""

    number: int
    """From 1 on."""
    of: int
    """How many the file has; not more than are opened."""
    more: bool = False
    """Whether the file has more than are opened."""
    picture: Picture | PictureError
    """What it shows, or why nobody can see it."""


def pages(source: str | os.PathLike[str] | bytes | Picture) -> Iterator[Page]:
    """All pages of a file, one after the other; of an animation and of any other picture the one.

    A page that is damaged does not end the others. Raises PictureError for a file that cannot be opened.
    """
    if isinstance(source, Picture):
        yield Page(number=1, of=1, picture=source)
        return
    data = source if isinstance(source, bytes) else read_file(Path(source))
    subject = NAMELESS if isinstance(source, bytes) else short_name(Path(source))
    kind = recognise(data)
    if kind not in _PAGED:
        yield Page(number=1, of=1, picture=open_picture(source))
        return
    check_length(len(data), subject)
    with decoding(subject):
        frames = _frames(open_header(data, kind))
    if len(frames) == 1:
        yield Page(number=1, of=1, picture=open_picture(source))
        return
    more, count = len(frames) > MOST_PAGES, min(len(frames), MOST_PAGES)
    for number, frame in enumerate(frames[:count], start=1):
        picture = _opened(data, frame, f"Page {number} of {count}")
        yield Page(number=number, of=count, picture=picture, more=more)


def _opened(data: bytes, frame: int, subject: str) -> Picture | PictureError:
    try:
        return open_page(data, frame, subject)
    except PictureError as error:
        return error


def _frames(image: ImageFile.ImageFile) -> list[int]:
    """Where the pages are that can be told apart, be they damaged or not; one more than are opened at most.

    `n_frames` is not asked: of a hostile file it would follow millions of pages. After two in a row that
    cannot be found, the way to the next is lost.
    """
    found = [0]
    lost = 0
    for frame in range(1, MOST_PAGES + 1):
        try:
            image.seek(frame)
        except EOFError:
            break
        except DECODER_ERRORS:
            lost += 1
            if lost == 2:
                break
            found.append(frame)
            continue
        lost = 0
        if not _is_reduced(image):
            found.append(frame)
    return found


def _is_reduced(image: ImageFile.ImageFile) -> bool:
    tags = getattr(image, "tag_v2", {})
    return bool(tags.get(_SUBFILE_TYPE, 0) & _REDUCED)
