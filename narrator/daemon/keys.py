"""What happens when one of the keys is pressed, wherever the person is."""

from collections.abc import Callable, Mapping

from narrator.daemon.daemon import Daemon
from narrator.daemon.hotkeys.bindings import Action
from narrator.daemon.hotkeys.hotkeys import KeyListener
from narrator.daemon.once import Once
from narrator.daemon.requests import clipboard_now
from narrator.errors import NarratorError

_TOPIC = "hotkeys"


class Keys(KeyListener):
    """Does what keys ask for, and says which do not work. Its methods return at once."""

    def __init__(self, daemon: Daemon, once: Once) -> None:
        self._daemon = daemon
        self._once = once
        answers = daemon.answers
        self._acts: Mapping[Action, Callable[[], object]] = {
            Action.CLIPBOARD: lambda: answers.describe([clipboard_now()]),
            Action.REPEAT: answers.repeat,
            Action.MORE: answers.more,
            Action.ASK: lambda: daemon.asking.ask(daemon.settings.question),
            Action.STOP: daemon.announcer.stop,
        }

    def pressed(self, action: Action) -> None:
        """The person wants this now. What cannot be done is an answer, too."""
        try:
            self._acts[action]()
        except NarratorError as error:
            self._daemon.answers.say(str(error))

    def refused(self, sentence: str) -> None:
        """Some keys are not ours, which lasts: it is said once in a lifetime, and printed each time."""
        is_heard = not (self._daemon.quiet or self._daemon.paused)
        if is_heard and self._once.tell(_TOPIC, sentence):
            self._daemon.told(sentence)
        else:
            self._daemon.noted(sentence)

    def granted(self, news: str) -> None:
        """All keys are ours."""
        self._once.over(_TOPIC)
        if news:
            self._daemon.told(news)

    def lost(self, sentence: str) -> None:
        """No key is ours any more."""
        self._daemon.told(sentence)
