"""Which autostarts there are on this system."""

import os
import sys
from collections.abc import Mapping, Sequence

from narrator.daemon.autostart.autostart import Autostart


def autostarts(environment: Mapping[str, str] = os.environ) -> Sequence[Autostart]:
    """All of this system, the one to use first; another may be left from before."""
    if sys.platform == "win32":
        from narrator.daemon.autostart.windows import WindowsAutostart

        return [WindowsAutostart()]
    if sys.platform == "darwin":
        from narrator.daemon.autostart.launchd import LaunchdAutostart

        return [LaunchdAutostart()]
    from narrator.daemon.autostart.systemd import SystemdAutostart, starts_programs
    from narrator.daemon.autostart.xdg import XdgAutostart

    both: tuple[Autostart, Autostart] = (SystemdAutostart(), XdgAutostart())
    return both if starts_programs(environment) else both[::-1]
