from pathlib import Path

import pytest

from narrator.errors import NarratorError, SettingsError
from narrator.terminal.whole_file import WholeFile


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    (tmp_path / "track.vtt").write_text("old")
    file = WholeFile(str(tmp_path / "track.vtt"))
    assert (tmp_path / "track.vtt").read_text() == "old"
    with (tmp_path / "track.vtt").open() as reader:
        file.write("new\n")
        assert reader.read() == "old", "whoever reads it meanwhile has the old one, whole"
    assert [path.name for path in tmp_path.iterdir()] == ["track.vtt"]
    assert (tmp_path / "track.vtt").read_bytes() == b"new\n"


def test_a_link_keeps_pointing_to_its_file(tmp_path: Path) -> None:
    (tmp_path / "real.vtt").touch()
    link = tmp_path / "link.vtt"
    link.symlink_to("real.vtt")
    WholeFile(str(link)).write("new\n")
    assert link.is_symlink()
    assert (tmp_path / "real.vtt").read_text() == "new\n"


@pytest.mark.parametrize("path", ["absent/track.vtt", ".", "/proc/track.vtt", "x" * 300])
def test_what_cannot_be_written_is_known_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match="; "):
        WholeFile(path)
    assert list(tmp_path.iterdir()) == []


def test_what_fails_in_the_end_leaves_the_old_file(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    file = WholeFile(str(folder / "track.vtt"))
    folder.rename(tmp_path / "elsewhere")
    with pytest.raises(NarratorError, match=r"track\.vtt cannot be saved"):
        file.write("new")
