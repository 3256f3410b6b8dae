"""Presses under X11 of which the focused window hears nothing.

A grab of the X server itself, or of all keyboards together, takes the focus from the window for as long as
the key is down. Screen readers then read the window once more, also after the key that means "be silent". A
grab of one keyboard by itself, which XInput 2 has, takes that keyboard away from the others for the while,
and the focus stays.

https://www.x.org/releases/current/doc/inputproto/XI2proto.txt
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from Xlib import X
from Xlib.display import Display
from Xlib.error import CatchError, XError
from Xlib.ext import ge, xinput, xtest

Event = Any
"""What python-xlib gives for an event."""

Press = tuple[int, int]
"""A keycode and the mask of what is held with it."""

_EXTENSIONS = ("XInputExtension", "XTEST")
_EVENTS = xinput.KeyPressMask | xinput.KeyReleaseMask
_ANY_MODIFIER = 1 << 31


class QuietGrabs:
    """Presses that are held on each keyboard by itself, where the server has keyboards apart.

    They come before those that are held on the server. Those have to be held as well: whoever types Super on
    one keyboard and the letter on another is heard by them alone, and so is another program that wants the
    same key.
    """

    def __init__(self, display: Display) -> None:
        self._display = display
        self._root = display.screen().root
        self._codes: set[int] = set()
        self._works = all(map(display.has_extension, _EXTENSIONS)) and self._has_keyboards_apart()
        if self._works:
            self._opcode = display.display.get_extension_major(_EXTENSIONS[0])
            self._root.xinput_select_events([(xinput.AllDevices, xinput.HierarchyChangedMask)])

    def is_key(self, event: Event) -> bool:
        """Whether an event is for `hear`."""
        return bool(self._kind_of(event) in (xinput.KeyPress, xinput.KeyRelease))

    def is_new_keyboard(self, event: Event) -> bool:
        """Whether one was plugged in or out."""
        return bool(self._kind_of(event) == xinput.HierarchyChanged)

    def keyboards(self) -> Sequence[int]:
        """The keyboards that are plugged in."""
        return self._devices(xinput.SlaveKeyboard)

    def held_by_others(self, presses: Collection[Press], locks: Sequence[int]) -> set[Press]:
        """Those that another program has for all keyboards together, as desktops have their own keys.

        The server refuses nobody a press that somebody has in this way.
        """
        held = set()
        for master in self._devices(xinput.MasterKeyboard):
            for press in presses:
                if not self._grab(master, press, locks):
                    held.add(press)
                self._release(master, press[0])
        return held

    def take(self, presses: Collection[Press], locks: Sequence[int]) -> None:
        """Hold these and no others, with each of the locks."""
        keyboards = self.keyboards()
        for keyboard in keyboards:
            for code in self._codes:
                self._release(keyboard, code)
            for press in presses:
                self._grab(keyboard, press, locks)
        self._codes = {code for code, _ in presses}

    def hear(self, event: Event, unlatch: Callable[[], None]) -> Press | None:
        """The press that an event tells of, if a key went down that was not held already.

        The keyboard is given back at once. Until then it is apart, and a key that is let go of meanwhile
        stays pressed for all other programs: it is let go of for them, too.
        """
        match event.evtype:
            case xinput.KeyPress:
                self._give_back(event.data.deviceid)
                if event.data.mods.latched_mods:
                    unlatch()
                repeated = event.data.flags & xinput.KeyRepeat
                return None if repeated else (event.data.detail, event.data.mods.effective_mods)
            case xinput.KeyRelease if event.data.detail not in self._codes:
                # The server ignores it where nothing is pressed, or is pressed again.
                xtest.fake_input(self._display, X.KeyRelease, event.data.detail)
                self._display.flush()
        return None

    def _has_keyboards_apart(self) -> bool:
        version = self._display.xinput_query_version()
        return bool(version.major_version >= 2)

    def _devices(self, use: int) -> Sequence[int]:
        if not self._works:
            return ()
        devices = self._display.xinput_query_device(xinput.AllDevices).devices
        return [device.deviceid for device in devices if device.use == use]

    def _kind_of(self, event: Event) -> int | None:
        is_ours = self._works and event.type == ge.GenericEventCode and event.extension == self._opcode
        return int(event.evtype) if is_ours else None

    def _grab(self, keyboard: int, press: Press, locks: Sequence[int]) -> bool:
        code, mask = press
        modifiers = [mask | lock for lock in locks]
        wish = (keyboard, X.CurrentTime, code, xinput.GrabModeAsync, xinput.GrabModeAsync, False, _EVENTS)
        try:
            return not self._root.xinput_grab_keycode(*wish, modifiers).modifiers
        except XError:
            return False  # unplugged in this moment

    def _release(self, keyboard: int, code: int) -> None:
        self._root.xinput_ungrab_keycode(keyboard, code, [_ANY_MODIFIER])

    def _give_back(self, keyboard: int) -> None:
        xinput.XIUngrabDevice(
            display=self._display.display,
            opcode=self._opcode,
            deviceid=keyboard,
            time=X.CurrentTime,
            onerror=CatchError(),
        )
        self._display.flush()
