"""The pages of a file that holds several pictures: a scanned TIFF, a HEIC of a burst."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from narrator.errors import PictureError
from narrator.languages.catalogue import gettext
from narrator.picture.files import check_length, read_file, short_name
from narrator.picture.formats.decoding import NAMELESS, decoding
from narrator.picture.formats.frames import Frames, frames_of
from narrator.picture.formats.headers import open_header
from narrator.picture.formats.recognition import recognise
from narrator.picture.opening import Picture, in_full, open_page, open_picture


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
        yield Page(number=1, of=1, picture=in_full(source))
        return
    data = source if isinstance(source, bytes) else read_file(Path(source))
    subject = gettext(NAMELESS) if isinstance(source, bytes) else short_name(Path(source))
    frames = _frames(data, subject)
    if frames is None or frames.kind == "frames":
        yield Page(number=1, of=1, picture=in_full(open_picture(source)))
        return
    places = sorted(frames.places)
    for number, place in enumerate(places, start=1):
        picture = _opened(
            data, place, gettext("Page {number} of {count}").format(number=number, count=len(places))
        )
        yield Page(number=number, of=len(places), picture=picture, more=frames.count is None)


def _frames(data: bytes, subject: str) -> Frames | None:
    check_length(len(data), subject)
    kind = recognise(data)
    if kind is None:
        return None  # opening it says why not
    with decoding(subject):
        return frames_of(open_header(data, kind), kind, data)


def _opened(data: bytes, place: int, subject: str) -> Picture | PictureError:
    try:
        return in_full(open_page(data, place, subject))
    except PictureError as error:
        return error
