"""GNOME's clipboard, with the real GNOME Shell: nothing takes the keyboard from the person."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from narrator.errors import PictureError, SourceError
from narrator.health.desktop import clipboard as clipboard_of_doctor
from narrator.picture.opening import open_picture
from narrator.sources.clipboard import clipboard_source, read_clipboard
from tests.conftest import Narrate
from tests.desktops.gnome import GnomeShell, Window, gnome, gnome_of_module
from tests.desktops.waiting import wait_until
from tests.drawings import corners, scene
from tests.sources.clipboard.listener import listening

__all__ = ["gnome", "gnome_of_module"]

_COUNT = "global.narrated = 0; global.display.connect('notify::focus-window', () => global.narrated++); true"


@pytest.fixture
def window(gnome: GnomeShell) -> Iterator[Window]:
    with Window(gnome) as window:
        yield window


@pytest.fixture
def small(tmp_path: Path) -> Path:
    corners().save(tmp_path / "small.png")
    return tmp_path / "small.png"


def digest_of(path: Path) -> str:
    return open_picture(path).digest


def test_each_copied_picture_arrives_and_the_keyboard_stays_where_it_is(
    gnome: GnomeShell, window: Window, tmp_path: Path
) -> None:
    gnome.evaluate(_COUNT)
    with listening() as listener:
        for seed, letter in enumerate("abc"):
            scene(640, 480, seed).save(tmp_path / f"{seed}.png")
            window.copy(tmp_path / f"{seed}.png")
            gnome.press(letter)
            assert listener.arrival().open().digest == digest_of(tmp_path / f"{seed}.png")
    assert gnome.evaluate("global.narrated") == 0
    wait_until(lambda: window.text() == "abc", "the letters of the person")


def test_a_picture_that_the_shell_itself_copies_arrives_whole(gnome: GnomeShell, tmp_path: Path) -> None:
    large = tmp_path / "large.png"
    scene(1600, 1200).save(large, compress_level=0)
    with listening() as listener:
        copy_by_the_shell(gnome, large)
        assert listener.arrival().open().digest == digest_of(large)


def test_what_is_copied_can_be_described_with_the_overview_open(
    gnome: GnomeShell, window: Window, small: Path, narrate: Narrate
) -> None:
    window.copy(small)
    gnome.show_overview()
    assert read_clipboard().digest == digest_of(small)
    assert narrate("clipboard", "--silent").returncode == 0
    assert gnome.evaluate("Main.overview.visible")


def test_doctor_finds_the_clipboard_and_takes_nothing(gnome: GnomeShell, window: Window) -> None:
    gnome.evaluate(_COUNT)
    assert clipboard_of_doctor().works
    assert gnome.evaluate("global.narrated") == 0


def test_without_its_x_server_it_is_read_on_command_only(
    gnome: GnomeShell, window: Window, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY")
    window.copy(small)
    with pytest.raises(
        SourceError, match=r"Without Xwayland.*install the package xwayland.*narrator clipboard"
    ):
        clipboard_source()
    assert read_clipboard().digest == digest_of(small)


def test_without_its_x_server_the_overview_keeps_the_clipboard(
    gnome: GnomeShell, window: Window, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY")
    window.copy(small)
    gnome.show_overview()
    with pytest.raises(PictureError, match="close the overview or the menu with Escape and try again"):
        read_clipboard()


def copy_by_the_shell(shell: GnomeShell, picture: Path) -> None:
    """As the Shell copies a screenshot."""
    shell.evaluate(
        f"const {{GLib, St}} = imports.gi; const [, bytes] = GLib.file_get_contents('{picture}');"
        " const clipboard = St.Clipboard.get_default();"
        " clipboard.set_content(St.ClipboardType.CLIPBOARD, 'image/png', new GLib.Bytes(bytes)); true"
    )
