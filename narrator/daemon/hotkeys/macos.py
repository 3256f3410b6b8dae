"""Hotkeys on macOS: pynput listens to all keys, for which the person has to give permission."""

import sys
from abc import abstractmethod
from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from narrator.daemon.hotkeys.bindings import Action, Bindings
from narrator.daemon.hotkeys.combination import Combination, Modifier
from narrator.daemon.hotkeys.hotkeys import KeyListener
from narrator.errors import DaemonError
from narrator.languages.catalogue import gettext

_PATIENCE_SECONDS = 2.0
_HELD = {Modifier.SUPER: "<cmd>", Modifier.CTRL: "<ctrl>", Modifier.ALT: "<alt>", Modifier.SHIFT: "<shift>"}
_NAMES = {"PageUp": "<page_up>", "PageDown": "<page_down>"}
_FORBIDDEN = (
    "macOS keeps the keys from Narrator; allow it, or the terminal that starts it, under System Settings, "
    "Privacy and Security, Accessibility and Input Monitoring, and start it again."
)


class Keys(Protocol):
    """What is used of pynput's GlobalHotKeys, a thread that listens to the keyboard."""

    IS_TRUSTED: bool
    """Whether macOS lets the program hear keys; known once it waits for them."""

    @abstractmethod
    def start(self) -> None:
        """Begin to listen."""

    @abstractmethod
    def wait(self) -> None:
        """Return when it listens, or cannot."""

    @abstractmethod
    def stop(self) -> None:
        """Listen no more."""

    @abstractmethod
    def join(self, timeout: float | None = None) -> None:
        """Return when the thread has ended."""


MakeKeys = Callable[[Mapping[str, Callable[[], None]]], Keys]


def pynput_name(combination: Combination) -> str:
    """A combination as pynput reads it, such as <cmd>+<shift>+d."""
    key = combination.key
    last = key.lower() if len(key) == 1 else _NAMES.get(key, f"<{key.lower()}>")
    held = (name for modifier, name in _HELD.items() if modifier in combination.modifiers)
    return "+".join((*held, last))


class MacHotkeys:
    """Lets pynput listen. A key that another program has, too, does both things: macOS refuses nobody."""

    name = "macOS"

    def __init__(self, bindings: Bindings, make_keys: MakeKeys | None = None) -> None:
        self._bindings = bindings
        self._make_keys = make_keys or _pynput
        self._keys: Keys | None = None

    def start(self, listener: KeyListener) -> None:
        """Begin to listen. Raises DaemonError where macOS forbids it."""
        self._begin(listener.pressed)
        listener.granted("")

    def close(self) -> None:
        """Listen no more."""
        if self._keys:
            self._keys.stop()
            self._keys.join(_PATIENCE_SECONDS)
            self._keys = None

    def trouble(self) -> Mapping[Action, str]:
        """Listen for a moment, to hear whether that is allowed."""
        trial = MacHotkeys(self._bindings, self._make_keys)
        trial._begin(lambda _: None)
        trial.close()
        return {}

    def _begin(self, pressed: Callable[[Action], None]) -> None:
        self._keys = self._make_keys(
            {
                pynput_name(combination): partial(pressed, action)
                for action, combination in self._bindings.items()
            }
        )
        self._keys.start()
        self._keys.wait()
        if not self._keys.IS_TRUSTED:
            self.close()
            raise DaemonError(_FORBIDDEN)


def _pynput(keys: Mapping[str, Callable[[], None]]) -> Keys:
    if sys.platform == "darwin":
        from pynput.keyboard import GlobalHotKeys

        thread = GlobalHotKeys(dict(keys))
        thread.name = "narrator hotkeys"
        listener: Keys = thread
        return listener
    raise DaemonError(
        gettext("These hotkeys are those of macOS; narrator hotkeys tells which there are here.")
    )
