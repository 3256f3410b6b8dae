import os
from pathlib import Path

import pytest

from narrator.collection.listing import pictures_of
from narrator.errors import SettingsError


def listed(*arguments: str | Path, recursive: bool = True) -> list[str]:
    def denied(folder: Path, error: OSError) -> None:
        raise AssertionError(f"{folder}: {error}")

    found = pictures_of(map(str, arguments), recursive=recursive, denied=denied)
    return [os.fspath(path) for path in found]


@pytest.fixture
def album(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (
        "b.png",
        "a.jpg",
        "notes.txt",
        "below/c.png",
        "below/deeper/d.png",
        "Above/e.png",
        ".hidden.png",
    ):
        file = tmp_path / "album" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    monkeypatch.chdir(tmp_path)
    return Path("album")


def test_a_folder_is_its_pictures_by_name_and_then_its_folders_by_name(album: Path) -> None:
    whole = [
        "album/a.jpg",
        "album/b.png",
        "album/Above/e.png",
        "album/below/c.png",
        "album/below/deeper/d.png",
    ]
    assert listed(album) == whole
    assert listed(album, recursive=False) == whole[:2]


@pytest.mark.parametrize("folder", ["@eaDir", ".Trash-1000", "$RECYCLE.BIN", "lost+found"])
def test_what_other_programs_keep_there_is_left_out(album: Path, folder: str) -> None:
    (album / folder).mkdir()
    (album / folder / "thumb.jpg").touch()
    (album / "below" / ".nomedia").touch()
    assert listed(album) == ["album/a.jpg", "album/b.png", "album/Above/e.png"]
    (album / ".nomedia").touch()
    assert listed(album)[0] == "album/a.jpg", "who names a folder wants it"


def test_a_pattern_finds_pictures_and_enters_folders(album: Path) -> None:
    assert listed("album/*.png") == ["album/b.png"]
    assert listed("album/**/*.png") == [
        "album/Above/e.png",
        "album/b.png",
        "album/below/c.png",
        "album/below/deeper/d.png",
    ]
    assert listed("album/be*") == ["album/below/c.png", "album/below/deeper/d.png"]


def test_two_stars_do_not_follow_links_and_may_stand_anywhere(album: Path, tmp_path: Path) -> None:
    (album / "below" / "round").symlink_to(album.absolute(), target_is_directory=True)
    whole = listed(album)
    assert sorted(listed("album/**")) == sorted(listed(f"{album}/**/*")) == sorted(whole)
    assert listed(f"{tmp_path}/album/**/c.*") == [f"{tmp_path}/album/below/c.png"]
    assert listed("album/**.png") == ["album/b.png"]
    assert listed("**/e.png") == ["album/Above/e.png"]


@pytest.mark.parametrize("pattern", ["album/**/*.jpg", "album/*", "al*/*", "al*"])
def test_a_pattern_leaves_out_what_other_programs_keep(album: Path, pattern: str) -> None:
    (album / "@eaDir" / "a.jpg").mkdir(parents=True)
    (album / "@eaDir" / "a.jpg" / "SYNOPHOTO_THUMB_XL.jpg").touch()
    (album / "cache" / "deeper").mkdir(parents=True)
    (album / "cache" / ".nomedia").touch()
    (album / "cache" / "deeper" / "1.jpg").touch()
    assert [path for path in listed(pattern) if path.endswith(".jpg")] == ["album/a.jpg"]
    assert listed("album/@eaDir/**/*.jpg") == ["album/@eaDir/a.jpg/SYNOPHOTO_THUMB_XL.jpg"], "it was spelled"


def test_a_list_has_a_path_a_line_with_any_bytes(album: Path, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_bytes(b"album/b.png\r\n\nalbum/\xff.jpg\nalbum/gone.png")
    assert listed("list.txt") == ["album/b.png", os.fsdecode(b"album/\xff.jpg"), "album/gone.png"]


def test_what_stands_for_nothing_is_refused(album: Path) -> None:
    with pytest.raises(SettingsError, match=r"Nothing matches album/\*\.gif"):
        listed("album/*.gif")
    with pytest.raises(SettingsError, match="is no picture, folder, pattern or list"):
        listed("albun")
