"""Which desktop session this is, as its environment tells."""

import os
from collections.abc import Mapping, Sequence


def desktop_names(environment: Mapping[str, str] = os.environ) -> Sequence[str]:
    """What the desktop calls itself, the most exact name first, such as ["ubuntu", "GNOME"]; often none."""
    return [name for name in environment.get("XDG_CURRENT_DESKTOP", "").split(":") if name]


def is_wayland(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the session is one of Wayland.

    An X server mostly runs there as well, but hears only the keys that go to its own windows.
    """
    return environment.get("XDG_SESSION_TYPE") == "wayland" or bool(environment.get("WAYLAND_DISPLAY"))
