"""`narrator autostart` as installed, without systemd and with a real one."""

import os
import shlex
import subprocess
from pathlib import Path

import pytest

from narrator.daemon.autostart import systemd
from narrator.daemon.autostart.systemd import SystemdAutostart, exec_start
from narrator.daemon.autostart.xdg import XdgAutostart
from narrator.daemon.desktop_entry import exec_value
from narrator.daemon.program import program
from tests.conftest import Narrate
from tests.usermanager import systemctl, user_manager

__all__ = ["user_manager"]


@pytest.fixture
def home(person: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Somebody with a folder for pictures and a desktop without systemd."""
    monkeypatch.setenv("HOME", str(person))
    for variable in ("XDG_PICTURES_DIR", "SWAYSOCK", "I3SOCK", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    (person / "Pictures").mkdir()
    return person


@pytest.fixture
def entry(home: Path) -> Path:
    return home / "config" / "autostart" / "narrator.desktop"


@pytest.fixture
def unit(home: Path) -> Path:
    return home / "config" / "systemd" / "user" / "narrator.service"


@pytest.mark.needs_desktop_entries
def test_without_options_pictures_and_clipboard_are_watched(narrate: Narrate, entry: Path) -> None:
    process = narrate("autostart", "install")
    assert (process.returncode, process.stderr) == (0, "")
    assert str(entry) in process.stdout
    pictures = entry.parent.parent.parent / "Pictures"
    command = exec_value([*program(), "watch", str(pictures), "--recursive", "--clipboard"])
    assert f"Exec={command}\n" in entry.read_text()
    subprocess.run(["desktop-file-validate", entry], check=True)


def test_options_are_passed_on_and_folders_found_from_anywhere(
    narrate: Narrate, entry: Path, tmp_path: Path
) -> None:
    (tmp_path / "My Holiday").mkdir()
    (tmp_path / "film.mp4").touch()
    film = tmp_path / "film.mp4"
    options = ("--quiet-hours", "22:00 - 7:00", "--speaker", "speech-dispatcher", "--voice", "its own")
    for given, written in (
        (["--camera", "film.mp4"], ["--camera", str(film)]),
        (["--camera=film.mp4"], [f"--camera={film}"]),
    ):
        assert narrate("autostart", "install", "--", "My Holiday", *options, *given).returncode == 0
        words = ["watch", str(tmp_path / "My Holiday"), *options, *written]
        assert f"Exec={exec_value([*program(), *words])}\n" in entry.read_text()


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["--colour", "."], 2, "No such option"),
        (["--verbosity", "loud", "."], 2, '--verbosity must be "brief", "normal" or "full"'),
        (["--model", "huge", "."], 2, "There is no model huge"),
        (["absent"], 1, "There is no folder absent to watch; make it, or put its drive in, and try again."),
        (["/no/such"], 1, "There is no folder /no/such to watch; "),
        (["./letter.png"], 1, "./letter.png is a file and no folder; name the folder that it is in."),
        ([".", "--voice", "nonsense"], 1, "There is no voice called nonsense; "),
        ([".", "--speaker", "nvda"], 1, "nvda does not speak on this system; choose auto, orca, speech-disp"),
        (["--camera", "nonsense"], 1, "There is no camera and no video "),
        (["--camera", "ftp://garden"], 1, "Addresses that begin with ftp:// cannot be watched; "),
        (["--silent"], 2, "There is nothing to watch"),
        (["--quiet-hours", "25:00"], 2, "--quiet-hours must be a string of two times of day"),
        (["--json", "."], 2, "At login nobody reads what --json prints; leave it out"),
        ([b"not \xff UTF-8"], 1, "not ? UTF-8 has a letter that cannot be written where"),
        (["bell\x07"], 1, "bell? has a letter that cannot be written where"),
    ],
)
def test_what_watch_would_refuse_at_login_is_refused_now(
    narrate: Narrate, entry: Path, tmp_path: Path, words: list[str | bytes], code: int, sentence: str
) -> None:
    for name in (b"not \xff UTF-8", b"bell\x07"):
        os.mkdir(os.path.join(os.fsencode(tmp_path), name))  # noqa: PTH102, PTH118
    (tmp_path / "letter.png").touch()
    process = narrate("autostart", "install", "--", *map(os.fsdecode, words))
    assert (process.returncode, process.stdout) == (code, "")
    assert sentence in process.stderr
    assert process.stderr.count("\n") == 1
    assert not entry.exists()


def test_a_word_that_is_a_folder_by_chance_stays_a_word(
    narrate: Narrate, entry: Path, tmp_path: Path
) -> None:
    (tmp_path / "brief").mkdir()
    assert narrate("autostart", "install", "--", "--verbosity", "brief", "--clipboard").returncode == 0
    words = ["watch", "--verbosity", "brief", "--clipboard"]
    assert f"Exec={exec_value([*program(), *words])}\n" in entry.read_text()


def test_a_link_to_a_folder_keeps_its_name(narrate: Narrate, entry: Path, tmp_path: Path) -> None:
    (tmp_path / "disk" / "My Holiday").mkdir(parents=True)
    link = tmp_path / "Holiday"
    link.symlink_to(tmp_path / "disk" / "My Holiday")
    assert narrate("autostart", "install", "--", "Holiday").returncode == 0
    assert f"Exec={exec_value([*program(), 'watch', str(link)])}\n" in entry.read_text()


def test_the_way_from_nothing_to_nothing(narrate: Narrate, entry: Path) -> None:
    assert "Nothing starts narrator at login" in narrate("autostart", "status").stdout
    assert "nothing to remove" in narrate("autostart", "remove").stdout
    narrate("autostart", "install")
    lines = narrate("autostart", "status").stdout.splitlines()
    assert '"watch"' in lines[0]
    assert lines[1] == f"This is written in {entry}."
    assert not any("another installation" in line for line in lines)
    assert "does not start narrator any more" in narrate("autostart", "remove").stdout
    assert not entry.exists()


def test_another_installation_is_told_and_replaced(narrate: Narrate, entry: Path) -> None:
    XdgAutostart().install(["/old/narrator", "watch"])
    assert "That is another installation" in narrate("autostart", "status").stdout
    narrate("autostart", "install")
    assert "another installation" not in narrate("autostart", "status").stdout


def test_what_is_not_ours_is_left_alone(narrate: Narrate, entry: Path) -> None:
    entry.parent.mkdir()
    entry.write_text("[Desktop Entry]\nName=Mine\n")
    for verb in ("install", "remove"):
        process = narrate("autostart", verb)
        assert process.returncode == 1
        assert process.stderr == f"The file {entry} is not Narrator's; move it away and try again.\n"
    assert "Mine" in entry.read_text()


def test_a_folder_that_cannot_be_written_is_one_sentence(narrate: Narrate, entry: Path) -> None:
    entry.parent.write_text("a file where a folder should be")
    process = narrate("autostart", "install")
    assert (process.returncode, process.stdout) == (1, "")
    assert process.stderr.count("\n") == 1
    assert f"The file {entry} cannot be written" in process.stderr


def test_without_a_pictures_folder_folders_must_be_named(narrate: Narrate, home: Path) -> None:
    (home / "Pictures").rmdir()
    process = narrate("autostart", "install")
    assert process.returncode == 1
    assert "name your folders" in process.stderr
    # So is a person's folder set who wants none for pictures; nobody wants the whole home watched for that.
    (home / "config" / "user-dirs.dirs").write_text('XDG_PICTURES_DIR="$HOME/"\n')
    assert narrate("autostart", "install").returncode == 1


def test_a_real_systemd_has_it_and_an_entry_from_before_goes(
    narrate: Narrate, user_manager: None, entry: Path, unit: Path
) -> None:
    XdgAutostart().install([*program(), "watch"])
    assert narrate("autostart", "install", "--", "--clipboard").returncode == 0
    assert f"ExecStart={exec_start([*program(), 'watch', '--clipboard'])}\n" in unit.read_text()
    assert not entry.exists()
    assert systemctl("is-enabled", unit.name).strip() == "enabled"
    assert "It does not run now." in narrate("autostart", "status").stdout
    assert narrate("autostart", "remove").returncode == 0
    assert unit.name not in systemctl("list-unit-files", "--no-legend")


def test_a_unit_of_a_version_before_is_told_of_with_the_command_that_mends_it(
    narrate: Narrate, user_manager: None, home: Path, unit: Path, tmp_path: Path
) -> None:
    (tmp_path / "My $ 100 % Holiday").mkdir()
    narrate("autostart", "install", "--", "My $ 100 % Holiday", "--clipboard")
    text = unit.read_text()
    assert "StandardOutput=null\n" in text
    unit.write_text(text.replace("StandardOutput=null\n", ""))
    again = f"narrator autostart install -- '{tmp_path}/My $ 100 % Holiday' --clipboard"
    assert (
        f"A version before wrote that; {again} writes it as it is now.\n"
        in narrate("autostart", "status").stdout
    )
    assert narrate(*shlex.split(again)[1:]).returncode == 0
    assert unit.read_text() == text
    assert "A version before" not in narrate("autostart", "status").stdout


def test_where_only_units_are_started_the_unit_is_linked(
    home: Path, unit: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from narrator.commands.autostart import install, remove

    monkeypatch.setattr(systemd, "_BOOTED", home)
    assert install.main(["--", "--clipboard"], standalone_mode=False) == 0
    assert SystemdAutostart().installed()
    assert unit.exists()
    assert remove.main([], standalone_mode=False) == 0
    assert not unit.exists()
