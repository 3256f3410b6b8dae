"""`narrator describe` with --embed, --sidecar, --in-place and --comment, as a person calls it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from narrator.picture.opening import open_picture
from tests.conftest import Draw, Narrate
from tests.picture.written.made import WORDS, exif, jpeg_with

_ROWS = ("describe", "album", "--out", "c.jsonl")


@pytest.fixture
def album(draw: Draw) -> Path:
    """A folder with pictures in three kinds of file, and one that somebody has described."""
    for name in ("a.jpg", "sub/b.png", "c.bmp"):
        draw(f"album/{name}", "blue")
    album = draw("album/a.jpg", "red").parent
    (album / "mine.jpg").write_bytes(jpeg_with((0xE1, exif({0x10E: (2, WORDS.encode())}))))
    return album


def files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def written(file: Path) -> tuple[str, str]:
    found = open_picture(file).written
    return (found.text, found.by) if found else ("", "")


def test_copies_have_the_words_and_the_pictures_keep_all_bytes(narrate: Narrate, album: Path) -> None:
    before = files(album)
    process = narrate(*_ROWS, "--embed", "copies")
    assert process.returncode == 0
    assert process.stdout.splitlines()[-1] == (
        "Words: 2 written, 1 left with a person's own, 1 in a sidecar instead."
    )
    assert (
        "c.bmp has its words in c.bmp.xmp, because Narrator does not write into this kind" in process.stderr
    )
    assert files(album) == before
    copies = album.with_name("copies")
    made = files(copies)
    assert made.keys() == {*before, "c.bmp.xmp"}
    assert made["mine.jpg"] == before["mine.jpg"]
    text, by = written(copies / "a.jpg")
    assert text.endswith("Described by Narrator, a program.") and "red" in text
    assert by == "machine"
    assert (
        narrate("speak", copies / "a.jpg", "--silent").stdout
        == narrate("speak", album / "a.jpg", "--silent").stdout
    )
    again = narrate(*_ROWS, "--embed", "copies").stdout
    assert "Words: 2 as before, 1 left with a person's own, 1 in a sidecar instead" in again
    assert files(copies) == made


def test_in_place_and_beside_leave_what_a_person_wrote(narrate: Narrate, album: Path) -> None:
    before = files(album)
    narrate(*_ROWS, "--sidecar")
    after = files(album)
    assert after.keys() - before.keys() == {"a.jpg.xmp", "c.bmp.xmp", "sub/b.png.xmp"}
    assert {name: after[name] for name in before} == before
    process = narrate(*_ROWS, "--in-place", "--flat")
    assert "Words: 1 written, 1 left with a person's own, 1 in a sidecar" in process.stdout
    after = files(album)
    assert after["mine.jpg"] == before["mine.jpg"] and after["sub/b.png"] == before["sub/b.png"]
    assert written(album / "a.jpg")[1] == "machine"


def test_rows_of_other_pictures_are_not_written(narrate: Narrate, album: Path, draw: Draw) -> None:
    other = draw("other/o.png", "blue").parent
    narrate("describe", "other", "--out", "c.jsonl")
    narrate(*_ROWS, "--sidecar")
    assert files(other).keys() == {"o.png"}
    assert "a.jpg.xmp" in files(album)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux keeps such attributes")
def test_the_comment_of_the_desktop_is_not_left_on_what_a_person_described(
    narrate: Narrate, album: Path
) -> None:
    before = files(album)
    narrate(*_ROWS, "--comment")
    assert files(album) == before
    assert b"Described by Narrator" in os.getxattr(album / "c.bmp", "user.xdg.comment")
    assert os.listxattr(album / "mine.jpg") == []


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--embed", "album/copies"], "album/copies lies in album, so that copies would be described as new"),
        (
            ["--embed", "copies", "--in-place"],
            "Give --embed a folder of copies or write --in-place",
        ),
        (["--embed", "album/a.jpg"], "album/a.jpg is not a folder; name one for the copies."),
    ],
)
def test_wrong_places_are_one_sentence(
    narrate: Narrate, album: Path, options: list[str], sentence: str
) -> None:
    before = files(album)
    process = narrate(*_ROWS, *options)
    assert (process.returncode, process.stdout) == (2, "")
    assert sentence in process.stderr
    assert files(album) == before and not (album.parent / "c.jsonl").exists()


@pytest.mark.needs_mounts
def test_what_cannot_be_written_is_told_and_a_full_disk_ends_it(
    narrate: Narrate, narrator_program: Path, album: Path
) -> None:
    def alone(mount: str) -> subprocess.CompletedProcess[str]:
        command = f'{mount} && exec "$0" describe album --out c.jsonl --embed disk'
        return subprocess.run(
            ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", command, narrator_program],
            cwd=album.parent,
            capture_output=True,
            text=True,
            timeout=120,
        )

    narrate(*_ROWS)
    disk = album.parent / "disk"
    disk.mkdir()
    denied = alone("mount -t tmpfs -o ro tmpfs disk")
    assert "For a.jpg nothing can be written (Read-only file system)." in denied.stderr
    assert denied.stdout.endswith("\nWords: 4 failed.\n")
    full = alone("mount -t tmpfs -o size=8k tmpfs disk")
    assert full.returncode == 1
    assert (
        "nothing can be written (No space left on device): make room and start the same command"
        in full.stderr
    )


@pytest.mark.parametrize("folder", [".", "album", "link"])
def test_a_copy_never_takes_the_place_of_its_picture(narrate: Narrate, album: Path, folder: str) -> None:
    (album.parent / "link").symlink_to(album)
    (album.parent / "d.jpg").write_bytes((album / "a.jpg").read_bytes())
    before = files(album.parent)
    process = narrate("describe", "album/a.jpg", "d.jpg", "--out", "c.jsonl", "--embed", folder)
    assert "itself; name another folder for the copies." in process.stderr
    after = files(album.parent)
    assert {name: after[name] for name in before} == before


def test_of_a_list_on_standard_input_no_other_pictures_are_written(
    narrator_program: Path, narrate: Narrate, album: Path, draw: Draw
) -> None:
    other = draw("other/o.png", "blue").parent
    narrate("describe", "other", "--out", "c.jsonl")
    process = subprocess.run(
        [narrator_program, "describe", "-", "--out", "c.jsonl", "--in-place"],
        cwd=album.parent,
        input=b"album/a.jpg\n",
        capture_output=True,
    )
    assert b"Words: 1 written" in process.stdout, process.stderr
    assert written(other / "o.png") == ("", "")


def test_words_of_a_picture_that_was_exchanged_are_written_nowhere_until_it_is_described_anew(
    narrate: Narrate, album: Path, draw: Draw
) -> None:
    narrate(*_ROWS, "--in-place")
    draw("album/a.jpg", "green")
    before = (album / "a.jpg").read_bytes()
    process = narrate(*_ROWS, "--in-place", "--sidecar")
    assert "a.jpg shows another picture than the one that was described; describe it with --again." in (
        process.stderr
    )
    assert "1 failed" in process.stdout
    assert (album / "a.jpg").read_bytes() == before and not (album / "a.jpg.xmp").exists()
    assert "1 described" in (again := narrate(*_ROWS, "--in-place", "--again")).stdout, again.stderr
    assert "green" in written(album / "a.jpg")[0]
