"""Which way is taken in which session."""

import sys
from math import inf
from types import SimpleNamespace

import pytest

from narrator.daemon.attention.attention import NoAttention
from narrator.daemon.attention.bounded import BoundedAttention
from narrator.daemon.attention.choice import attention_here
from narrator.daemon.attention.macos import MacAttention
from narrator.daemon.attention.windows import seconds_between


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, NoAttention),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "w", "XDG_CURRENT_DESKTOP": "sway"}, NoAttention),
        ({"DISPLAY": ":10000"}, BoundedAttention),
        ({"XDG_SESSION_TYPE": "wayland", "XDG_CURRENT_DESKTOP": "ubuntu:GNOME"}, BoundedAttention),
    ],
)
def test_the_session_decides(
    environment: dict[str, str], expected: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    assert type(attention_here(environment)) is expected


def test_a_clock_of_windows_that_began_anew_meanwhile() -> None:
    assert seconds_between(last=2**32 - 500, now=1500) == 2.0
    assert seconds_between(last=1000, now=3500) == 2.5


def test_a_mac_is_asked_for_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    quartz = SimpleNamespace(
        kCGEventSourceStateCombinedSessionState=0,
        kCGEventKeyDown=10,
        CGEventSourceSecondsSinceLastEventType=lambda *asked: {(0, 10): 1.25}[asked],
    )
    assert MacAttention().idle_seconds() == inf
    monkeypatch.setitem(sys.modules, "Quartz", quartz)
    assert MacAttention().idle_seconds() == 1.25
