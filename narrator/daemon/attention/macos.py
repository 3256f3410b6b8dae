"""When the person last pressed a key, as macOS tells it; not tried but on a Mac."""

from importlib import import_module
from math import inf
from typing import Any

from narrator.daemon.attention.attention import Attention


class MacAttention(Attention):
    """CGEventSourceSecondsSinceLastEventType, which needs no permission; the pointer does not count."""

    def __init__(self) -> None:
        """Without Quartz, which comes with pynput, nothing is known."""
        try:
            # By its name, because only a Mac has it.
            self._quartz: Any = import_module("Quartz")
        except ImportError:
            self._quartz = None

    def idle_seconds(self) -> float:
        """Since the last key of this session."""
        quartz = self._quartz
        if quartz is None:
            return inf
        state, key = quartz.kCGEventSourceStateCombinedSessionState, quartz.kCGEventKeyDown
        return float(quartz.CGEventSourceSecondsSinceLastEventType(state, key))
