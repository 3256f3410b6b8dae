"""Hotkeys on Windows: RegisterHotKey, and a thread that waits for WM_HOTKEY."""

import sys
from abc import abstractmethod
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from threading import Thread
from typing import Protocol

from narrator.daemon.hotkeys.bindings import Action, Bindings
from narrator.daemon.hotkeys.combination import FUNCTION_KEYS, Modifier
from narrator.daemon.hotkeys.hotkeys import KeyListener, in_one, taken
from narrator.errors import DaemonError
from narrator.languages.catalogue import gettext

_PATIENCE_SECONDS = 2.0
_ALREADY_REGISTERED = 1409  # ERROR_HOTKEY_ALREADY_REGISTERED
_NO_REPEAT = 0x4000  # MOD_NOREPEAT: a held key asks once
_MASKS = {Modifier.ALT: 1, Modifier.CTRL: 2, Modifier.SHIFT: 4, Modifier.SUPER: 8}
_CODES: Mapping[str, int] = {
    **{"Backspace": 0x08, "Space": 0x20, "PageUp": 0x21, "PageDown": 0x22, "End": 0x23, "Home": 0x24},
    **{"Left": 0x25, "Up": 0x26, "Right": 0x27, "Down": 0x28, "Delete": 0x2E},
    **{key: 0x70 + place for place, key in enumerate(FUNCTION_KEYS)},
}


class System(Protocol):
    """The calls of Windows; all but `wake` are for one thread, to which the hotkeys then belong."""

    @abstractmethod
    def register(self, number: int, modifiers: int, code: int) -> int:
        """RegisterHotKey: 0, or the number of the error."""

    @abstractmethod
    def unregister(self, number: int) -> None:
        """UnregisterHotKey."""

    @abstractmethod
    def wait(self) -> int | None:
        """GetMessage: the number of the hotkey that was pressed, None after `wake`."""

    @abstractmethod
    def wake(self) -> None:
        """PostThreadMessage: end the `wait` of the thread that registered."""


def code_of(key: str) -> int:
    """The virtual key code."""
    return _CODES.get(key) or ord(key)


class WindowsHotkeys:
    """Registers its keys in a thread of its own and sleeps there until one is pressed."""

    name = "Windows"

    def __init__(self, bindings: Bindings, make_system: Callable[[], System] | None = None) -> None:
        self._bindings = bindings
        self._make_system = make_system or _system
        self._system: System | None = None
        self._thread: Thread | None = None

    def start(self, listener: KeyListener) -> None:
        """Register the keys; those that are not given are told before this returns."""
        self._system = system = self._make_system()
        begun: Future[Mapping[Action, str]] = Future()
        self._thread = Thread(
            target=lambda: self._run(system, begun, listener), name="narrator hotkeys", daemon=True
        )
        self._thread.start()
        if trouble := begun.result():
            listener.refused(in_one(trouble))
        else:
            listener.granted("")

    def close(self) -> None:
        """Give the keys back."""
        if self._system and self._thread:
            self._system.wake()
            self._thread.join(_PATIENCE_SECONDS)
            self._thread = None

    def trouble(self) -> Mapping[Action, str]:
        """Register all keys for a moment. Those that a running Narrator holds are told as taken, too."""
        system = self._make_system()
        found = self._register(system)
        self._unregister(system, found)
        return found

    def _run(self, system: System, begun: Future[Mapping[Action, str]], listener: KeyListener) -> None:
        try:
            trouble = self._register(system)
            begun.set_result(trouble)
            actions = list(Action)
            while (number := system.wait()) is not None:
                listener.pressed(actions[number])
            self._unregister(system, trouble)
        except Exception as error:
            # The edge of a thread: keys that went dead without a word would leave a person pressing them.
            fault = f"The hotkeys have a fault of their own ({type(error).__name__}: {error})."
            if begun.done():
                listener.lost(fault)
            else:
                begun.set_exception(DaemonError(fault))

    def _register(self, system: System) -> Mapping[Action, str]:
        trouble = {}
        for number, action in enumerate(Action):
            if combination := self._bindings.get(action):
                modifiers = sum(_MASKS[modifier] for modifier in combination.modifiers)
                error = system.register(number, modifiers | _NO_REPEAT, code_of(combination.key))
                if error == _ALREADY_REGISTERED:
                    trouble[action] = taken(action, combination)
                elif error:
                    trouble[action] = (
                        f"Windows does not give {combination} (error {error}); "
                        f"set another key for {action.value} in the settings."
                    )
        return trouble

    def _unregister(self, system: System, trouble: Mapping[Action, str]) -> None:
        for number, action in enumerate(Action):
            if action in self._bindings and action not in trouble:
                system.unregister(number)


def _system() -> System:
    if sys.platform == "win32":
        from narrator.daemon.hotkeys.windows_calls import WindowsCalls

        return WindowsCalls()
    raise DaemonError(
        gettext("These hotkeys are those of Windows; narrator hotkeys tells which there are here.")
    )
