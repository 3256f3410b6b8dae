"""What a program offers on the clipboard, and the pictures in it: the same on every desktop."""

from abc import abstractmethod
from collections.abc import Collection
from typing import Protocol

from narrator.errors import PictureError
from narrator.languages.catalogue import gettext
from narrator.picture.files import LENGTH_LIMIT
from narrator.sources.arrival import Arrival
from narrator.sources.clipboard.copied import from_error, from_files, from_picture
from narrator.sources.clipboard.file_lists import (
    GNOME_FILES,
    KDE_CUT,
    MATE_FILES,
    URI_LIST,
    is_cut,
    listed_files,
)

# Nearly every program offers PNG, which loses nothing; a GIF of a photograph has lost its colours.
PICTURE_TYPES = (
    *("image/png", "image/x-png", "image/apng"),
    *("image/jpeg", "image/jpg", "image/pjpeg"),
    *("image/webp", "image/tiff", "image/tiff-fx"),
    *("image/bmp", "image/x-bmp", "image/x-MS-bmp", "image/x-ms-bmp", "image/x-win-bitmap"),
    *("image/avif", "image/heic", "image/heif", "image/jxl", "image/gif"),
    *("image/x-icon", "image/vnd.microsoft.icon", "image/ico"),
)
"""What a picture is asked for as, the best first. Several names of one format are what older programs say."""

LIST_TYPES = (GNOME_FILES, MATE_FILES, URI_LIST)
"""What copied files are asked for as, the best first."""

RICH_TEXT_TYPES = ("text/rtf", "text/richtext")
PLAIN_TEXT_TYPES = ("text/plain", "text/plain;charset=utf-8", "UTF8_STRING")

KNOWN_TYPES = (*PICTURE_TYPES, *LIST_TYPES, KDE_CUT, *RICH_TEXT_TYPES, *PLAIN_TEXT_TYPES)
"""Every type that makes a difference here."""

_LIST_LIMIT = 4 * 2**20
"""Bytes of a list of files: ten thousand long names."""


class Offer(Protocol):
    """What one program offers on the clipboard."""

    types: Collection[str]
    """The types that it can be had in."""

    @abstractmethod
    def read(self, kind: str, limit: int) -> bytes | None:
        """The whole content in one of its types; None when the program does not give it after all.

        Raises PictureError when the program gives no answer, stops halfway or has more bytes than `limit`.
        """


def no_answer() -> PictureError:
    """For an owner that says nothing, or stops halfway."""
    return PictureError(
        gettext(
            "The program that the picture on the clipboard was copied in does not answer; "
            "copy the picture again."
        )
    )


def too_long(limit: int) -> PictureError:
    """For an owner that has more bytes than are read."""
    return PictureError(
        gettext(
            "What is on the clipboard has more than {limit} megabytes, too much to be "
            "read; copy a smaller picture or fewer files."
        ).format(limit=limit // 2**20)
    )


def pictures_of(offer: Offer) -> list[Arrival]:
    """The pictures of what is offered.

    Copied files that are pictures go before a picture itself; files that are to be moved are nothing new. A
    picture that is offered and cannot be had is an arrival that says so. Text is never read.
    """
    try:
        return _copied_files(offer) or _copied_picture(offer)
    except PictureError as error:
        return [from_error(error)]


def _copied_files(offer: Offer) -> list[Arrival]:
    kind = _best(offer, LIST_TYPES)
    content = offer.read(kind, _LIST_LIMIT) if kind else None
    if kind is None or content is None or is_cut(kind, content):
        return []
    if KDE_CUT in offer.types and is_cut(KDE_CUT, offer.read(KDE_CUT, _LIST_LIMIT) or b""):
        return []
    return from_files(listed_files(content))


def _copied_picture(offer: Offer) -> list[Arrival]:
    kinds = [kind for kind in PICTURE_TYPES if kind in offer.types]
    if not kinds or _is_text(offer):
        return []
    for kind in kinds:
        content = offer.read(kind, LENGTH_LIMIT)
        if content is not None:
            return [from_picture(content)]
    raise PictureError(
        gettext(
            "The picture on the clipboard is not given by the program that it was copied in; copy it again."
        )
    )


def _is_text(offer: Offer) -> bool:
    """Whether the picture is only how the text looks: office programs put one beside copied cells."""
    return _best(offer, RICH_TEXT_TYPES) is not None and _best(offer, PLAIN_TEXT_TYPES) is not None


def _best(offer: Offer, kinds: Collection[str]) -> str | None:
    return next((kind for kind in kinds if kind in offer.types), None)
