"""Narrator's keys beside the real Orca: it does not read the window again after them."""

from contextlib import closing
from time import sleep

import pytest

from narrator.daemon.hotkeys import x11_quiet
from narrator.daemon.hotkeys.bindings import DEFAULTS
from narrator.daemon.hotkeys.x11 import X11Hotkeys
from tests.daemon.hotkeys.listening import Listener
from tests.real_orca.desktop import OrcaDesktop

_HELD = ("left shift", "left super", "Shift_L", "Super_L")
"""What Orca, before version 48 and since, says of the keys that are held, whoever gets the last one."""
_HELD_SECONDS = 0.2
"""As people hold a key. Orca 48 overlooks a window that is without the keyboard for milliseconds."""


def said_after_all_keys(desktop: OrcaDesktop) -> list[str]:
    """What Orca says while somebody presses all our keys over a text field."""
    with desktop.text_field(), closing(X11Hotkeys(DEFAULTS)) as hotkeys:
        listener = Listener()
        hotkeys.start(listener)
        desktop.hearing.begin()
        for key, action in zip("dbix", DEFAULTS, strict=True):
            with desktop.holding("Super_L", "Shift_L", key):
                assert listener.next_press() is action
                sleep(_HELD_SECONDS)
        # What Orca would say now waits for the sound of what it has said of the keys.
        desktop.hearing.wait_for_silence(5.0)
        return [text for text in desktop.hearing.texts if text not in _HELD]


def test_orca_says_nothing_after_our_keys(orca_desktop: OrcaDesktop) -> None:
    assert said_after_all_keys(orca_desktop) == []


def test_with_grabs_of_the_server_it_reads_the_window_each_time(
    orca_desktop: OrcaDesktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(x11_quiet, "_EXTENSIONS", ("no such extension",))
    assert said_after_all_keys(orca_desktop) != []
