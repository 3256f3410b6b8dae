"""The keyboard of an X server, as it is laid out now, and the keys of it that we hold."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain, combinations
from operator import or_

from Xlib import X
from Xlib.display import Display
from Xlib.error import BadAccess, CatchError, DisplayError, XauthError, XNoAuthError
from Xlib.protocol.request import SetSelectionOwner

from narrator.daemon.hotkeys.bindings import Action, Bindings
from narrator.daemon.hotkeys.combination import Modifier
from narrator.daemon.hotkeys.hotkeys import taken, untypable
from narrator.daemon.hotkeys.x11_layout import read_layout
from narrator.daemon.hotkeys.x11_quiet import Event, Press, QuietGrabs
from narrator.daemon.hotkeys.x11_xkb import Xkb
from narrator.errors import DaemonError
from narrator.languages.catalogue import gettext

_MODIFIER_KEYS = ("Num_Lock", "Scroll_Lock", "Alt_L", "Alt_R", "Super_L", "Super_R")
_ALL_MODIFIERS = 0xFF  # the state's other bits are the pointer's buttons and the layout's group


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """What to grab on a layout; an action whose key it lacks has no presses."""

    locks: int
    presses: Mapping[Action, tuple[Press, ...]]
    keyboards: frozenset[int]
    """The keyboards that are plugged in."""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What the server has told."""

    presses: tuple[Action, ...]
    changed: bool
    """Whether the keyboard may be laid out anew, or may be another one."""


class X11Keyboard:
    """One connection to an X server, for one thread at a time."""

    def __init__(self, bindings: Bindings) -> None:
        """Connect to the server that DISPLAY names. Raises DaemonError where that is impossible."""
        name = os.environ.get("DISPLAY", "")
        try:
            # Without the word unix, the library asks the network for a server of this machine that has ended.
            self._display = Display(f"unix{name}" if name.startswith(":") else name)
        except (DisplayError, XauthError, XNoAuthError, OSError) as error:
            raise DaemonError(
                gettext(
                    "The X server cannot be reached for hotkeys ({error}); start narrator in your desktop."
                ).format(error=error)
            ) from error
        self._bindings = bindings
        self._root = self._display.screen().root
        self._owner = self._root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
        self._xkb = Xkb.of(self._display)
        self._quiet = QuietGrabs(self._display)
        self._followed = _Plan(locks=0, presses={}, keyboards=frozenset())
        self._presses: dict[Press, Action] = {}
        self._trouble: dict[Action, str] = {}
        self._released: Press | None = None

    def fileno(self) -> int:
        """What becomes readable when the server has something to tell."""
        return int(self._display.fileno())

    def hear(self) -> Heard:
        """What the server has told since the last time; never waits."""
        pressed: list[Action] = []
        changed = False
        while self._display.pending_events():
            event = self._display.next_event()
            if event.type in (X.KeyPress, X.KeyRelease):
                press = self._press(event)
            elif self._quiet.is_key(event):
                press = self._quiet.hear(event, self._unlatch)
            else:
                press, changed = None, changed or self._is_change(event)
            if press and (action := self._action_of(press)):
                pressed.append(action)
        return Heard(presses=tuple(pressed), changed=changed)

    def grab(self) -> Mapping[Action, str]:
        """Take all keys by the layout as it is now; a sentence for each that is not given.

        A key is either ours with all of NumLock, CapsLock and ScrollLock, on and off, or not at all.
        """
        plan = self._plan()
        if plan == self._followed:
            # Servers report a new layout whenever another keyboard is touched, mostly the same one; a press
            # could fall between giving a key back and taking it again.
            return self._trouble
        self._release(self._presses)
        self._followed = plan
        self._trouble, self._presses = {}, {}
        refused = self._refused([press for presses in plan.presses.values() for press in presses])
        for action, combination in self._bindings.items():
            presses = plan.presses[action]
            if not presses:
                self._trouble[action] = untypable(action, combination)
            elif refused.intersection(presses):
                self._release(presses)
                self._trouble[action] = taken(action, combination)
            else:
                self._presses.update(dict.fromkeys(presses, action))
        self._quiet.take(self._presses, self._lock_variants())
        return self._trouble

    def sign(self) -> None:
        """Let whoever asks know which keys are held by Narrator: each has a selection, which we own."""
        for action in Action:
            selection = self._selection(action)
            if action in self._presses.values():
                self._sign(selection, self._owner)
            elif self._display.get_selection_owner(selection) == self._owner:
                self._sign(selection, X.NONE)
        self._display.sync()

    def is_signed(self, action: Action) -> bool:
        """Whether a Narrator, this or another, holds the key of an action."""
        return bool(self._display.get_selection_owner(self._selection(action)) != X.NONE)

    def close(self) -> None:
        """Give all keys back, by ending the connection."""
        self._display.close()

    def _press(self, event: Event) -> Press | None:
        """What a key of the server tells. While it is held, it comes up and down at the same millisecond."""
        if event.type == X.KeyRelease:
            self._released = (event.detail, event.time)
            return None
        return None if self._released == (event.detail, event.time) else (event.detail, event.state)

    def _action_of(self, press: Press) -> Action | None:
        code, state = press
        return self._presses.get((code, state & _ALL_MODIFIERS & ~self._followed.locks))

    def _is_change(self, event: Event) -> bool:
        if self._xkb:
            return event.type == self._xkb.event or self._quiet.is_new_keyboard(event)
        return bool(event.type == X.MappingNotify)

    def _unlatch(self) -> None:
        if self._xkb:
            self._xkb.unlatch()

    def _sign(self, selection: int, owner: object) -> None:
        display = self._display.display
        SetSelectionOwner(display=display, window=owner, selection=selection, time=X.CurrentTime)

    def _selection(self, action: Action) -> int:
        return int(self._display.intern_atom(f"_NARRATOR_HOTKEY_{action.name}"))

    def _plan(self) -> _Plan:
        layout = read_layout(self._display, self._xkb)
        modifiers = self._display.get_modifier_mapping()
        masks = {name: _mask_of(layout.codes_of_symbol(name), modifiers) for name in _MODIFIER_KEYS}
        held = {
            Modifier.SHIFT: X.ShiftMask,
            Modifier.CTRL: X.ControlMask,
            Modifier.ALT: masks["Alt_L"] or masks["Alt_R"],
            Modifier.SUPER: masks["Super_L"] or masks["Super_R"],
        }
        presses = {}
        for action, combination in self._bindings.items():
            bits = [held[modifier] for modifier in combination.modifiers]
            codes = layout.codes(combination.key) if all(bits) else ()
            presses[action] = tuple((code, reduce(or_, bits)) for code in codes)
        return _Plan(
            locks=X.LockMask | masks["Num_Lock"] | masks["Scroll_Lock"],
            presses=presses,
            keyboards=frozenset(self._quiet.keyboards()),
        )

    def _refused(self, presses: Iterable[Press]) -> set[Press]:
        """Ask the server for these; those that another program has are returned."""
        refusals = {press: CatchError(BadAccess) for press in presses}
        for (code, mask), refusal in refusals.items():
            for lock in self._lock_variants():
                wish = (code, mask | lock, False, X.GrabModeAsync, X.GrabModeAsync)
                self._root.grab_key(*wish, onerror=refusal)
        self._display.sync()  # only now all refusals have come
        refused = {press for press, refusal in refusals.items() if refusal.get_error()}
        return refused | self._quiet.held_by_others(refusals, self._lock_variants())

    def _release(self, presses: Iterable[Press]) -> None:
        for code, mask in presses:
            for lock in self._lock_variants():
                self._root.ungrab_key(code, mask | lock)

    def _lock_variants(self) -> list[int]:
        bits = [1 << place for place in range(8) if self._followed.locks & 1 << place]
        chosen = chain.from_iterable(combinations(bits, size) for size in range(len(bits) + 1))
        return [sum(some) for some in chosen]


def _mask_of(codes: set[int], modifiers: Sequence[Sequence[int]]) -> int:
    """The modifier that one of these keys sets; 0 where the layout has no such key."""
    rows = enumerate(modifiers)
    return next((1 << place for place, row in rows if codes & {code for code in row if code}), 0)
