"""Copied pictures as arrivals."""

from collections.abc import Iterable
from pathlib import Path

from PIL import Image

from narrator.errors import PictureError
from narrator.picture.opening import Picture, is_picture_name, open_picture, short_name
from narrator.sources.arrival import Arrival, Origin


def from_picture(source: bytes | Image.Image) -> Arrival:
    """A picture that was copied itself."""
    return Arrival(open=lambda: open_picture(source), origin=Origin.CLIPBOARD, place="")


def from_files(files: Iterable[Path]) -> list[Arrival]:
    """Those of the copied files that are pictures, in order."""
    return [_from_file(file) for file in files if is_picture_name(file)]


def from_error(error: PictureError) -> Arrival:
    """A picture that is on the clipboard and cannot be had from there: opening it says why."""

    def refuse() -> Picture:
        raise error

    return Arrival(open=refuse, origin=Origin.CLIPBOARD, place="")


def _from_file(file: Path) -> Arrival:
    return Arrival(
        open=lambda: open_picture(file),
        origin=Origin.CLIPBOARD,
        place="",
        name=short_name(file),
        path=file,
    )
