"""Which file of a site an address in a page means. Nothing is fetched."""

import os
import re
from base64 import b64decode
from binascii import Error
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes

from narrator.errors import PictureError
from narrator.languages.catalogue import gettext

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DATA = "data:"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a page is."""

    page: Path
    root: Path
    """The folder that is the top of the site: what an address with a slash before it is seen from."""
    base: str = ""
    """The address in the page's `base`."""
    bounded: bool = True
    """Whether files outside of the root are left alone."""


class ElsewhereError(Exception):
    """An address that leads to no file of the site; why, as a part of a sentence."""


def file_of(address: str, place: Place) -> Path:
    """The file that an address means. Raises ElsewhereError."""
    if not address:
        raise ElsewhereError("it has no address")
    if is_data(address):
        raise ElsewhereError("it is in the page")
    if _is_remote(address) or (not address.startswith("/") and _is_remote(place.base)):
        raise ElsewhereError("it is on another machine, and nothing is fetched")
    whole = address if address.startswith("/") else _joined(place.base, address)
    for path in dict.fromkeys((re.split("[?#]", whole, maxsplit=1)[0], whole.partition("#")[0])):
        # The second is how programs name files that save a page with its query.
        file = _path(path, place)
        if place.bounded and not _is_below(file, place.root):
            raise ElsewhereError("it is outside of the site")
        if file.is_file():
            return file
    raise ElsewhereError("its file is missing")


def is_data(address: str) -> bool:
    """Whether the address holds the picture itself."""
    return address[: len(_DATA)].lower() == _DATA


def data_of(address: str) -> bytes:
    """The bytes in such an address (RFC 2397). Raises PictureError."""
    head, comma, data = address[len(_DATA) :].partition(",")
    if not comma:
        raise PictureError(gettext("The picture in the page has no data; put it in again."))
    raw = unquote_to_bytes(data)
    if not head.lower().replace(" ", "").endswith(";base64"):
        return raw
    try:
        return b64decode(b"".join(raw.split()))
    except Error as error:
        raise PictureError(gettext("The picture in the page is damaged; put it in again.")) from error


def _is_remote(address: str) -> bool:
    return address.startswith(("//", "\\\\")) or _SCHEME.match(address) is not None


def _joined(base: str, address: str) -> str:
    folder = re.split("[?#]", base, maxsplit=1)[0].rpartition("/")
    return f"{folder[0]}{folder[1]}{address}"


def _path(address: str, place: Place) -> Path:
    name = os.fsdecode(unquote_to_bytes(address.encode("utf-8", "surrogateescape"))).replace("\0", "")
    folder = place.root if name.startswith("/") else place.page.parent
    return Path(os.path.normpath(folder / name.lstrip("/")))


def _is_below(file: Path, root: Path) -> bool:
    return Path(os.path.realpath(file)).is_relative_to(os.path.realpath(root))
