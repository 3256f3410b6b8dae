"""Files that are none, that may not be read or that do not hold still."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from narrator.errors import PictureError
from narrator.picture.opening import is_picture_name, open_picture, short_name
from tests.drawings import corners, encoded


def refusal(source: str | Path | bytes) -> str:
    """What is said instead of a description: always one sentence."""
    with pytest.raises(PictureError) as caught:
        open_picture(source)
    said = str(caught.value)
    assert said.endswith(".")
    assert ". " not in said
    assert "\n" not in said
    return said


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.png"
    corners().save(path)
    return path


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path / "no.jpg") == "no.jpg does not exist; check the name and the folder."
    assert refusal(tmp_path / "nowhere" / "no.jpg").startswith("no.jpg does not exist;")


def test_a_folder_is_no_picture(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"{tmp_path.name} is a folder; name a picture in it."


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty.jpg").touch()

    assert refusal(tmp_path / "empty.jpg") == "empty.jpg is empty; copy it or download it again."
    assert refusal(b"") == "The picture is empty; copy it or download it again."


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "film.jpg").open("wb") as file:
        file.truncate(2**40)  # a hole: takes no room on the disk, and more than fits into any memory

    assert refusal(tmp_path / "film.jpg").startswith("film.jpg has 1048576 megabytes, more than the 256")


def test_a_name_that_no_file_can_have(tmp_path: Path) -> None:
    assert refusal(tmp_path / ("x" * 300)).startswith("x" * 300 + " cannot be read (File name too long);")
    assert "embedded null" in refusal("a\0b.jpg")  # Python 3.13 says more around it
    assert refusal("a\0b.jpg").startswith("a?b.jpg cannot be read (")


def test_a_file_beyond_a_file(photo: Path) -> None:
    assert refusal(photo / "more.png").startswith("more.png cannot be read (Not a directory);")


def test_no_permission(photo: Path) -> None:
    """In a process of its own, which gives up the rights of root if it has them: root may read everything."""
    photo.chmod(0)
    program = """
import os, sys
from narrator.errors import PictureError
from narrator.picture.opening import open_picture
if os.geteuid() == 0:
    os.seteuid(65534)
try:
    open_picture(sys.argv[1])
except PictureError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", program, photo], check=True, capture_output=True, text=True)

    assert done.stdout == "photo.png may not be read by you; change its permissions and try again.\n"


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/dev/zero")])
def test_pipes_and_devices_are_not_even_opened(
    make: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "endless.jpg"
    make(path)
    monkeypatch.delattr(os, "open")

    assert refusal(path) == "endless.jpg is a device or a pipe and not a file; name a picture file."


def test_a_pipe_that_takes_the_place_of_a_file_is_not_waited_for(
    photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_open = os.open

    def open_after_exchange(path: Path, flags: int) -> int:
        photo.unlink()
        os.mkfifo(photo)
        return really_open(path, flags)

    monkeypatch.setattr(os, "open", open_after_exchange)
    said: list[str] = []
    reader = threading.Thread(target=lambda: said.append(refusal(photo)), daemon=True)
    reader.start()
    reader.join(timeout=20)

    assert said == ["photo.png is a device or a pipe and not a file; name a picture file."]


@pytest.mark.parametrize("change", ["grows", "shrinks", "is written over"])
def test_a_file_that_changes_while_it_is_read(
    change: str, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = photo.read_bytes()
    really_stat = os.fstat
    seen: list[os.stat_result] = []

    def stat_then_change(descriptor: int) -> os.stat_result:
        status = really_stat(descriptor)
        if not seen:
            content = {"grows": whole + b"more", "shrinks": whole[:-9], "is written over": whole[::-1]}[
                change
            ]
            photo.write_bytes(content)
            # Clocks of file systems are coarse: a change of length may come without one of time.
            later = status.st_mtime_ns + (10**9 if change == "is written over" else 0)
            os.utime(photo, ns=(status.st_atime_ns, later))
        seen.append(status)
        return status

    monkeypatch.setattr(os, "fstat", stat_then_change)

    assert refusal(photo) == ("photo.png changed while it was read; wait until it is finished and try again.")


def test_no_file_stays_open(photo: Path) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    open_picture(photo)
    photo.write_bytes(b"no picture")
    refusal(photo)

    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_a_name_is_spoken_without_what_is_no_text() -> None:
    assert short_name("/home/anna/Ferien/Kühe im Schnee.jpg") == "Kühe im Schnee.jpg"
    assert short_name("a\n\x1b[31mb\udcff.jpg") == "a??[31mb?.jpg"
    assert short_name("/") == "/"


def test_names_of_pictures() -> None:
    for name in (
        "a.jpg",
        "B.JPEG",
        "c.png",
        "d.webp",
        "e.avif",
        "f.gif",
        "g.TIF",
        "h.bmp",
        "i.heic",
        "j.k.heif",
        "l.jxl",
        "m.CR3",
        "n.svg",
    ):
        assert is_picture_name(name)
    for name in ("a.txt", "jpg", ".jpg", "a.jpg.part", "._a.jpg", "a.pdf", "a.eps", "a.mp4"):
        assert not is_picture_name(Path("pictures") / name)


def test_the_name_of_the_file_introduces_the_reason(tmp_path: Path) -> None:
    (tmp_path / "notes.png").write_text("BM is how a bitmap begins, and this is a text.")
    (tmp_path / "torn.png").write_bytes(encoded(corners(), "PNG")[:100])

    assert refusal(tmp_path / "notes.png").startswith(
        "notes.png is not a picture that can be read; use JPEG,"
    )
    assert refusal(tmp_path / "torn.png").startswith("torn.png is damaged or incomplete;")
