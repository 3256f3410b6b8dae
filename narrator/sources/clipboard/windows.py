"""The clipboard of Windows, as Pillow and one call of user32 see it."""

import ctypes
import sys

from PIL import ImageGrab

from narrator.sources.arrival import Arrival
from narrator.sources.clipboard.counted import CountedClipboard, counted_pictures


def windows_pictures() -> list[Arrival]:
    """The pictures that are on the clipboard now."""
    return counted_pictures(ImageGrab.grabclipboard)


def windows_clipboard() -> CountedClipboard:
    """The clipboard, watched from now on."""
    return CountedClipboard(_sequence_number, ImageGrab.grabclipboard)


def _sequence_number() -> int:
    """How often the clipboard of this session has changed; 0 for a program that may not see it."""
    if sys.platform == "win32":
        return int(ctypes.windll.user32.GetClipboardSequenceNumber())
    raise AssertionError("only Windows has this number")
