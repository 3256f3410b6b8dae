"""What the daemon takes pictures from: of what is called the same, and of what cannot be watched."""

import os
import shutil
from pathlib import Path

import pytest

from narrator.daemon.watching import Watching
from narrator.errors import SourceError
from narrator.sources.arrival import Audience, Source
from narrator.sources.folder.source import FolderSource
from tests.daemon.houses import SETTINGS, House, Houses
from tests.desktop import weston
from tests.drawings import tinted

__all__ = ["weston"]


class Sourceless(Source):
    """A source that there cannot be."""

    name = "the moon"
    identity = "moon"

    def start(self, audience: Audience) -> None:
        raise SourceError("The moon cannot be watched; look at it.")

    def close(self) -> None:
        """Nothing is held."""


def test_a_source_that_cannot_start_is_not_among_the_sources(house: House) -> None:
    with pytest.raises(SourceError, match="look at it"):
        house.daemon.watched.add(Sourceless())
    assert house.daemon.watched.sources == ()


def test_of_two_folders_of_one_name_both_are_watched(house: House, tmp_path: Path) -> None:
    folders = [tmp_path / above / "Screens" for above in ("Work", "Private")]
    for folder in folders:
        folder.mkdir(parents=True)
        house.daemon.watched.add(FolderSource(folder))
    for number, (folder, colour) in enumerate(zip(folders, ("red", "blue"), strict=True), start=1):
        tinted(colour).save(folder / "a.png")
        assert house.voice.begun(number).startswith("Screens, a: ")
        house.voice.finish()
    assert {entry.path for entry in house.journal.history()} == {str(each / "a.png") for each in folders}


def test_a_folder_is_watched_once_and_once_more_with_what_is_inside(house: House, tmp_path: Path) -> None:
    for recursive in (False, False, True, True):
        house.daemon.watched.add(FolderSource(tmp_path, recursive=recursive))
    assert len(house.daemon.watched.sources) == 2


def test_a_clipboard_that_can_never_be_watched_is_tried_once(
    houses: Houses, person: Path, weston: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Each try takes the keyboard from the person for a moment.
    tries = tmp_path / "tries"
    program = tmp_path / "programs" / "wl-paste"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$@" >> {tries}\nexec {shutil.which("wl-paste")} "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    later = [tmp_path / "Drive", tmp_path / "Card"]
    house = houses(SETTINGS, 0.01)
    folders = (str(tmp_path), *map(str, later))
    house.daemon.watched.add_all(Watching(folders=folders, clipboard=True))
    assert any("lets no program watch" in str(event.fields["text"]) for event in house.of_kind("told"))
    once = tries.read_text()
    for folder in later:  # two rounds of what is tried again
        folder.mkdir()
        house.told(f"Narrator watches the folder {folder.name} now.")
    assert tries.read_text() == once


def test_a_clipboard_that_can_never_be_watched_is_said_at_the_first_login_only(
    houses: Houses, person: Path, weston: None, tmp_path: Path
) -> None:
    watching = Watching(folders=(str(tmp_path),), clipboard=True)
    first, second = houses(SETTINGS), houses(SETTINGS)
    for each in (first, second):
        each.daemon.watched.add_all(watching)
        assert any("lets no program watch" in str(event.fields["text"]) for event in each.of_kind("told"))
        each.daemon.told("The end.")
    assert "lets no program watch" in first.voice.begun(1)
    assert second.voice.begun(1) == "The end."
