"""The seam of the hotkeys: keys that the system hands to us wherever the person is."""

from abc import abstractmethod
from collections.abc import Collection, Mapping
from typing import Protocol

from narrator.daemon.hotkeys.bindings import Action
from narrator.daemon.hotkeys.combination import Combination


class KeyListener(Protocol):
    """Who is told of keys. Its methods return at once; they are called from a thread of the hotkeys."""

    @abstractmethod
    def pressed(self, action: Action) -> None:
        """A key was pressed; once, however long it is held."""

    @abstractmethod
    def refused(self, sentence: str) -> None:
        """Some keys, or all, are not ours as the desktop is now; one sentence for all that is new of it."""

    @abstractmethod
    def granted(self, news: str) -> None:
        """All keys are ours; the sentence says what has changed, and is empty where nothing has."""

    @abstractmethod
    def lost(self, sentence: str) -> None:
        """No key works any more; called once."""


class Hotkeys(Protocol):
    """Hears its keys until it is closed."""

    name: str
    """Where the keys come from, as a sentence names it."""

    @abstractmethod
    def start(self, listener: KeyListener) -> None:
        """Begin, and return once the keys are asked for. Raises DaemonError where no key can work."""

    @abstractmethod
    def close(self) -> None:
        """Give the keys back, and return when nothing more is called. A second time is nothing."""

    @abstractmethod
    def trouble(self) -> Mapping[Action, str]:
        """What keeps single keys from working here, each in a sentence, found out without starting.

        Raises DaemonError where no key can work.
        """


def in_one(trouble: Mapping[Action, str], known: Collection[Action] = ()) -> str:
    """The sentences about keys in one text, each once; those that are known already are left out."""
    return " ".join(dict.fromkeys(text for action, text in trouble.items() if action not in known))


def taken(action: Action, combination: Combination) -> str:
    """The sentence about a key that another program has."""
    return f"{combination} is taken by another program; set another key for {action.value} in the settings."


def untypable(action: Action, combination: Combination) -> str:
    """The sentence about a key that the keyboard does not have."""
    return f"{combination} is not on this keyboard; set another key for {action.value} in the settings."
