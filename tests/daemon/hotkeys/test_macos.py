"""The logic of the hotkeys on macOS; only pynput's listener is not real."""

from collections.abc import Callable, Mapping

import pytest

from narrator.daemon.hotkeys.bindings import DEFAULTS, Action
from narrator.daemon.hotkeys.combination import parse_combination
from narrator.daemon.hotkeys.macos import MacHotkeys, pynput_name
from narrator.errors import DaemonError
from tests.daemon.hotkeys.listening import Listener


class Keys:
    def __init__(self, keys: Mapping[str, Callable[[], None]], trusted: bool) -> None:
        self.keys = keys
        self.IS_TRUSTED = False
        self.trusted = trusted
        self.running = False

    def start(self) -> None:
        self.running = True

    def wait(self) -> None:
        self.IS_TRUSTED = self.trusted

    def stop(self) -> None:
        self.running = False

    def join(self, timeout: float | None = None) -> None:
        assert not self.running


class Mac:
    """Remembers who listens to its keyboard."""

    def __init__(self, trusting: bool) -> None:
        self.trusting = trusting
        self.listeners: list[Keys] = []

    def __call__(self, keys: Mapping[str, Callable[[], None]]) -> Keys:
        self.listeners.append(Keys(keys, self.trusting))
        return self.listeners[-1]


def test_keys_are_heard_until_it_is_closed() -> None:
    mac, listener = Mac(trusting=True), Listener()
    hotkeys = MacHotkeys(DEFAULTS, mac)
    assert hotkeys.trouble() == {}
    hotkeys.start(listener)
    mac.listeners[-1].keys["<cmd>+<shift>+b"]()
    assert listener.next_press() is Action.REPEAT
    hotkeys.close()
    hotkeys.close()
    assert not any(keys.running for keys in mac.listeners)


def test_a_missing_permission_is_told_with_the_way_to_it() -> None:
    mac = Mac(trusting=False)
    hotkeys = MacHotkeys(DEFAULTS, mac)
    for attempt in (lambda: hotkeys.start(Listener()), hotkeys.trouble):
        with pytest.raises(DaemonError, match="Privacy and Security, Accessibility"):
            attempt()
    assert not any(keys.running for keys in mac.listeners)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Super+Ctrl+Shift+D", "<cmd>+<ctrl>+<shift>+d"),
        ("Alt+F5", "<alt>+<f5>"),
        ("Super+PageUp", "<cmd>+<page_up>"),
        ("Super+Left", "<cmd>+<left>"),
    ],
)
def test_a_combination_is_written_as_pynput_reads_it(text: str, name: str) -> None:
    assert pynput_name(parse_combination(text)) == name
