"""Copied pictures as arrivals."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from PIL import Image

from narrator.errors import PictureError
from narrator.languages.catalogue import gettext
from narrator.picture.files import is_picture_name, is_rare_picture_name, short_name
from narrator.picture.opening import Picture, open_picture
from narrator.sources.arrival import Arrival, Origin
from narrator.sources.clipboard.network_files import NetworkFile


def from_picture(source: bytes | Image.Image) -> Arrival:
    """A picture that was copied itself."""
    return Arrival(open=lambda: open_picture(source), origin=Origin.CLIPBOARD, place="")


def from_files(files: Iterable[Path | NetworkFile]) -> list[Arrival]:
    """Those of the copied files that are pictures, in order."""
    return list(_pictures_among(files))


def from_error(error: PictureError) -> Arrival:
    """A picture that is on the clipboard and cannot be had from there: opening it says why."""

    def refuse() -> Picture:
        raise error

    return Arrival(open=refuse, origin=Origin.CLIPBOARD, place="")


def _is_meant(name: str) -> bool:
    """Whether who copies a file of this name wants it described: documents, too, unlike in a folder."""
    return is_picture_name(name) or is_rare_picture_name(name) or name.lower().endswith(".pdf")


def _pictures_among(files: Iterable[Path | NetworkFile]) -> Iterator[Arrival]:
    for file in files:
        if not _is_meant(file.name):
            continue
        if isinstance(file, Path):
            yield _from_file(file)
        elif path := file.path():
            yield _from_file(path)
        else:
            yield _from_afar(file)


def _from_file(file: Path) -> Arrival:
    return Arrival(
        open=lambda: open_picture(file),
        origin=Origin.CLIPBOARD,
        place="",
        name=short_name(file),
        path=file,
    )


def _from_afar(file: NetworkFile) -> Arrival:
    return from_error(
        PictureError(
            gettext(
                "{name} is on {host}, a network drive that is not open on this computer; open "
                "it in the file manager, or copy the picture to this computer."
            ).format(name=file.name, host=file.host)
        )
    )
