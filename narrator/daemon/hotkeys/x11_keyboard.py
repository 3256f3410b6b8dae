"""The keyboard of an X server, as it is laid out now, and the keys of it that we hold."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import chain, combinations
from operator import or_

from Xlib import XK, X
from Xlib.display import Display
from Xlib.error import BadAccess, CatchError, DisplayError, XauthError, XNoAuthError
from Xlib.protocol.request import SetSelectionOwner

from narrator.daemon.hotkeys.bindings import Action, Bindings
from narrator.daemon.hotkeys.combination import Combination, Modifier
from narrator.daemon.hotkeys.hotkeys import taken, untypable
from narrator.daemon.hotkeys.keysyms import keysym_of
from narrator.errors import DaemonError

_ALL_MODIFIERS = 0xFF  # the state's other bits are the pointer's buttons and the layout's group

_Press = tuple[int, int]
"""A keycode and the mask of what is held with it."""


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """What to grab on a layout; an action whose key it lacks has no presses."""

    locks: int
    presses: Mapping[Action, tuple[_Press, ...]]


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
                f"The X server cannot be reached for hotkeys ({error}); start narrator in your desktop."
            ) from error
        self._bindings = bindings
        self._root = self._display.screen().root
        self._owner = self._root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
        self._followed = _Plan(locks=0, presses={})
        self._presses: dict[_Press, Action] = {}
        self._trouble: dict[Action, str] = {}

    def fileno(self) -> int:
        """What becomes readable when the server has something to tell."""
        return int(self._display.fileno())

    def events(self) -> Iterable[object]:
        """What the server has told since the last time; never waits."""
        while self._display.pending_events():
            yield self._display.next_event()

    def grab(self) -> Mapping[Action, str]:
        """Take all keys by the layout as it is now; a sentence for each that is not given.

        A key is either ours with all of NumLock, CapsLock and ScrollLock, on and off, or not at all.
        """
        plan = self._plan()
        if plan == self._followed:
            # Servers report a new layout whenever another keyboard is touched, mostly the same one; a press
            # could fall between giving a key back and taking it again.
            return self._trouble
        self._release_all()
        self._followed = plan
        refusals = {press: self._ask_for(press) for presses in plan.presses.values() for press in presses}
        self._display.sync()  # only now all refusals have come
        self._trouble = {}
        for action, combination in self._bindings.items():
            presses = plan.presses[action]
            if not presses:
                self._trouble[action] = untypable(action, combination)
            elif any(refusals[press].get_error() for press in presses):
                self._release(presses)
                self._trouble[action] = taken(action, combination)
            else:
                self._presses.update(dict.fromkeys(presses, action))
        return self._trouble

    def action_of(self, code: int, state: int) -> Action | None:
        """What a press asks for."""
        return self._presses.get((code, state & _ALL_MODIFIERS & ~self._followed.locks))

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

    def refresh(self, change: object) -> None:
        """Learn the layout after a MappingNotify."""
        self._display.refresh_keyboard_mapping(change)

    def close(self) -> None:
        """Give all keys back, by ending the connection."""
        self._display.close()

    def _sign(self, selection: int, owner: object) -> None:
        display = self._display.display
        SetSelectionOwner(display=display, window=owner, selection=selection, time=X.CurrentTime)

    def _selection(self, action: Action) -> int:
        return int(self._display.intern_atom(f"_NARRATOR_HOTKEY_{action.name}"))

    def _plan(self) -> "_Plan":
        locks = X.LockMask | self._mask_of("Num_Lock") | self._mask_of("Scroll_Lock")
        held = self._held_masks()
        presses = {}
        for action, combination in self._bindings.items():
            masks = [held[modifier] for modifier in combination.modifiers]
            codes = self._codes(combination) if all(masks) else ()
            presses[action] = tuple((code, reduce(or_, masks)) for code in codes)
        return _Plan(locks=locks, presses=presses)

    def _ask_for(self, press: _Press) -> CatchError:
        code, mask = press
        refusal = CatchError(BadAccess)
        for lock in self._lock_variants():
            self._root.grab_key(code, mask | lock, False, X.GrabModeAsync, X.GrabModeAsync, onerror=refusal)
        return refusal

    def _release(self, presses: Iterable[_Press]) -> None:
        for code, mask in presses:
            for lock in self._lock_variants():
                self._root.ungrab_key(code, mask | lock)

    def _release_all(self) -> None:
        self._release(self._presses)
        self._presses.clear()

    def _lock_variants(self) -> list[int]:
        bits = [1 << place for place in range(8) if self._followed.locks & 1 << place]
        chosen = chain.from_iterable(combinations(bits, size) for size in range(len(bits) + 1))
        return [sum(some) for some in chosen]

    def _codes(self, combination: Combination) -> list[int]:
        keysym = XK.string_to_keysym(keysym_of(combination.key))
        found = list(self._display.keysym_to_keycodes(keysym))
        # The key that gives it with the least held: a digit that needs Shift, as in France, is still its key.
        nearest = min((level for _, level in found), default=0)
        return sorted({code for code, level in found if level == nearest})

    def _held_masks(self) -> Mapping[Modifier, int]:
        return {
            Modifier.SHIFT: X.ShiftMask,
            Modifier.CTRL: X.ControlMask,
            Modifier.ALT: self._mask_of("Alt_L") or self._mask_of("Alt_R"),
            Modifier.SUPER: self._mask_of("Super_L") or self._mask_of("Super_R"),
        }

    def _mask_of(self, keysym: str) -> int:
        """The modifier that a key sets; 0 where the layout has no such key."""
        codes = {code for code, _ in self._display.keysym_to_keycodes(XK.string_to_keysym(keysym))}
        rows = enumerate(self._display.get_modifier_mapping())
        return next((1 << place for place, row in rows if codes & {code for code in row if code}), 0)
