from pathlib import Path

import pytest

from narrator.private_folder import keep_private


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_it_is_made_with_its_parents_and_nobody_else_may_look_in(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "narrator" / "log"
    keep_private(folder)
    assert [mode(each) for each in (folder, folder.parent, folder.parent.parent)] == [0o700] * 3


@pytest.mark.parametrize("before", [0o755, 0o777, 0o750])
def test_one_that_was_open_is_closed_to_others_and_those_around_it_stay(tmp_path: Path, before: int) -> None:
    folder = tmp_path / "narrator"
    folder.mkdir()
    for each in (folder, tmp_path):
        each.chmod(before)
    keep_private(folder)
    assert (mode(folder), mode(tmp_path)) == (0o700, before)


def test_a_link_to_a_folder_elsewhere_is_as_good(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir(mode=0o755)
    (tmp_path / "narrator").symlink_to("disk")
    keep_private(tmp_path / "narrator")
    assert mode(tmp_path / "disk") == 0o700
