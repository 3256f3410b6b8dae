"""Hotkeys that are pressed by a call; for tests of what listens to them."""

from collections.abc import Mapping

from narrator.daemon.hotkeys.bindings import Action, Bindings
from narrator.daemon.hotkeys.hotkeys import KeyListener, in_one, taken


class MemoryHotkeys:
    """Presses what it is told to; the keys of `held_by_others` are taken."""

    name = "memory"

    def __init__(self, bindings: Bindings, held_by_others: frozenset[Action] = frozenset()) -> None:
        self._bindings = bindings
        self._held_by_others = held_by_others
        self._listener: KeyListener | None = None

    def start(self, listener: KeyListener) -> None:
        """Begin; it is never lost."""
        self._listener = listener
        if trouble := self.trouble():
            listener.refused(in_one(trouble))
        else:
            listener.granted("")

    def press(self, action: Action) -> None:
        """Press the key of an action; nothing happens where it has none, or before start and after close."""
        if self._listener and action in self._bindings and action not in self._held_by_others:
            self._listener.pressed(action)

    def close(self) -> None:
        """Hear nothing any more."""
        self._listener = None

    def trouble(self) -> Mapping[Action, str]:
        """The keys that others hold."""
        return {
            action: taken(action, combination)
            for action, combination in self._bindings.items()
            if action in self._held_by_others
        }
