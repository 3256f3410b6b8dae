"""What happens when one of the keys is pressed, wherever the person is."""

from collections.abc import Callable, Mapping

from narrator.daemon.daemon import Daemon
from narrator.daemon.hotkeys.bindings import Action
from narrator.daemon.hotkeys.combination import Combination
from narrator.daemon.requests import clipboard_now
from narrator.errors import NarratorError


class Keys:
    """Does what keys ask for. Its methods return at once."""

    def __init__(self, daemon: Daemon) -> None:
        self._daemon = daemon
        answers = daemon.answers
        self._acts: Mapping[Action, Callable[[], object]] = {
            Action.CLIPBOARD: lambda: answers.describe([clipboard_now()]),
            Action.REPEAT: answers.repeat,
            Action.MORE: answers.more,
            Action.STOP: daemon.announcer.stop,
        }

    def pressed(self, action: Action) -> None:
        """The person wants this now. What cannot be done is an answer, too."""
        try:
            self._acts[action]()
        except NarratorError as error:
            self._daemon.answers.say(str(error))

    def taken(self, _: Action, __: Combination, sentence: str) -> None:
        """One key is not ours."""
        self._daemon.told(sentence)

    def lost(self, sentence: str) -> None:
        """No key is ours any more."""
        self._daemon.told(sentence)
