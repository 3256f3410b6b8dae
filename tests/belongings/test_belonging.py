"""One thing that is kept, and how it goes."""

from pathlib import Path

import pytest

from narrator.belongings.belonging import Belonging
from narrator.errors import DaemonError


def test_a_file_is_told_with_its_size_and_goes(tmp_path: Path) -> None:
    file = tmp_path / "journal.sqlite"
    file.write_bytes(bytes(3_210_000))
    belonging = Belonging.at(file, "Journal")
    assert str(belonging) == f"Journal: {file}, 3.2 MB"
    assert belonging.remove() is None
    assert not file.exists()
    assert belonging.remove() is None  # somebody else was quicker


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (43_200, "43.2 kB"),
        (999_999, "1000.0 kB"),
        (43_418_885, "43.4 MB"),
        (1_500_000_000, "1500.0 MB"),
    ],
)
def test_sizes_are_short(size: int, words: str) -> None:
    belonging = Belonging(what="Log", place="here", size=size, erase=lambda: None)
    assert str(belonging) == f"Log: here, {words}"


def test_a_folder_goes_with_all_that_is_in_it_but_no_link_is_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "photo.jpg").write_bytes(bytes(500))
    model = tmp_path / "model"
    (model / "deep").mkdir(parents=True)
    (model / "deep" / "encoder.onnx").write_bytes(bytes(700))
    (model / "pictures").symlink_to(elsewhere)
    (model / "picture.jpg").symlink_to(elsewhere / "photo.jpg")
    belonging = Belonging.at(model, "Model")
    assert belonging.size is not None
    assert 700 <= belonging.size < 1200  # and what the links themselves hold
    assert belonging.remove() is None
    assert not model.exists()
    assert (elsewhere / "photo.jpg").exists()


@pytest.mark.parametrize("is_there", [True, False])
def test_of_a_link_only_the_link_goes(tmp_path: Path, is_there: bool) -> None:
    target = tmp_path / "target"
    if is_there:
        target.mkdir()
        (target / "file").touch()
    link = tmp_path / "link"
    link.symlink_to(target)
    assert Belonging.at(link, "Settings").remove() is None
    assert not link.is_symlink()
    assert (target / "file").exists() == is_there


def test_what_cannot_be_removed_says_why(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "file").touch()
    full = Belonging(what="Folder", place=str(folder), size=None, erase=folder.rmdir)
    assert str(full) == f"Folder: {folder}"
    assert full.remove() == "Directory not empty"

    def refuse() -> None:
        raise DaemonError("The file is not Narrator's; move it away.")

    foreign = Belonging(what="Autostart", place="there", size=None, erase=refuse)
    assert foreign.remove() == "The file is not Narrator's; move it away"
