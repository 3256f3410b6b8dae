"""The seam of the hotkeys: keys that the system hands to us wherever the person is."""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from typing import Protocol

from narrator.daemon.hotkeys.bindings import Action
from narrator.daemon.hotkeys.combination import Combination

OnPress = Callable[[Action], None]
OnTaken = Callable[[Action, Combination, str], None]
OnLost = Callable[[str], None]


class Hotkeys(Protocol):
    """Hears its keys until it is closed. The callbacks return at once; they come from a thread of its own."""

    name: str
    """Where the keys come from, as a sentence names it."""

    @abstractmethod
    def start(self, on_press: OnPress, on_taken: OnTaken, on_lost: OnLost) -> None:
        """Begin, and return once the keys are asked for.

        `on_press` hears each press once, however long the key is held; `on_taken` of each key that is not
        given to us, now or later, with a sentence; `on_lost`, once, why no key works any more.

        Raises DaemonError where no key can work.
        """

    @abstractmethod
    def close(self) -> None:
        """Give the keys back, and return when nothing more is called. A second time is nothing."""

    @abstractmethod
    def trouble(self) -> Mapping[Action, str]:
        """What keeps single keys from working here, each in a sentence, found out without starting.

        Raises DaemonError where no key can work.
        """


def taken(action: Action, combination: Combination) -> str:
    """The sentence about a key that another program has."""
    return f"{combination} is taken by another program; set another key for {action.value} in the settings."


def untypable(action: Action, combination: Combination) -> str:
    """The sentence about a key that the keyboard does not have."""
    return f"{combination} is not on this keyboard; set another key for {action.value} in the settings."
