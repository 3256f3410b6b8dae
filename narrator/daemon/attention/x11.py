"""When a key was last pressed on an X server: a counter that the server keeps for each device.

The extension SYNC has these counters, and python-xlib does not have the extension. Its requests are described
in https://www.x.org/releases/current/doc/xextproto/sync.html
"""

import struct
from contextlib import suppress
from typing import Any

from Xlib.error import ConnectionClosedError, XError
from Xlib.protocol import rq

from narrator.daemon.attention.bounded import Idleness
from narrator.errors import DaemonError, SourceError
from narrator.languages.catalogue import gettext
from narrator.sources.clipboard.x11_display import open_display

_KEYBOARD = "DEVICEIDLETIME 3"
"""Milliseconds since a key of any keyboard; the pointer does not count. Device 3 is the keyboard that all
keyboards act through, on every X server."""
_VERSION = {"major": 3, "minor": 1}
_COUNTER = struct.Struct("=IiIH")
"""Its number, its resolution in two parts, and the length of its name."""


class X11Idleness(Idleness):
    """Of the X server that DISPLAY names. Its connection stays open, and is silent while nobody asks."""

    def __init__(self) -> None:
        self._display: Any = None
        self._counter: _Counter

    def close(self) -> None:
        """Hang up."""
        if self._display is not None:
            with suppress(ConnectionClosedError):
                self._display.close()
            self._display = None

    def seconds(self) -> float:
        """Since the last key. Raises DaemonError."""
        try:
            if self._display is None:
                self._display = open_display()
                self._counter = _Counter(self._display)
            return self._counter.milliseconds() / 1000
        except (ConnectionClosedError, XError, SourceError, DaemonError) as error:
            self.close()
            raise DaemonError(
                gettext(
                    "The X server does not tell when keys are pressed ({name}), so announcements "
                    "do not wait for them; restart Narrator in your desktop session."
                ).format(name=type(error).__name__)
            ) from error


class _Counter:
    """The counter of keys, on one connection."""

    def __init__(self, display: Any) -> None:
        """Raises XError, ConnectionClosedError, and DaemonError when the server has none."""
        self._display = display.display
        extension = display.query_extension("SYNC")
        if not extension:
            raise DaemonError(gettext("The X server has no counters."))
        self._opcode = extension.major_opcode
        _Initialize(display=self._display, opcode=self._opcode, **_VERSION)
        numbers = _numbers(bytes(_ListCounters(display=self._display, opcode=self._opcode).counters))
        if _KEYBOARD not in numbers:
            raise DaemonError(gettext("The X server has no counter for each device."))
        self._number = numbers[_KEYBOARD]

    def milliseconds(self) -> int:
        """Since the last key. Raises XError and ConnectionClosedError."""
        value = _QueryCounter(display=self._display, opcode=self._opcode, counter=self._number)
        return (int(value.high) << 32) + int(value.low)


def _numbers(counters: bytes) -> dict[str, int]:
    """Name -> number of each counter in the server's list."""
    numbers = {}
    place = 0
    while place + _COUNTER.size <= len(counters):
        number, _, _, length = _COUNTER.unpack_from(counters, place)
        name = counters[place + _COUNTER.size :][:length]
        numbers[name.decode("ascii", "replace")] = number
        place += -(-(_COUNTER.size + length) // 4) * 4
    return numbers


_HEAD = (rq.ReplyCode(), rq.Pad(1), rq.Card16("sequence_number"), rq.ReplyLength())


class _Initialize(rq.ReplyRequest):  # type: ignore[misc]  # python-xlib has no types
    _request = rq.Struct(
        rq.Card8("opcode"), rq.Opcode(0), rq.RequestLength(), rq.Card8("major"), rq.Card8("minor"), rq.Pad(2)
    )
    _reply = rq.Struct(*_HEAD, rq.Card8("major"), rq.Card8("minor"), rq.Pad(22))


class _ListCounters(rq.ReplyRequest):  # type: ignore[misc]
    _request = rq.Struct(rq.Card8("opcode"), rq.Opcode(1), rq.RequestLength())
    _reply = rq.Struct(*_HEAD, rq.Card32("count"), rq.Pad(20), rq.Binary("counters", pad=0))


class _QueryCounter(rq.ReplyRequest):  # type: ignore[misc]
    _request = rq.Struct(rq.Card8("opcode"), rq.Opcode(5), rq.RequestLength(), rq.Card32("counter"))
    _reply = rq.Struct(*_HEAD, rq.Int32("high"), rq.Card32("low"), rq.Pad(16))
