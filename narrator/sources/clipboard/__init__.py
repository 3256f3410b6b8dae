"""Copied pictures: the source that brings each one, and a look at what is on the clipboard now."""

import sys
from contextlib import closing

from narrator.errors import PictureError
from narrator.languages.catalogue import gettext
from narrator.picture.opening import Picture
from narrator.sources.arrival import Arrival, Source
from narrator.sources.clipboard.session import asks_wayland
from narrator.sources.clipboard.source import ClipboardSource

__all__ = ["clipboard_source", "copied_now", "reached_by", "read_clipboard"]


def clipboard_source() -> Source:
    """Brings every picture, and every copied picture file, that is put on the clipboard after its start.

    Raises SourceError where there is no clipboard, UnwatchableError where it cannot be watched; its `start`
    may raise them, too.
    """
    if sys.platform == "win32":
        from narrator.sources.clipboard.windows import windows_clipboard

        return ClipboardSource(windows_clipboard)
    if sys.platform == "darwin":
        from narrator.sources.clipboard.macos import macos_clipboard

        return ClipboardSource(macos_clipboard)
    if asks_wayland():
        from narrator.sources.clipboard.wayland import WaylandClipboard, refuse_unwatchable

        refuse_unwatchable()
        return ClipboardSource(WaylandClipboard)
    from narrator.sources.clipboard.x11 import X11Clipboard

    return ClipboardSource(X11Clipboard)


def read_clipboard() -> Picture:
    """The picture that is on the clipboard now, opened.

    Raises what `copied_now` raises, and PictureError when it cannot be opened.
    """
    return copied_now().open()


def copied_now() -> Arrival:
    """The picture that is on the clipboard now, the first one if several files were copied.

    Raises PictureError when there is none, SourceError when there is no clipboard.
    """
    pictures = _pictures()
    if not pictures:
        raise PictureError(gettext("There is no picture on the clipboard; copy one and try again."))
    return pictures[0]


def reached_by() -> str:
    """What leads to the clipboard, found out without reading it: some desktops take the focus for that.

    Raises SourceError where there is no clipboard, UnwatchableError where it can be read on command only.
    """
    if sys.platform == "win32":
        return "Windows"
    if sys.platform == "darwin":
        return "macOS"
    if asks_wayland():
        from narrator.sources.clipboard.wayland import refuse_missing, refuse_unwatchable

        refuse_missing()
        refuse_unwatchable()
        return "wl-paste"
    from narrator.sources.clipboard.x11 import X11Clipboard

    with closing(X11Clipboard()):
        return "the X server"


def _pictures() -> list[Arrival]:
    if sys.platform == "win32":
        from narrator.sources.clipboard.windows import windows_pictures

        return windows_pictures()
    if sys.platform == "darwin":
        from narrator.sources.clipboard.macos import macos_pictures

        return macos_pictures()
    if asks_wayland():
        from narrator.sources.clipboard.wayland import wayland_pictures

        return wayland_pictures()
    from narrator.sources.clipboard.x11 import x11_pictures

    return x11_pictures()
