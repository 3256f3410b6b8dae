"""The clipboard of KDE Plasma, with the real KWin."""

import subprocess
from pathlib import Path

import pytest

from narrator.errors import PictureError
from narrator.picture.opening import open_picture
from narrator.sources.clipboard import read_clipboard
from tests.desktops.kwin import kwin
from tests.drawings import scene
from tests.sources.clipboard.listener import listening

__all__ = ["kwin"]


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    files = [tmp_path / f"{seed}.png" for seed in range(3)]
    for seed, file in enumerate(files):
        scene(64, 48, seed).save(file)
    return files


def wl_copy(*arguments: str, content: bytes = b"") -> None:
    subprocess.run(["wl-copy", *arguments], input=content, check=True, stderr=subprocess.DEVNULL)


def copy(picture: Path) -> None:
    wl_copy("--type", "image/png", content=picture.read_bytes())


# KWin 5.27 says nothing of an empty clipboard, and wl-paste waits for it.
def test_from_an_empty_clipboard_on_each_copied_picture_arrives(kwin: None, pictures: list[Path]) -> None:
    with listening() as listener:
        for picture in pictures:
            copy(picture)
            assert listener.arrival().open().digest == open_picture(picture).digest
            wl_copy("--clear")


def test_what_was_there_at_the_start_is_not_new(kwin: None, pictures: list[Path]) -> None:
    before, *new = pictures
    copy(before)
    with listening() as listener:
        for picture in new:
            copy(picture)
            assert listener.arrival().open().digest == open_picture(picture).digest


def test_an_empty_clipboard_is_told_of(kwin: None, pictures: list[Path]) -> None:
    with pytest.raises(PictureError, match=r"no picture on the clipboard.*copy one and try again"):
        read_clipboard()
    copy(pictures[0])
    assert read_clipboard().digest == open_picture(pictures[0]).digest
