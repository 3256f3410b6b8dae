"""Hotkeys under X11: passive grabs on the root window."""

from collections.abc import Mapping
from contextlib import suppress
from selectors import EVENT_READ, DefaultSelector
from socket import socketpair
from threading import Thread

from Xlib.error import ConnectionClosedError

from narrator.daemon.hotkeys.bindings import Action, Bindings
from narrator.daemon.hotkeys.hotkeys import KeyListener, in_one
from narrator.daemon.hotkeys.x11_keyboard import X11Keyboard
from narrator.errors import DaemonError

_PATIENCE_SECONDS = 2.0
_LOST = "The X server has ended, and the hotkeys with it; start narrator watch again in your desktop."


class X11Hotkeys:
    """Holds its keys on the X server that DISPLAY names; a thread sleeps until one is pressed."""

    name = "the X server"

    def __init__(self, bindings: Bindings) -> None:
        self._bindings = bindings
        self._hearing: _Hearing | None = None

    def start(self, listener: KeyListener) -> None:
        """Take the keys; those that are not given are told before this returns."""
        keyboard = X11Keyboard(self._bindings)
        self._hearing = _Hearing(keyboard, listener)
        try:
            self._hearing.take()
        except ConnectionClosedError as error:
            self._hearing.discard()
            raise DaemonError(_LOST) from error
        self._hearing.start()

    def close(self) -> None:
        """Give the keys back."""
        if self._hearing:
            self._hearing.close()
            self._hearing = None

    def trouble(self) -> Mapping[Action, str]:
        """Try all keys for a moment; those that a running Narrator holds are no trouble."""
        keyboard = X11Keyboard(self._bindings)
        try:
            found = keyboard.grab()
            return {action: why for action, why in found.items() if not keyboard.is_signed(action)}
        except ConnectionClosedError as error:
            raise DaemonError(_LOST) from error
        finally:
            _hang_up(keyboard)


class _Hearing:
    """The thread that waits for the server, from the first grab to the end of the connection."""

    def __init__(self, keyboard: X11Keyboard, listener: KeyListener) -> None:
        self._keyboard = keyboard
        self._listener = listener
        self._told: set[Action] = set()
        self._waker, self._woken = socketpair()
        self._thread = Thread(target=self._run, name="narrator hotkeys", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def take(self) -> None:
        """Take the keys, and tell of those that are newly refused."""
        trouble = self._keyboard.grab()
        self._keyboard.sign()
        if news := in_one(trouble, self._told):
            self._listener.refused(news)
        elif not trouble:
            self._listener.granted("")
        self._told = set(trouble)

    def close(self) -> None:
        self._waker.close()  # the other end becomes readable
        self._thread.join(_PATIENCE_SECONDS)

    def discard(self) -> None:
        """Give back what one holds whose thread does not run."""
        self._waker.close()
        self._woken.close()
        _hang_up(self._keyboard)

    def _run(self) -> None:
        try:
            self._listen()
        except ConnectionClosedError:
            self._listener.lost(_LOST)
        except Exception as error:
            # The edge of a thread: keys that went dead without a word would leave a person pressing them.
            self._listener.lost(f"The hotkeys have a fault of their own ({type(error).__name__}: {error}).")
        finally:
            self._woken.close()
            _hang_up(self._keyboard)

    def _listen(self) -> None:
        with DefaultSelector() as selector:
            selector.register(self._keyboard, EVENT_READ)
            selector.register(self._woken, EVENT_READ)
            while True:
                # Requests bring events along with their answers, and those wake nobody.
                while self._hear():
                    self.take()
                if any(key.fileobj is self._woken for key, _ in selector.select()):
                    return

    def _hear(self) -> bool:
        """Work through what the server has told; whether the keyboard may be another one now."""
        heard = self._keyboard.hear()
        for action in heard.presses:
            self._listener.pressed(action)
        return heard.changed  # a new layout comes in many events, and is to be taken once


def _hang_up(keyboard: X11Keyboard) -> None:
    with suppress(ConnectionClosedError):  # the server was first
        keyboard.close()
