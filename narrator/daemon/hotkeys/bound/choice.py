"""Whose settings can bind keys to commands."""

import os
from collections.abc import Mapping
from contextlib import suppress

from narrator.daemon.hotkeys.bindings import Action
from narrator.daemon.hotkeys.bound.binder import Binder
from narrator.daemon.hotkeys.bound.gsettings import CINNAMON, GNOME, MATE, GSettingsBinder
from narrator.daemon.hotkeys.bound.xfconf import XfconfBinder
from narrator.desktop import desktop_names
from narrator.errors import DaemonError

_BY_DESKTOP: Mapping[str, Binder] = {
    "GNOME": GSettingsBinder("GNOME", GNOME),
    "Unity": GSettingsBinder("GNOME", GNOME),
    "X-Cinnamon": GSettingsBinder("Cinnamon", CINNAMON),
    "MATE": GSettingsBinder("MATE", MATE),
    "XFCE": XfconfBinder(),
}


def binder_here(environment: Mapping[str, str] = os.environ) -> Binder | None:
    """That of the desktop in which this runs; None where we know none, or its tool is missing."""
    for name in desktop_names(environment):
        if (binder := _BY_DESKTOP.get(name)) and binder.is_here():
            return binder
    return None


def bound_here(environment: Mapping[str, str] = os.environ) -> tuple[str, Mapping[Action, str]]:
    """The name of this desktop, and the keys with which it starts our commands itself; mostly none."""
    binder = binder_here(environment)
    with suppress(DaemonError):  # settings that cannot be asked bind nothing for us, as far as we know
        if binder and (bound := binder.bound()):
            return binder.name, bound
    return "", {}
