"""The clipboard of macOS, as Pillow and one call of AppKit see it. Pillow finds no copied files there."""

from importlib import import_module

from PIL import ImageGrab

from narrator.sources.arrival import Arrival
from narrator.sources.clipboard.counted import CountedClipboard, counted_pictures


def macos_pictures() -> list[Arrival]:
    """The pictures that are on the clipboard now."""
    return counted_pictures(ImageGrab.grabclipboard)


def macos_clipboard() -> CountedClipboard:
    """The clipboard, watched from now on."""
    return CountedClipboard(_change_count, ImageGrab.grabclipboard)


def _change_count() -> int:
    """How often the general pasteboard has changed."""
    # By its name, because only a Mac has it: it comes with pynput, which brings pyobjc-framework-Cocoa.
    board = import_module("AppKit").NSPasteboard.generalPasteboard()
    return int(board.changeCount())
