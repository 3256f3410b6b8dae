"""Words into files on the disk: copies, pictures themselves and sidecars, and what is left alone."""

import os
import sys
from pathlib import Path

import pytest

from narrator.alt_text import writing
from narrator.alt_text.alt_text import AltText
from narrator.alt_text.content import Content, with_words
from narrator.alt_text.outcome import Outcome
from narrator.alt_text.packet import words_in_packet
from narrator.alt_text.writing import write_beside, write_copy, write_into
from narrator.picture.opening import open_picture
from tests.alt_text.words import CAT, DOG, PICTURES
from tests.drawings import encoded, tinted
from tests.picture.written.made import ALT, WORDS, alternatives, exif, jpeg_with, xmp

_MINE = xmp(alternatives(ALT, {"x-default": WORDS}))


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "album/a.jpg"
    file.parent.mkdir()
    file.write_bytes(PICTURES["JPEG"])
    return file


def words_of(file: Path) -> str | None:
    written = open_picture(file).written
    return written.text if written else None


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_copy_has_the_words_and_the_original_none(picture: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copies/sub/a.jpg"
    os.utime(picture, (10**9, 10**9))
    picture.chmod(0o640)
    assert write_copy(picture, copy, DOG).outcome is Outcome.WRITTEN
    assert picture.read_bytes() == PICTURES["JPEG"]
    assert words_of(copy) == DOG.text
    assert copy.stat().st_mtime == 10**9
    assert sys.platform == "win32" or copy.stat().st_mode & 0o777 == 0o640
    state = copy.stat()
    assert write_copy(picture, copy, DOG).outcome is Outcome.SAME
    assert copy.stat() == state
    assert write_copy(picture, copy, CAT).outcome is Outcome.WRITTEN
    assert words_of(copy) == CAT.text
    assert names(copy.parent) == ["a.jpg"]


def test_what_a_person_wrote_into_a_copy_stays(picture: Path, tmp_path: Path) -> None:
    copy = tmp_path / "a.jpg"
    mine = jpeg_with((0xE1, exif({0x10E: (2, WORDS.encode())})))
    copy.write_bytes(mine)
    assert write_copy(picture, copy, DOG).outcome is Outcome.OWN
    assert copy.read_bytes() == mine


def test_a_copy_of_what_a_person_described_is_as_the_picture_with_its_sidecar(
    picture: Path, tmp_path: Path
) -> None:
    picture.with_name("a.jpg.xmp").write_bytes(_MINE)
    copy = tmp_path / "copies/a.jpg"
    assert write_copy(picture, copy, DOG).outcome is Outcome.OWN
    assert copy.read_bytes() == picture.read_bytes()
    assert words_of(copy) == WORDS
    for write in (write_into, write_beside):
        assert write(picture, DOG).outcome is Outcome.OWN
    assert picture.read_bytes() == PICTURES["JPEG"]
    assert picture.with_name("a.jpg.xmp").read_bytes() == _MINE


def test_another_file_at_the_place_of_a_copy_stays(picture: Path, tmp_path: Path) -> None:
    other = encoded(tinted("blue"), "JPEG")
    for content in (other, b"no picture"):
        copy = tmp_path / "a.jpg"
        copy.write_bytes(content)
        assert write_copy(picture, copy, DOG).outcome is Outcome.FAILED
        assert copy.read_bytes() == content


def test_links_are_not_followed_and_second_names_keep_their_file(picture: Path, tmp_path: Path) -> None:
    copy, link = tmp_path / "copy.jpg", picture.with_name("link.jpg")
    copy.symlink_to(picture)
    assert write_copy(picture, copy, DOG).outcome is Outcome.FAILED
    link.symlink_to(picture)
    assert write_into(link, DOG).outcome is Outcome.BESIDE
    second = tmp_path / "second.jpg"
    second.hardlink_to(picture)
    result = write_into(second, DOG)
    assert result.outcome is Outcome.BESIDE
    assert result.reason.startswith(
        "second.jpg has its words in second.jpg.xmp, because it has a second name"
    )
    assert picture.read_bytes() == PICTURES["JPEG"]
    assert words_of(second) == words_of(link) == DOG.text


def test_what_cannot_hold_words_gets_a_sidecar(picture: Path, tmp_path: Path) -> None:
    bitmap = picture.with_name("b.bmp")
    bitmap.write_bytes(encoded(tinted("red"), "BMP"))
    copy = tmp_path / "copies/b.bmp"
    assert write_copy(bitmap, copy, DOG).outcome is Outcome.BESIDE
    assert copy.read_bytes() == bitmap.read_bytes()
    assert words_of(copy) == DOG.text
    damaged = picture.with_name("c.png")
    damaged.write_bytes(PICTURES["PNG"][:-30])
    assert write_into(damaged, DOG).outcome is Outcome.BESIDE
    assert damaged.read_bytes() == PICTURES["PNG"][:-30]


def test_a_file_that_changes_meanwhile_is_not_replaced(
    picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def while_others_write(data: bytes, content: Content, words: AltText) -> bytes:
        picture.write_bytes(b"somebody else's")
        return with_words(data, content, words)

    monkeypatch.setattr(writing, "with_words", while_others_write)
    result = write_into(picture, DOG)
    assert (result.outcome, picture.read_bytes()) == (Outcome.FAILED, b"somebody else's")
    assert names(picture.parent) == ["a.jpg"]


@pytest.mark.skipif(sys.platform != "linux", reason="Linux keeps such attributes")
def test_a_picture_keeps_its_attributes(picture: Path) -> None:
    os.setxattr(picture, "user.xdg.tags", b"garden")
    assert write_into(picture, DOG).outcome is Outcome.WRITTEN
    assert os.getxattr(picture, "user.xdg.tags") == b"garden"
    assert words_of(picture) == DOG.text


def test_sidecars_are_extended_under_the_name_that_they_have(picture: Path) -> None:
    rating = '<xmp:Rating xmlns:xmp="http://ns.adobe.com/xap/1.0/">5</xmp:Rating>'
    adobe = picture.with_suffix(".xmp")
    adobe.write_bytes(xmp(rating))
    assert write_beside(picture, DOG).outcome is Outcome.WRITTEN
    assert rating.encode() in adobe.read_bytes()
    assert words_in_packet(adobe.read_bytes()) == DOG
    assert write_beside(picture, DOG).outcome is Outcome.SAME
    assert names(picture.parent) == ["a.jpg", "a.xmp"]
    raw = picture.with_name("a.nef")  # now nobody knows of which of them a.xmp speaks
    raw.write_bytes(b"")
    before = adobe.read_bytes()
    assert write_beside(picture, CAT).outcome is Outcome.WRITTEN
    assert adobe.read_bytes() == before
    assert words_in_packet(picture.with_name("a.jpg.xmp").read_bytes()) == CAT


@pytest.mark.parametrize("content", [b"<broken", b"<!DOCTYPE a><a/>", b"<a>" + b" " * 2**20 + b"</a>"])
def test_a_sidecar_that_cannot_be_extended_stays(picture: Path, content: bytes) -> None:
    sidecar = picture.with_name("a.jpg.xmp")
    sidecar.write_bytes(content)
    result = write_beside(picture, DOG)
    assert result.outcome is Outcome.FAILED
    assert result.reason.startswith("a.jpg.xmp stays as it is, because ")
    assert sidecar.read_bytes() == content
