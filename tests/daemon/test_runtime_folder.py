"""Who may be in the folder, and what is refused."""

import os
import tempfile
from pathlib import Path

import pytest

from narrator.daemon.control.client import ask
from narrator.daemon.runtime_folder import MadeFile, is_still, make_private
from narrator.errors import DaemonError


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_it_is_made_with_its_parents_for_the_person_alone(tmp_path: Path) -> None:
    folder = tmp_path / "runtime" / "narrator"
    make_private(folder)
    make_private(folder)
    assert (mode(folder), mode(folder.parent)) == (0o700, 0o700)


def test_one_that_others_can_read_is_closed_to_them(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_private(tmp_path)
    assert mode(tmp_path) == 0o700


@pytest.mark.parametrize("others", [0o770, 0o702, 0o777])
def test_one_that_others_can_write_in_is_refused(tmp_path: Path, others: int) -> None:
    tmp_path.chmod(others)
    with pytest.raises(DaemonError, match=f"chmod 700 {tmp_path}"):
        make_private(tmp_path)
    assert mode(tmp_path) == others


def test_another_users_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    with pytest.raises(DaemonError, match="not your own"):
        make_private(tmp_path)


def test_a_link_to_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir(mode=0o700)
    (tmp_path / "here").symlink_to("there")
    with pytest.raises(DaemonError, match="not your own"):
        make_private(tmp_path / "here")


def test_what_is_no_folder_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / "file" / "narrator"):
        with pytest.raises(DaemonError, match="cannot be used"):
            make_private(folder)


def test_a_file_is_still_itself_until_another_takes_its_place(tmp_path: Path) -> None:
    file, other = tmp_path / "file", tmp_path / "other"
    file.touch()
    other.touch()
    was = file.stat()
    file.write_text("changed")
    assert is_still(file, was)
    other.replace(file)
    assert not is_still(file, was)
    file.unlink()
    assert not is_still(file, was)


def test_what_was_made_there_is_removed_and_nothing_that_took_its_place(tmp_path: Path) -> None:
    file = MadeFile(tmp_path / "file")
    assert not file.is_there
    file.remove()  # nothing was made
    file.path.touch()
    file.made()
    assert file.is_there
    (tmp_path / "other").touch()
    (tmp_path / "other").replace(file.path)
    assert not file.is_there
    file.remove()
    assert file.path.exists()
    file.made()
    file.remove()
    assert not file.path.exists()


def test_where_somebody_else_has_made_the_folder_that_takes_its_place_that_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over SSH there may be no XDG_RUNTIME_DIR, and everybody can guess which folder is taken then."""
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    (tmp_path / f"runtime-{os.geteuid()}").symlink_to(tmp_path)
    with pytest.raises(DaemonError, match=r"^Somebody else has made the folder .*; set XDG_RUNTIME_DIR to"):
        ask("status")
