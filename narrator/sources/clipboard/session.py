"""Which way leads to the clipboard of this session."""

import os

from narrator.desktop import desktop_names
from narrator.errors import SourceError
from narrator.languages.catalogue import gettext

_LIKE_GNOME = frozenset({"BUDGIE", "PHOSH"})
"""Call themselves GNOME, too, and have other compositors on Wayland: programs may watch their clipboard."""


def is_gnome() -> bool:
    """Whether this session is GNOME's, whose compositor is Mutter."""
    names = {name.upper() for name in desktop_names()}
    return "GNOME" in names and not names & _LIKE_GNOME


def asks_wayland() -> bool:
    """Whether the clipboard is had from the compositor, and not from an X server.

    Most Wayland sessions have an X server besides, which sees only some copies. That of GNOME hears of each
    one, while Mutter itself shows the clipboard only to the window that has the keyboard.

    Raises SourceError when this is no session at all.
    """
    wayland, x = bool(os.environ.get("WAYLAND_DISPLAY")), bool(os.environ.get("DISPLAY"))
    if not wayland and not x:
        raise SourceError(
            gettext("There is no desktop here whose clipboard could be read; run this inside your session.")
        )
    return wayland and not (x and is_gnome())
