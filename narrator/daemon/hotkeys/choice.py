"""Which hotkeys there are in this session."""

import os
import sys
from collections.abc import Mapping

from narrator.daemon.hotkeys.bindings import Bindings
from narrator.daemon.hotkeys.hotkeys import Hotkeys
from narrator.desktop import is_wayland
from narrator.errors import DaemonError

_SWAY = (
    "Sway gives no program hotkeys; put the lines into its config that narrator hotkeys lists, "
    "such as bindsym Mod4+Shift+d exec narrator clipboard."
)
_NO_DESKTOP = "There is no desktop here, and so there are no hotkeys; start narrator in your desktop session."


class NoDesktopError(DaemonError):
    """Nobody misses keys here: this is a console, or a connection from elsewhere."""


def hotkeys_for(bindings: Bindings, environment: Mapping[str, str] = os.environ) -> Hotkeys:
    """The hotkeys of this system and session, not started yet. Raises DaemonError where there can be none."""
    if sys.platform == "win32":
        from narrator.daemon.hotkeys.windows import WindowsHotkeys

        return WindowsHotkeys(bindings)
    if sys.platform == "darwin":
        from narrator.daemon.hotkeys.macos import MacHotkeys

        return MacHotkeys(bindings)
    if is_wayland(environment):  # before its X server
        if environment.get("SWAYSOCK"):
            raise DaemonError(_SWAY)
        from narrator.daemon.hotkeys.portal import PortalHotkeys

        return PortalHotkeys(bindings)
    if environment.get("DISPLAY"):
        from narrator.daemon.hotkeys.x11 import X11Hotkeys

        return X11Hotkeys(bindings)
    raise NoDesktopError(_NO_DESKTOP)
