"""What is watched at login for whoever names nothing, on each system."""

import sys
from pathlib import Path

import pytest

from narrator.daemon.autostart import usual
from narrator.errors import DaemonError


@pytest.fixture
def pictures(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(usual, "pictures_folder", lambda: tmp_path / "Pictures")
    monkeypatch.setattr(usual, "user_desktop_path", lambda: tmp_path / "Desktop")
    return tmp_path / "Pictures"


@pytest.mark.parametrize("system", ["linux", "win32"])
def test_the_folders_in_pictures_are_watched_where_screenshots_go_there(
    pictures: Path, system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert usual.usual_watch() == [str(pictures), "--recursive", "--clipboard"]


def test_the_desktop_of_macos_is_watched_without_what_lies_in_its_folders(
    pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert usual.usual_watch() == [str(pictures), str(pictures.with_name("Desktop")), "--clipboard"]


def test_without_a_pictures_folder_folders_must_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(usual, "pictures_folder", lambda: None)
    with pytest.raises(DaemonError, match="name your folders"):
        usual.usual_watch()
