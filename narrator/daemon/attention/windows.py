"""When the person last did anything, as Windows tells it; not tried but on Windows."""

import ctypes
import sys

from narrator.daemon.attention.attention import Attention

_TICKS = 1 << 32
"""The clock of milliseconds begins anew after so many, every 49.7 days."""


class _LastInput(ctypes.Structure):
    """LASTINPUTINFO"""

    _fields_ = (("size", ctypes.c_uint32), ("time", ctypes.c_uint32))


class WindowsAttention(Attention):
    """GetLastInputInfo, a look into memory: the pointer counts like a key."""

    def idle_seconds(self) -> float:
        """Since the last key or movement of this session."""
        now, last = _now_and_last()
        return seconds_between(last, now)


def seconds_between(last: int, now: int) -> float:
    """Seconds between two readings of the clock, which may have begun anew meanwhile."""
    return (now - last) % _TICKS / 1000


def _now_and_last() -> tuple[int, int]:
    if sys.platform == "win32":
        last = _LastInput(size=ctypes.sizeof(_LastInput))
        if ctypes.windll.user32.GetLastInputInfo(ctypes.byref(last)):
            return int(ctypes.windll.kernel32.GetTickCount()) % _TICKS, int(last.time)
    return _TICKS, 1
