"""The few requests of X's keyboard extension that hotkeys need; python-xlib has none of them.

https://www.x.org/releases/current/doc/kbproto/xkbproto.html
"""

import struct
from collections.abc import Iterator
from typing import Any, Self

from Xlib.display import Display
from Xlib.protocol import rq

_NAME = "XKEYBOARD"
_CORE_KEYBOARD = 0x100  # XkbUseCoreKbd: whichever keyboard the person types on
_NEW_KEYBOARD, _MAP, _STATE = 1 << 0, 1 << 1, 1 << 2  # kinds of events
_ALL_OF_MAP = 0xFF
_GROUP = 1 << 4  # of StateNotify: the layout among several, and not each key that is held
_SYMBOLS = 1 << 1  # of GetMap
_KEY = struct.Struct("<4xBBH")  # groups and what is beyond them, levels, number of symbols


class _UseExtension(rq.ReplyRequest):  # type: ignore[misc]
    _request = rq.Struct(
        *(rq.Card8("opcode"), rq.Opcode(0), rq.RequestLength(), rq.Card16("major"), rq.Card16("minor")),
    )
    _reply = rq.Struct(
        *(rq.ReplyCode(), rq.Bool("supported"), rq.Card16("sequence_number"), rq.ReplyLength(), rq.Pad(24)),
    )


class _SelectEvents(rq.Request):  # type: ignore[misc]
    _request = rq.Struct(
        *(rq.Card8("opcode"), rq.Opcode(1), rq.RequestLength(), rq.Card16("device"), rq.Card16("kinds")),
        *(rq.Card16("cleared"), rq.Card16("whole"), rq.Card16("affected_map"), rq.Card16("map")),
        *(rq.Card16("affected_state"), rq.Card16("state")),
    )


class _GetState(rq.ReplyRequest):  # type: ignore[misc]
    _request = rq.Struct(
        *(rq.Card8("opcode"), rq.Opcode(4), rq.RequestLength(), rq.Card16("device"), rq.Pad(2)),
    )
    _reply = rq.Struct(
        *(rq.ReplyCode(), rq.Card8("device"), rq.Card16("sequence_number"), rq.ReplyLength(), rq.Pad(4)),
        *(rq.Card8("group"), rq.Pad(19)),
    )


class _LatchLockState(rq.Request):  # type: ignore[misc]
    _request = rq.Struct(
        *(rq.Card8("opcode"), rq.Opcode(5), rq.RequestLength(), rq.Card16("device"), rq.Pad(4)),
        *(rq.Card8("affected"), rq.Card8("latches"), rq.Pad(4)),
    )


class _GetMap(rq.ReplyRequest):  # type: ignore[misc]
    _request = rq.Struct(
        *(rq.Card8("opcode"), rq.Opcode(8), rq.RequestLength(), rq.Card16("device"), rq.Card16("full")),
        rq.Pad(20),
    )
    _reply = rq.Struct(
        *(rq.ReplyCode(), rq.Card8("device"), rq.Card16("sequence_number"), rq.ReplyLength(), rq.Pad(9)),
        *(rq.Card8("first"), rq.Pad(2), rq.Card8("count"), rq.Pad(19), rq.Binary("data")),
    )


class _Notify(rq.Event):  # type: ignore[misc]
    _code = None
    _fields = rq.Struct(
        *(rq.Card8("type"), rq.Card8("kind"), rq.Card16("sequence_number"), rq.Card32("time"), rq.Pad(24)),
    )


class Xkb:
    """The extension on one connection."""

    def __init__(self, display: Display, opcode: int, event: int) -> None:
        self._display = display.display
        self._opcode = opcode
        self.event = event
        """The type of the events that tell of another layout, or of another group of the same one."""

    @classmethod
    def of(cls, display: Display) -> Self | None:
        """The extension, with its events selected; None on a server without it."""
        found = display.query_extension(_NAME)
        if not found or not found.present:
            return None
        xkb = cls(display, found.major_opcode, found.first_event)
        if not xkb._ask(_UseExtension, major=1, minor=0).supported:
            return None
        # python-xlib has one table of events for all connections, but each server has numbers of its own.
        display.display.event_classes = dict(display.display.event_classes)
        display.extension_add_event(found.first_event, _Notify, "XkbNotify")
        xkb._tell(
            _SelectEvents,
            device=_CORE_KEYBOARD,
            kinds=_NEW_KEYBOARD | _MAP | _STATE,
            cleared=0,
            whole=_NEW_KEYBOARD,
            affected_map=_ALL_OF_MAP,
            map=_ALL_OF_MAP,
            affected_state=_GROUP,
            state=_GROUP,
        )
        return xkb

    def group(self) -> int:
        """Which of the layouts is in use, from 0."""
        return int(self._ask(_GetState, device=_CORE_KEYBOARD).group)

    def symbols(self) -> Iterator[tuple[int, list[tuple[int, ...]]]]:
        """Each keycode with the keysyms of its groups, level by level."""
        reply = self._ask(_GetMap, device=_CORE_KEYBOARD, full=_SYMBOLS)
        data, place = bytes(reply.data), 0
        for code in range(reply.first, reply.first + reply.count):
            groups, levels, count = _KEY.unpack_from(data, place)
            place += _KEY.size
            symbols = struct.unpack_from(f"<{count}I", data, place)
            place += 4 * count
            starts = range(0, (groups & 0xF) * levels, levels or 1)
            yield code, [symbols[start : start + levels] for start in starts]

    def unlatch(self) -> None:
        """Let go of the modifiers that sticky keys hold for the next key: it has come, to us."""
        self._tell(_LatchLockState, device=_CORE_KEYBOARD, affected=0xFF, latches=0)

    def _ask(self, request: Any, **fields: int) -> Any:
        return request(display=self._display, opcode=self._opcode, **fields)

    def _tell(self, request: Any, **fields: int) -> None:
        request(display=self._display, opcode=self._opcode, **fields)
