"""Autostart by the desktop itself, with the real session manager of XFCE."""

import sys
from pathlib import Path

from narrator.daemon.autostart.xdg import XdgAutostart
from tests.conftest import Narrate
from tests.daemon.running import save_picture
from tests.desktops.waiting import wait_until
from tests.desktops.xfce import Xfce, session_bus, x_server, xfce

__all__ = ["session_bus", "x_server", "xfce"]


def test_what_is_installed_is_started_at_each_login_with_its_words_whole(xfce: Xfce, tmp_path: Path) -> None:
    told = tmp_path / "told"
    program = f"import sys; open({str(told)!r}, 'a').write(repr(sys.argv[1:]) + chr(10))"
    words = ["watch", str(tmp_path / "My $Pictures %u"), "--clipboard"]
    XdgAutostart().install([sys.executable, "-c", program, *words])
    for _ in range(2):
        with xfce.session():
            wait_until(lambda: told.exists() and told.read_text().endswith("\n"), "the autostart")
        assert told.read_text() == f"{words}\n"
        told.unlink()


def test_nothing_of_a_picture_is_in_what_the_session_keeps_of_its_programs(
    xfce: Xfce, narrator_program: Path, narrate: Narrate, tmp_path: Path
) -> None:
    folder = tmp_path / "Holiday"
    folder.mkdir()
    XdgAutostart().install([str(narrator_program), "watch", str(folder), "--silent"])
    with xfce.session():
        wait_until(lambda: narrate("status").returncode == 0, "the start of Narrator")
        save_picture(folder / "Anna at the sea.png")
        wait_until(lambda: "Anna at the sea" in narrate("history").stdout, "the description")
        narrate("quit")
    said = narrate("history").stdout.partition("Anna at the sea.png")[2].strip()
    output = xfce.output.read_text()
    assert said
    assert "Anna" not in output
    assert "blue" not in output
