"""The logic of the hotkeys on Windows; only the system's calls are not real."""

import threading
from queue import Queue

import pytest

from narrator.daemon.hotkeys.bindings import DEFAULTS, Action
from narrator.daemon.hotkeys.combination import KEYS
from narrator.daemon.hotkeys.windows import WindowsHotkeys, code_of
from narrator.errors import DaemonError
from tests.daemon.hotkeys.listening import Listener


class System:
    """Keys belong to the thread that registered them, as on Windows."""

    def __init__(self, errors: dict[int, int]) -> None:
        self.errors = errors
        self.registered: dict[int, tuple[int, int]] = {}
        self.owner: int | None = None
        self.messages: Queue[int | None] = Queue()

    def register(self, number: int, modifiers: int, code: int) -> int:
        self.owner = threading.get_ident()
        if not self.errors.get(number):
            self.registered[number] = (modifiers, code)
        return self.errors.get(number, 0)

    def unregister(self, number: int) -> None:
        assert self.owner == threading.get_ident()
        del self.registered[number]

    def wait(self) -> int | None:
        assert self.owner == threading.get_ident()
        return self.messages.get()

    def wake(self) -> None:
        self.messages.put(None)


def test_keys_are_registered_heard_and_given_back() -> None:
    system, listener = System({}), Listener()
    hotkeys = WindowsHotkeys(DEFAULTS, lambda: system)
    hotkeys.start(listener)
    assert system.registered[0] == (0x4000 | 8 | 4, ord("D"))
    for number, action in enumerate(Action):
        system.messages.put(number)
        assert listener.next_press() is action
    hotkeys.close()
    hotkeys.close()
    assert system.registered == {}
    assert listener.refusals.empty()


def test_a_taken_key_is_told_by_name_and_the_others_work() -> None:
    system, listener = System({0: 1409, 2: 5}), Listener()
    hotkeys = WindowsHotkeys(DEFAULTS, lambda: system)
    assert hotkeys.trouble().keys() == {Action.CLIPBOARD, Action.MORE}
    assert system.registered == {}
    hotkeys.start(listener)
    assert "Super+Shift+D is taken by another program" in (refusal := listener.next_refusal())
    assert "error 5" in refusal
    system.messages.put(1)
    assert listener.next_press() is Action.REPEAT
    hotkeys.close()


def test_an_action_without_a_key_is_left_out() -> None:
    system, listener = System({}), Listener()
    hotkeys = WindowsHotkeys({Action.STOP: DEFAULTS[Action.STOP]}, lambda: system)
    hotkeys.start(listener)
    assert list(system.registered) == [3]
    hotkeys.close()


def test_a_fault_is_told_before_and_after_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    system, listener = System({}), Listener()
    WindowsHotkeys(DEFAULTS, lambda: system).start(listener)
    system.messages.put(99)
    assert "fault of their own" in listener.next_loss()
    monkeypatch.setattr(System, "register", None)
    with pytest.raises(DaemonError, match="fault of their own"):
        WindowsHotkeys(DEFAULTS, lambda: System({})).start(Listener())


def test_every_key_has_a_code_of_its_own() -> None:
    assert len({code_of(key) for key in KEYS}) == len(KEYS)
    assert (code_of("A"), code_of("F1"), code_of("F24")) == (0x41, 0x70, 0x87)
