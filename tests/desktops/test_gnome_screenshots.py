"""Screenshots by GNOME's own keys, with the real GNOME Shell, watched as narrator autostart does it."""

from pathlib import Path

import pytest

from narrator.daemon.autostart.usual import usual_watch
from tests.daemon.running import running
from tests.desktops.gnome import GnomeShell, gnome, gnome_of_module
from tests.desktops.waiting import wait_until

__all__ = ["gnome", "gnome_of_module"]

_OF_THE_SCREEN = ("Shift_L", "Print")
_CHOSEN = ("Print",)


# The first time, the folder for screenshots is not there yet.
@pytest.mark.parametrize("keys", [_OF_THE_SCREEN, _CHOSEN])
def test_a_screenshot_is_told_once_though_it_is_saved_and_copied(
    gnome: GnomeShell, narrator_program: Path, keys: tuple[str, ...]
) -> None:
    saved = gnome.home / "Pictures" / "Screenshots"
    before = set(saved.glob("*"))
    with running(narrator_program, *usual_watch(), "--silent") as narrator:
        gnome.press(*keys)
        if keys == _CHOSEN:
            gnome.wait_for("Main.screenshotUI.visible && Main.screenshotUI.opacity === 255")
            gnome.press("Return")
        narrator.wait_for("skipped")
        narrator.wait_for("spoken", lambda event: event["entries"] != [])
        wait_until(lambda: len(set(saved.glob("*")) - before) == 1, "the file of the screenshot")
        assert len(narrator.of_kind("described")) == 1
