"""Which pictures are in what a program offers."""

import socket
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.sources.clipboard.file_lists import (
    GNOME_FILES,
    KDE_CUT,
    MATE_FILES,
    URI_LIST,
    is_cut,
    listed_files,
)
from narrator.sources.clipboard.network_files import NetworkFile
from narrator.sources.clipboard.offer import Offer, pictures_of


class Offered(Offer):
    """An offer in memory; it remembers what was read."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self.types = contents
        self.read_types: list[str] = []

    def read(self, kind: str, limit: int) -> bytes | None:
        self.read_types.append(kind)
        return self.types[kind]


@pytest.mark.parametrize(
    "uri",
    [
        "file:///a/b%20c.png",
        "FILE:///a/b%20c.png",
        "file:/a/b%20c.png",
        "file://localhost/a/b c.png",
        f"file://{socket.gethostname()}/a/b c.png",
    ],
)
def test_local_files_are_found_however_they_are_written(uri: str) -> None:
    assert listed_files(f"# comment\r\n{uri}\r\n".encode()) == [Path("/a/b c.png")]


@pytest.mark.parametrize(
    "uri",
    ["https://x.org/a.png", "file://elsewhere/a.png", "recent:///a.png", "smb:///", "sftp://[/", "copy", ""],
)
def test_what_leads_to_no_file_is_left_out(uri: str) -> None:
    assert listed_files(uri.encode()) == []


@given(name=st.text(st.characters(exclude_characters="/\0", codec="utf-8"), min_size=1))
def test_a_files_own_uri_leads_back_to_it(name: str) -> None:
    path = Path("/pictures") / f"x{name}.png"
    assert listed_files(path.as_uri().encode()) == [path]


@pytest.mark.parametrize("kind", [GNOME_FILES, MATE_FILES])
def test_file_managers_say_whether_the_files_are_copied_or_cut(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n")
    copied, cut = (f"{what}\n{file.as_uri()}".encode() for what in ("copy", "cut"))
    assert [arrival.path for arrival in pictures_of(Offered({kind: copied}))] == [file]
    assert pictures_of(Offered({kind: cut})) == []


@given(content=st.binary())
def test_no_list_is_too_strange(content: bytes) -> None:
    assert all(isinstance(file, Path | NetworkFile) for file in listed_files(content))
    assert is_cut(URI_LIST, content) is False


def test_only_a_cut_is_a_cut() -> None:
    assert is_cut(GNOME_FILES, b"cut\nfile:///a.png")
    assert not is_cut(GNOME_FILES, b"copy\nfile:///cut")
    assert is_cut(KDE_CUT, b"1")
    assert not is_cut(KDE_CUT, b"0")


def test_files_copied_in_kde_arrive() -> None:
    offer = Offered({URI_LIST: b"file:///a.png", KDE_CUT: b"0"})
    assert [arrival.path for arrival in pictures_of(offer)] == [Path("/a.png")]


def test_other_files_and_folders_are_no_pictures() -> None:
    offer = Offered({GNOME_FILES: b"copy\nfile:///a.txt\nfile:///folder\nfile:///b.JPG"})
    assert [arrival.name for arrival in pictures_of(offer)] == ["b.JPG"]


def test_nothing_but_pictures_and_lists_is_read() -> None:
    contents = {"text/plain": b"secret", "text/html": b"secret", "image/svg+xml": b"secret", "TIMESTAMP": b""}
    offer = Offered(contents)
    assert pictures_of(offer) == []
    assert offer.read_types == []
