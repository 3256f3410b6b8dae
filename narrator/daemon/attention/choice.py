"""Which way there is in this session to know when the person types."""

import os
import sys
from collections.abc import Mapping

from narrator.daemon.attention.attention import Attention, NoAttention
from narrator.desktop import desktop_names, is_wayland


def attention_here(environment: Mapping[str, str] = os.environ) -> Attention:
    """What knows it here, or what knows nothing. No way asks the person for a permission."""
    if sys.platform == "win32":
        from narrator.daemon.attention.windows import WindowsAttention

        return WindowsAttention()
    if sys.platform == "darwin":
        from narrator.daemon.attention.macos import MacAttention

        return MacAttention()
    from narrator.daemon.attention.bounded import BoundedAttention

    if is_wayland(environment):  # before its X server
        if "GNOME" in desktop_names(environment):
            from narrator.daemon.attention.mutter import MutterIdleness

            return BoundedAttention(MutterIdleness())
        return NoAttention()
    if environment.get("DISPLAY"):
        from narrator.daemon.attention.x11 import X11Idleness

        return BoundedAttention(X11Idleness())
    return NoAttention()
