"""Copied pictures as arrivals."""

from collections.abc import Iterable
from pathlib import Path
from time import monotonic

from PIL import Image

from narrator.errors import PictureError
from narrator.picture import Picture, is_picture_name, open_picture, short_name
from narrator.sources.arrival import Arrival, Origin


def from_picture(source: bytes | Image.Image, changed: float) -> Arrival:
    """A picture that was copied itself at `changed`, on the clock of time.monotonic."""
    return Arrival(
        open=lambda: open_picture(source),
        origin=Origin.CLIPBOARD,
        place="",
        seconds_ago=monotonic() - changed,
    )


def from_files(files: Iterable[Path], changed: float) -> list[Arrival]:
    """Those of the copied files that are pictures, in order."""
    return [_from_file(file, changed) for file in files if is_picture_name(file)]


def from_error(error: PictureError, changed: float) -> Arrival:
    """A picture that is on the clipboard and cannot be had from there: opening it says why."""

    def refuse() -> Picture:
        raise error

    return Arrival(open=refuse, origin=Origin.CLIPBOARD, place="", seconds_ago=monotonic() - changed)


def _from_file(file: Path, changed: float) -> Arrival:
    return Arrival(
        open=lambda: open_picture(file),
        origin=Origin.CLIPBOARD,
        place="",
        name=short_name(file),
        path=file,
        seconds_ago=monotonic() - changed,
    )
