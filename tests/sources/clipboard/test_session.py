"""Which way leads to the clipboard, by what a session says of itself."""

import pytest

from narrator.errors import SourceError
from narrator.sources.clipboard.session import asks_wayland, is_gnome


@pytest.mark.parametrize(
    ("desktop", "wayland", "x", "asked"),
    [
        ("GNOME", "wayland-0", ":0", False),
        ("ubuntu:GNOME", "wayland-0", ":0", False),
        ("GNOME", "wayland-0", "", True),
        ("Phosh:GNOME", "wayland-0", ":0", True),
        ("Budgie:GNOME", "wayland-0", ":0", True),
        ("KDE", "wayland-0", ":0", True),
        ("sway", "wayland-0", ":0", True),
        ("", "wayland-0", ":0", True),
        ("GNOME", "", ":0", False),
        ("XFCE", "", ":0", False),
    ],
)
def test_the_compositor_is_asked_where_an_x_server_would_not_hear_of_all(
    monkeypatch: pytest.MonkeyPatch, desktop: str, wayland: str, x: str, asked: bool
) -> None:
    for name, value in {
        "XDG_CURRENT_DESKTOP": desktop,
        "WAYLAND_DISPLAY": wayland,
        "DISPLAY": x,
    }.items():
        monkeypatch.setenv(name, value)
    assert asks_wayland() is asked


def test_without_a_session_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CURRENT_DESKTOP", "WAYLAND_DISPLAY", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not is_gnome()
    with pytest.raises(SourceError, match="run this inside your session"):
        asks_wayland()
