"""Hotkeys on a real X server, pressed through XTest."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from Xlib import XK, X
from Xlib.display import Display
from Xlib.error import CatchError
from Xlib.ext import xinput

from narrator.daemon.hotkeys import x11_quiet
from narrator.daemon.hotkeys.bindings import DEFAULTS, Action, Bindings
from narrator.daemon.hotkeys.combination import KEYS, parse_combination
from narrator.daemon.hotkeys.hotkeys import taken, untypable
from narrator.daemon.hotkeys.keysyms import keysym_of
from narrator.daemon.hotkeys.x11 import X11Hotkeys
from narrator.daemon.hotkeys.x11_quiet import Event, Press, QuietGrabs
from narrator.errors import DaemonError
from tests.daemon.hotkeys.listening import PATIENCE_SECONDS, Listener, in_time, open_files
from tests.xserver import Fingers, XServer

REPEAT = parse_combination("Super+Shift+B")
MORE = parse_combination("Ctrl+F9")
BINDINGS: Bindings = {**DEFAULTS, Action.REPEAT: REPEAT, Action.MORE: MORE}
HELD = ("Super_L", "Shift_L")


@pytest.fixture
def hotkeys(x_server: XServer) -> Iterator[X11Hotkeys]:
    hotkeys = X11Hotkeys(BINDINGS)
    yield hotkeys
    hotkeys.close()


@pytest.fixture
def listener(hotkeys: X11Hotkeys) -> Listener:
    listener = Listener()
    hotkeys.start(listener)
    return listener


@pytest.fixture
def other(x_server: XServer) -> Iterator[Display]:
    """Another program on the same server."""
    other = Display(x_server.display)
    yield other
    other.close()


def grab(program: Display, key: str, mask: int) -> None:
    code = program.keysym_to_keycode(XK.string_to_keysym(key))
    refusal = CatchError()
    program.screen().root.grab_key(code, mask, False, X.GrabModeAsync, X.GrabModeAsync, onerror=refusal)
    program.sync()
    assert refusal.get_error() is None


def test_each_key_asks_for_its_own_action(listener: Listener, fingers: Fingers) -> None:
    fingers.press(*HELD, "d")
    fingers.press(*HELD, "b")
    fingers.press("Control_L", "F9")
    fingers.press("Shift_R", "Super_L", "x")
    assert [listener.next_press() for _ in range(4)] == list(DEFAULTS)
    assert listener.refusals.empty()


def test_other_keys_are_not_ours(listener: Listener, fingers: Fingers) -> None:
    fingers.press("d")
    fingers.press("Shift_L", "d")
    fingers.press("Super_L", "d")
    fingers.press("Control_L", *HELD, "d")
    fingers.press("F9")
    fingers.press(*HELD, "b")
    assert listener.next_press() is Action.REPEAT
    assert listener.presses.empty()


@pytest.mark.parametrize("locks", [["Num_Lock"], ["Caps_Lock"], ["Caps_Lock", "Num_Lock"]])
def test_locks_do_not_matter(listener: Listener, fingers: Fingers, locks: list[str]) -> None:
    for lock in locks:
        fingers.press(lock)
    fingers.press(*HELD, "d")
    fingers.press("Control_L", "F9")
    assert [listener.next_press(), listener.next_press()] == [Action.CLIPBOARD, Action.MORE]


def test_a_scroll_lock_that_is_a_modifier_does_not_matter(
    hotkeys: X11Hotkeys, fingers: Fingers, other: Display
) -> None:
    code = other.keysym_to_keycode(XK.string_to_keysym("Scroll_Lock"))
    rows = [list(row) for row in other.get_modifier_mapping()]
    rows[X.Mod3MapIndex] = [code]
    other.set_modifier_mapping(rows)
    listener = Listener()
    hotkeys.start(listener)
    fingers.hold("Scroll_Lock")
    fingers.press(*HELD, "d")
    fingers.release("Scroll_Lock")
    assert listener.next_press() is Action.CLIPBOARD


def test_a_held_key_asks_once(listener: Listener, fingers: Fingers, monkeypatch: pytest.MonkeyPatch) -> None:
    repeats: list[object] = []
    hear = QuietGrabs.hear

    def count(quiet: QuietGrabs, event: Event, unlatch: Callable[[], None]) -> Press | None:
        if event.data.flags & xinput.KeyRepeat:
            repeats.append(event)
        return hear(quiet, event, unlatch)

    monkeypatch.setattr(QuietGrabs, "hear", count)
    fingers.hold(*HELD, "d")
    assert in_time(lambda: len(repeats) >= 5)
    fingers.release(*HELD, "d")
    fingers.press(*HELD, "b")
    fingers.press(*HELD, "d")
    assert [listener.next_press() for _ in range(3)] == [Action.CLIPBOARD, Action.REPEAT, Action.CLIPBOARD]


def test_a_held_key_asks_once_where_there_are_no_keyboards_apart(
    hotkeys: X11Hotkeys, fingers: Fingers, x_server: XServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(x11_quiet, "_EXTENSIONS", ("no such extension",))
    listener = Listener()
    hotkeys.start(listener)
    with closing(Repeats(x_server.display, fingers.code("d"))) as repeats:
        fingers.hold(*HELD, "d")
        repeats.wait_for(5)
        fingers.release(*HELD, "d")
    fingers.press(*HELD, "b")
    fingers.press(*HELD, "d")
    assert [listener.next_press() for _ in range(3)] == [Action.CLIPBOARD, Action.REPEAT, Action.CLIPBOARD]


class Repeats:
    """Counts what the server does while a key is held, through its RECORD extension."""

    def __init__(self, display: str, code: int) -> None:
        from Xlib.ext import record
        from Xlib.protocol import rq

        self._code = code
        self._seen = 0
        self._changed = threading.Condition()
        self._control, self._data = Display(display), Display(display)
        wanted = {
            **{"core_requests": (0, 0), "core_replies": (0, 0), "ext_requests": (0, 0, 0, 0)},
            **{"ext_replies": (0, 0, 0, 0), "delivered_events": (0, 0), "errors": (0, 0)},
            **{"device_events": (X.KeyPress, X.KeyPress), "client_started": False, "client_died": False},
        }
        self._context = self._data.record_create_context(0, [record.AllClients], [wanted])
        self._field = rq.EventField(None)
        begun = threading.Event()

        def note(reply: object) -> None:
            begun.set()
            data = getattr(reply, "data", b"")
            while data:
                event, data = self._field.parse_binary_value(data, self._data.display, None, None)
                if event.detail == self._code:
                    with self._changed:
                        self._seen += 1
                        self._changed.notify()

        self._thread = threading.Thread(target=self._data.record_enable_context, args=(self._context, note))
        self._thread.start()
        assert begun.wait(PATIENCE_SECONDS)

    def wait_for(self, presses: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self._seen >= presses, PATIENCE_SECONDS)

    def close(self) -> None:
        self._control.record_disable_context(self._context)
        self._control.sync()
        self._thread.join()
        self._data.close()
        self._control.close()


def test_a_taken_key_is_told_by_name_and_the_others_work(
    hotkeys: X11Hotkeys, fingers: Fingers, other: Display
) -> None:
    grab(other, "d", X.Mod4Mask | X.ShiftMask)
    assert hotkeys.trouble().keys() == {Action.CLIPBOARD}
    listener = Listener()
    hotkeys.start(listener)
    sentence = "Super+Shift+D is taken by another program; set another key for clipboard in the settings."
    assert listener.next_refusal() == sentence
    fingers.press(*HELD, "d")
    fingers.press(*HELD, "b")
    assert listener.next_press() is Action.REPEAT
    assert listener.refusals.empty()


def test_a_key_that_is_taken_with_a_lock_only_is_not_half_ours(
    hotkeys: X11Hotkeys, fingers: Fingers, other: Display
) -> None:
    grab(other, "d", X.Mod4Mask | X.ShiftMask | X.LockMask)
    listener = Listener()
    hotkeys.start(listener)
    assert listener.next_refusal() == taken(Action.CLIPBOARD, DEFAULTS[Action.CLIPBOARD])
    grab(other, "d", X.Mod4Mask | X.ShiftMask)  # which would be refused, were it half ours
    fingers.press(*HELD, "d")
    fingers.press(*HELD, "b")
    assert listener.next_press() is Action.REPEAT


def test_a_new_layout_moves_the_keys(listener: Listener, fingers: Fingers, x_server: XServer) -> None:
    before = fingers.code("x")
    x_server.layout("us", "-variant", "dvorak")
    with closing(Fingers(x_server.display)) as retrained:
        assert retrained.code("x") != before
        # We learn the layout a moment after setxkbmap has ended; until then the key is that of REPEAT.
        presses = [Action.REPEAT]
        while presses[-1] is not Action.STOP:
            assert len(presses) < 1000
            retrained.press(*HELD, "x")
            presses.append(listener.next_press())
            assert presses[-1] in (Action.REPEAT, Action.STOP)
    assert listener.refusals.empty()


def test_a_layout_that_is_reported_and_the_same_loses_no_press(
    listener: Listener, fingers: Fingers, other: Display
) -> None:
    code = fingers.code("d")
    for key in "db" * 100:  # one key twice within a millisecond would be taken for a held one
        other.change_keyboard_mapping(code, other.get_keyboard_mapping(code, 1))
        other.sync()
        fingers.press(*HELD, key)
    assert [listener.next_press() for _ in range(200)] == [Action.CLIPBOARD, Action.REPEAT] * 100


def test_a_key_that_the_keyboard_lacks_is_told_once(
    listener: Listener, x_server: XServer, other: Display
) -> None:
    code = other.keysym_to_keycode(XK.string_to_keysym("F9"))
    function_key = other.get_keyboard_mapping(code, 1)
    for _ in range(2):
        other.change_keyboard_mapping(code, [[XK.string_to_keysym("F8")] * len(function_key[0])])
        other.sync()
        assert listener.next_refusal() == untypable(Action.MORE, MORE)
        other.change_keyboard_mapping(code, function_key)
        other.sync()
        assert in_time(lambda: X11Hotkeys(BINDINGS).trouble() == {})
    assert listener.refusals.empty()


def test_all_keys_that_can_be_set_are_known_to_x() -> None:
    assert [key for key in KEYS if not XK.string_to_keysym(keysym_of(key))] == []


def test_our_own_keys_are_no_trouble(listener: Listener, other: Display) -> None:
    assert X11Hotkeys(BINDINGS).trouble() == {}
    grab(other, "z", X.Mod4Mask | X.ShiftMask)
    others = {**BINDINGS, Action.STOP: parse_combination("Super+Shift+Z")}
    # A selection names the action: here STOP is held by Narrator, though under another key.
    assert X11Hotkeys(others).trouble() == {}


def test_a_second_narrator_does_not_unsign_the_first(listener: Listener, x_server: XServer) -> None:
    second = X11Hotkeys(BINDINGS)
    heard = Listener()
    second.start(heard)
    assert heard.next_refusal().count("is taken by another program") == len(BINDINGS)
    second.close()
    assert X11Hotkeys(BINDINGS).trouble() == {}


def test_closing_gives_the_keys_back_and_leaves_nothing(x_server: XServer, fingers: Fingers) -> None:
    before = open_files(), threading.active_count()
    for _ in range(3):
        hotkeys, listener = X11Hotkeys(BINDINGS), Listener()
        hotkeys.start(listener)
        assert listener.refusals.empty()  # the one before has given them back
        fingers.press(*HELD, "d")
        assert listener.next_press() is Action.CLIPBOARD
        hotkeys.close()
        hotkeys.close()
    assert (open_files(), threading.active_count()) == before


def test_a_lost_server_is_told_once_and_costs_nothing(x_server: XServer) -> None:
    before = open_files()
    hotkeys, listener = X11Hotkeys(BINDINGS), Listener()
    hotkeys.start(listener)
    x_server.kill()
    assert "X server has ended" in listener.next_loss()
    hotkeys.close()
    assert listener.losses.empty()
    assert open_files() == before


def test_no_server_is_an_error_that_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(DaemonError, match=r"X server cannot be reached .*; start narrator in your desktop"):
        X11Hotkeys(BINDINGS).start(Listener())


def test_a_fault_of_a_listener_is_told(x_server: XServer, fingers: Fingers) -> None:
    class Faulty(Listener):
        def pressed(self, action: Action) -> None:
            raise ValueError("a fault")

    hotkeys, listener = X11Hotkeys(BINDINGS), Faulty()
    hotkeys.start(listener)
    fingers.press(*HELD, "d")
    assert "a fault" in listener.next_loss()
    hotkeys.close()


def test_waiting_costs_no_processor_time(listener: Listener) -> None:
    assert listener.refusals.empty()
    [thread] = [each for each in threading.enumerate() if each.name == "narrator hotkeys"]
    clock = time.pthread_getcpuclockid(thread.ident or 0)
    before = time.clock_gettime(clock)
    threading.Event().wait(1.0)  # what is measured is that nothing happens in a second
    assert time.clock_gettime(clock) - before < 0.002
