"""Copied pictures as arrivals."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from PIL import Image

from narrator.errors import PictureError
from narrator.picture.opening import Picture, is_picture_name, open_picture, short_name
from narrator.sources.arrival import Arrival, Origin
from narrator.sources.clipboard.network_files import NetworkFile

_OTHER_PICTURES = frozenset(
    {".jxr", ".wmf", ".emf", ".eps", ".xcf", ".kra", ".pcx", ".pam", ".exr", ".hdr", ".dds", ".qoi"}
    | {".heics", ".avifs"}
)
"""Endings of pictures that a folder may be full of and that mostly cannot be opened. Who copies one is told
so."""


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


def _pictures_among(files: Iterable[Path | NetworkFile]) -> Iterator[Arrival]:
    for file in files:
        if not is_picture_name(file.name) and Path(file.name).suffix.lower() not in _OTHER_PICTURES:
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
            f"{file.name} is on {file.host}, a network drive that is not open on this computer;"
            " open it in the file manager, or copy the picture to this computer."
        )
    )
