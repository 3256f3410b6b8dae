import os
from pathlib import Path

import pytest

from narrator.errors import NarratorError, SettingsError
from narrator.whole_file import refuse_unwritable, unfinished, whole_file, write_private


def write(file: Path, text: bytes) -> None:
    with whole_file(file) as stream:
        stream.write(text)


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    file = tmp_path / "track.vtt"
    file.write_text("old")
    refuse_unwritable(file)
    assert file.read_text() == "old"
    with file.open() as reader:
        write(file, b"new\n")
        assert reader.read() == "old", "whoever reads it meanwhile has the old one, whole"
    assert list(tmp_path.iterdir()) == [file]
    assert file.read_bytes() == b"new\n"


def test_a_link_keeps_pointing_to_its_file(tmp_path: Path) -> None:
    (tmp_path / "real.vtt").touch()
    link = tmp_path / "link.vtt"
    link.symlink_to("real.vtt")
    refuse_unwritable(link)
    write(link, b"new\n")
    assert link.is_symlink()
    assert (tmp_path / "real.vtt").read_text() == "new\n"


def test_a_link_in_a_circle_leads_nowhere_and_is_replaced(tmp_path: Path) -> None:
    link = tmp_path / "link.vtt"
    link.symlink_to("link.vtt")
    refuse_unwritable(link)
    write(link, b"new\n")
    assert link.read_text() == "new\n"
    (tmp_path / "folder").symlink_to("folder")
    with pytest.raises(SettingsError, match="no folder folder to save"):
        refuse_unwritable(tmp_path / "folder" / "track.vtt")


@pytest.mark.parametrize("path", ["absent/track.vtt", ".", "/proc/track.vtt", "/dev/null", "x" * 300])
def test_what_cannot_be_written_is_known_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match="; "):
        refuse_unwritable(Path(path))
    assert list(tmp_path.iterdir()) == []


def test_what_fails_in_the_end_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "index.json"
    write(file, b"first")
    with pytest.raises(KeyboardInterrupt), whole_file(file, synced=True) as stream:
        stream.write(b"second")
        raise KeyboardInterrupt
    assert file.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [file]
    with pytest.raises(NarratorError, match=r"below cannot be written .*what it held before is kept"):
        write(file / "below", b"third")
    assert file.read_bytes() == b"first"


def test_who_may_read_a_file_may_read_what_takes_its_place_and_nobody_else(tmp_path: Path) -> None:
    file = tmp_path / "track.vtt"
    for mode in (0o600, 0o664, 0o400):
        file.touch()
        file.chmod(mode)
        with whole_file(file) as stream:
            (part,) = tmp_path.glob(unfinished(file))
            assert part.stat().st_mode & 0o777 == mode
            stream.write(b"new")
        assert file.stat().st_mode & 0o777 == mode
        file.unlink()


def test_what_is_private_is_for_its_owner_alone_whatever_it_was_before(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.touch()
    file.chmod(0o644)
    write_private(file, "secret")
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("secret", 0o600)
    assert list(tmp_path.iterdir()) == [file]


def test_of_two_private_files_that_are_made_at_once_the_first_stays(tmp_path: Path) -> None:
    file = tmp_path / "token"
    for text in ("first", "second"):
        write_private(file, text, replace=False)
    assert (file.read_text(), list(tmp_path.iterdir())) == ("first", [file])


def test_a_link_that_is_put_in_the_place_of_the_new_file_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By somebody who may write in the same folder, in the moment after it was made."""
    file, other = tmp_path / "track.vtt", tmp_path / "other"
    other.write_text("mine")
    make = os.open

    def make_and_lose(path: Path, *arguments: int) -> int:
        descriptor = make(path, *arguments)
        Path(path).unlink()
        Path(path).symlink_to(other)
        return descriptor

    monkeypatch.setattr(os, "open", make_and_lose)
    write(file, b"new")
    assert other.read_text() == "mine"
