"""Autostart by the desktop itself, with the real session manager of XFCE."""

import sys
from pathlib import Path

from narrator.daemon.autostart.xdg import XdgAutostart
from tests.desktops.waiting import wait_until
from tests.desktops.xfce import xfce_login
from tests.sessionbus import SessionBus, session_bus
from tests.xserver import XServer, x_server

__all__ = ["session_bus", "x_server"]


def test_what_is_installed_is_started_at_each_login_with_its_words_whole(
    person: Path, session_bus: SessionBus, x_server: XServer, tmp_path: Path
) -> None:
    told = tmp_path / "told"
    program = f"import sys; open({str(told)!r}, 'a').write(repr(sys.argv[1:]) + chr(10))"
    words = ["watch", str(tmp_path / "My $Pictures %u"), "--clipboard"]
    XdgAutostart().install([sys.executable, "-c", program, *words])
    for _ in range(2):
        with xfce_login(person / "config", tmp_path / "output"):
            wait_until(lambda: told.exists() and told.read_text().endswith("\n"), "the autostart")
        assert told.read_text() == f"{words}\n"
        told.unlink()
