"""The desktop entry, judged by freedesktop.org's own validator and by GLib's rules of quoting."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.daemon.autostart.xdg import XdgAutostart
from narrator.daemon.desktop_entry import exec_value
from narrator.daemon.program import program
from narrator.errors import DaemonError

COMMAND = (*program(), "watch", "/home/me/Pictures", "--clipboard")
AWKWARD = ("a b", 'with "quotes"', "back\\slash", "100 %", "$HOME", "`id`", "'", "new\nline", "é", "")


def words_of(value: str) -> list[str]:
    """Undo the escapes of values and the quoting of Exec, each by the words of the specification."""
    escapes = {"\\": "\\", "n": "\n", "t": "\t", "r": "\r", "s": " "}
    letters, text = iter(value), ""
    for letter in letters:
        text += escapes[next(letters)] if letter == "\\" else letter
    words, rest = [], text.replace("%%", "%")
    while rest:
        assert rest.startswith('"')
        word, place = "", 1
        while rest[place] != '"':
            place += rest[place] == "\\"
            word += rest[place]
            place += 1
        words.append(word)
        rest = rest[place + 1 :].removeprefix(" ")
    return words


@pytest.mark.needs_desktop_entries
def test_the_entry_is_valid(person: Path) -> None:
    autostart = XdgAutostart()
    place = autostart.install([*COMMAND, *AWKWARD])
    assert place == str(person / "config" / "autostart" / "narrator.desktop")
    process = subprocess.run(["desktop-file-validate", place], capture_output=True, text=True)
    assert (process.returncode, process.stdout + process.stderr) == (0, "")
    [line] = [line for line in Path(place).read_text().splitlines() if line.startswith("Exec=")]
    assert words_of(line.removeprefix("Exec=")) == [*COMMAND, *AWKWARD]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1))
def test_any_word_arrives_as_it_was(words: list[str]) -> None:
    value = exec_value(words)
    assert "\n" not in value
    assert words_of(value) == words


def test_twice_is_once_and_it_can_be_removed(person: Path) -> None:
    autostart = XdgAutostart()
    assert autostart.installed() is None
    texts = {Path(autostart.install(COMMAND)).read_text() for _ in range(2)}
    assert len(texts) == 1
    installed = autostart.installed()
    assert installed
    assert installed.ours
    assert "/home/me/Pictures" in installed.command
    assert list((person / "config" / "autostart").iterdir()) == [Path(installed.place)]
    assert autostart.remove()
    assert not autostart.remove()


def test_another_installation_is_told(person: Path) -> None:
    autostart = XdgAutostart()
    autostart.install(["/elsewhere/narrator", "watch"])
    installed = autostart.installed()
    assert installed
    assert not installed.ours


def test_an_entry_that_is_not_ours_is_left_alone(person: Path) -> None:
    entry = person / "config" / "autostart" / "narrator.desktop"
    entry.parent.mkdir()
    entry.write_text("[Desktop Entry]\nType=Application\nName=Mine\nExec=true\n")
    for attempt in (lambda: XdgAutostart().install(COMMAND), XdgAutostart().remove):
        with pytest.raises(DaemonError, match="is not Narrator's"):
            attempt()
    assert "Mine" in entry.read_text()


def test_a_desktop_that_does_not_read_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("SWAYSOCK", "I3SOCK"):
        monkeypatch.delenv(variable, raising=False)
    assert XdgAutostart().doubt() is None
    monkeypatch.setenv("SWAYSOCK", "/run/sway")
    assert "Sway does not read that; put the line exec narrator watch" in (XdgAutostart().doubt() or "")
