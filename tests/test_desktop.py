"""What the environment says of a desktop session."""

import pytest

from narrator.desktop import desktop_names, is_wayland


@pytest.mark.parametrize(
    ("value", "names"), [("ubuntu:GNOME", ["ubuntu", "GNOME"]), ("sway", ["sway"]), ("", []), (None, [])]
)
def test_a_desktop_has_several_names_or_none(value: str | None, names: list[str]) -> None:
    assert desktop_names({} if value is None else {"XDG_CURRENT_DESKTOP": value}) == names


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"XDG_SESSION_TYPE": "wayland", "DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, True),
        ({"XDG_SESSION_TYPE": "x11", "DISPLAY": ":0"}, False),
        ({"XDG_SESSION_TYPE": "tty"}, False),
        ({}, False),
    ],
)
def test_wayland_is_known_by_either_of_two_variables(environment: dict[str, str], expected: bool) -> None:
    assert is_wayland(environment) is expected
