"""What the person wants described now: arrivals that look when their turn comes, so that asking is quick."""

from pathlib import Path

from narrator.picture.opening import Picture, open_picture
from narrator.sources.arrival import Arrival, Origin


def clipboard_now() -> Arrival:
    """What is on the clipboard when it is looked at."""

    def look() -> Picture:
        from narrator.sources.clipboard import read_clipboard

        return read_clipboard()

    return Arrival(open=look, origin=Origin.CLIPBOARD, place="")


def camera_now(where: str | None) -> Arrival:
    """What a camera sees when it is looked at; None for the usual one."""

    def look() -> Picture:
        from narrator.sources.camera.grab import grab

        return grab(where)

    return Arrival(open=look, origin=Origin.CAMERA, place="")


def file_now(path: Path) -> Arrival:
    """A file that the person named."""
    return Arrival(
        open=lambda: open_picture(path), origin=Origin.COMMAND, place="", name=path.name, path=path
    )
