"""On which key a letter lies: the layouts of a real X server, pressed through XTest."""

from collections.abc import Iterator
from functools import partial
from queue import Empty

import pytest

from narrator.daemon.hotkeys.bindings import DEFAULTS, Action, Bindings
from narrator.daemon.hotkeys.combination import parse_combination
from narrator.daemon.hotkeys.x11 import X11Hotkeys
from narrator.daemon.hotkeys.x11_layout import Layout
from narrator.daemon.hotkeys.x11_xkb import Xkb
from tests.daemon.hotkeys.listening import Listener, in_time
from tests.xserver import Fingers, XServer

SUPER, SHIFT, CAPS_LOCK = 133, 50, 66
# What a keyboard of the US has there.
CODES = {"B": 56, "D": 40, "I": 31, "N": 57, "Q": 24, "X": 53, "'": 48}
B, D, N, Q, X = (CODES[key] for key in "BDNQX")
PLACES = tuple(CODES[key] for key in "DBIX")
LAYOUTS = ("il", "ru", "gr", "ara", "ua", "rs", "th", "ge", "in", "jp -variant kana")


@pytest.fixture
def hotkeys(x_server: XServer) -> Iterator[X11Hotkeys]:
    hotkeys = X11Hotkeys(DEFAULTS)
    yield hotkeys
    hotkeys.close()


def press(fingers: Fingers, *codes: int) -> None:
    for code in codes:
        fingers.press_place(SUPER, SHIFT, code)


def gives(action: Action, fingers: Fingers, place: int, listener: Listener) -> bool:
    """Whether the key in a place asks for this; it may be nobody's."""
    press(fingers, place)
    try:
        return listener.presses.get(timeout=0.5) is action
    except Empty:
        return False


@pytest.mark.parametrize("extension", ["with", "without"])
@pytest.mark.parametrize(
    "layout", ["il", "ru", "gr", "ara", "ua", "rs", "th", "ge", "in", "jp -variant kana"]
)
def test_without_latin_letters_the_place_counts(
    hotkeys: X11Hotkeys,
    fingers: Fingers,
    x_server: XServer,
    layout: str,
    extension: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if extension == "without":
        monkeypatch.setattr(Xkb, "of", lambda _: None)
    x_server.layout(*layout.split())
    listener = Listener()
    hotkeys.start(listener)
    press(fingers, *PLACES)
    assert [listener.next_press() for _ in PLACES] == list(DEFAULTS)
    assert listener.refusals.empty()


def test_a_layout_that_comes_while_it_runs_is_taken(
    hotkeys: X11Hotkeys, fingers: Fingers, x_server: XServer
) -> None:
    listener = Listener()
    hotkeys.start(listener)
    for layout in ("ru", "us", "il", "ru,us", "us,gr"):
        x_server.layout(layout)
        press(fingers, *PLACES)
        assert [listener.next_press() for _ in PLACES] == list(DEFAULTS)
    assert listener.refusals.empty()


@pytest.mark.parametrize(
    ("layout", "key", "codes"),
    [
        ("fr", "A", [Q]),  # AZERTY
        ("de", "Z", [29]),
        ("us -variant dvorak", "D", [43]),
        ("us -variant colemak", "D", [42]),
        ("tr", "I", [CODES["I"], CODES["'"]]),  # the dotless one, whose capital is I, and the one with a dot
        ("fr", "1", [10]),  # with Shift
        ("jp", "B", [B]),
        ("us,ru,il", "X", [X]),
        ("ru,il,fr", "A", [Q]),
    ],
)
def test_a_letter_is_where_the_layout_has_it(
    fingers: Fingers, x_server: XServer, layout: str, key: str, codes: list[int]
) -> None:
    x_server.layout(*layout.split())
    bindings: Bindings = {Action.MORE: parse_combination(f"Super+Ctrl+{key}")}
    hotkeys, listener = X11Hotkeys(bindings), Listener()
    hotkeys.start(listener)
    for code in codes:
        fingers.press_place(SUPER, fingers.code("Control_L"), code)
        assert listener.next_press() is Action.MORE
    hotkeys.close()


def test_of_two_layouts_that_in_use_decides(hotkeys: X11Hotkeys, fingers: Fingers, x_server: XServer) -> None:
    x_server.layout("us,us", "-variant", ",dvorak", "-option", "grp:caps_toggle")
    listener = Listener()
    hotkeys.start(listener)
    press(fingers, B)
    assert listener.next_press() is Action.REPEAT
    for b, x in ((N, B), (B, X)):  # Dvorak has X where the other one has B
        fingers.press_place(CAPS_LOCK)
        assert in_time(partial(gives, Action.STOP, fingers, x, listener))
        press(fingers, b)
        assert listener.next_press() is Action.REPEAT


def test_the_place_counts_on_the_keyboard_of_a_pc_alone() -> None:
    russian = [[0x6D7]]
    pc = {36: [[0xFF0D]], 65: [[0x20]]}
    assert Layout(symbols={**pc, D: russian}).codes("D") == [D]
    assert Layout(symbols={**pc, D: russian}).codes("F5") == []
    assert Layout(symbols={36: russian, 65: russian, D: russian}).codes("D") == []


def test_an_empty_keyboard_has_no_keys() -> None:
    assert Layout(symbols={}).codes("D") == []
