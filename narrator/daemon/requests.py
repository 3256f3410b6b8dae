"""What the person wants described now: arrivals that look when their turn comes, so that asking is quick."""

from pathlib import Path

from narrator.picture.opening import Picture, open_picture
from narrator.sources.arrival import Arrival, Origin


def clipboard_now() -> Arrival:
    """What is on the clipboard when it is looked at."""
    copied = _Copied()
    return Arrival(open=copied.open, origin=Origin.CLIPBOARD, place="", taken_from=lambda: copied.file)


def camera_now(where: str | None) -> Arrival:
    """What a camera sees when it is looked at; None for the usual one."""

    def look() -> Picture:
        from narrator.sources.camera.grab import grab

        return grab(where)

    return Arrival(open=look, origin=Origin.CAMERA, place="", taken_from=lambda: _file_of(where))


def _file_of(where: str | None) -> Path | None:
    from narrator.sources.camera.feed import file_of

    return file_of(where)


class _Copied:
    """What is on the clipboard, looked at once."""

    file: Path | None = None
    """The file that was copied, once it is opened; None for a picture without one."""

    def open(self) -> Picture:
        from narrator.sources.clipboard import copied_now

        copied = copied_now()
        self.file = copied.path
        return copied.open()


def file_now(path: Path) -> Arrival:
    """A file that the person named."""
    return Arrival(
        open=lambda: open_picture(path), origin=Origin.COMMAND, place="", name=path.name, path=path
    )
