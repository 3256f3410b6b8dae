"""Which way there is in this session to know when the person types."""

import os
import sys
from collections.abc import Mapping

from narrator.daemon.attention.attention import Attention, NoAttention


def attention_here(environment: Mapping[str, str] = os.environ) -> Attention:
    """What knows it here, or what knows nothing. No way asks the person for a permission."""
    if sys.platform == "win32":
        from narrator.daemon.attention.windows import WindowsAttention

        return WindowsAttention()
    if sys.platform == "darwin":
        from narrator.daemon.attention.macos import MacAttention

        return MacAttention()
    from narrator.daemon.attention.bounded import BoundedAttention

    # Wayland first: an X server runs there as well, but hears only the keys that go to its own windows.
    if environment.get("XDG_SESSION_TYPE") == "wayland" or environment.get("WAYLAND_DISPLAY"):
        if "GNOME" in environment.get("XDG_CURRENT_DESKTOP", "").split(":"):
            from narrator.daemon.attention.mutter import MutterIdleness

            return BoundedAttention(MutterIdleness())
        return NoAttention()
    if environment.get("DISPLAY"):
        from narrator.daemon.attention.x11 import X11Idleness

        return BoundedAttention(X11Idleness())
    return NoAttention()
