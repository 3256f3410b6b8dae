"""Downloads from a real server that cuts, changes, refuses and lies."""

import hashlib
import random
import resource
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.training.data.datasets.file_server import DATE, FileServer, serving
from training.data.datasets.archives import DATASETS, Archive
from training.data.datasets.download import Patience, download
from training.errors import DatasetError

CONTENT = random.Random(1).randbytes(300_000)
SOON = Patience(attempts=4, pause=0.001, timeout=10)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FileServer]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving(CONTENT) as server:
        yield server


def archive_of(content: bytes) -> Archive:
    digest = hashlib.sha256(content).hexdigest()
    return Archive(url="http://nowhere.invalid/file.zip", size=len(content), checksum=f"sha256:{digest}")


ARCHIVE = archive_of(CONTENT)


class Told(list[str]):
    """What a person was told."""

    def __call__(self, sentence: str) -> None:
        self.append(sentence)


def fetch(server: FileServer, folder: Path, archive: Archive = ARCHIVE) -> tuple[Path, Told]:
    told = Told()
    return download(archive, folder, server.url, SOON, told), told


def interrupted(server: FileServer, folder: Path, after: int) -> None:
    """A download that was given up after so many bytes."""
    server.cut_after = [after]
    with pytest.raises(DatasetError, match="goes on after"):
        download(ARCHIVE, folder, server.url, replace(SOON, attempts=1), Told())
    assert (folder / "file.zip.part").read_bytes() == server.content[:after]
    server.asked.clear()


def test_a_file_arrives_whole_and_leaves_nothing_beside_it(server: FileServer, tmp_path: Path) -> None:
    file, told = fetch(server, tmp_path)
    assert file.read_bytes() == CONTENT
    assert list(tmp_path.iterdir()) == [file]
    assert told == []
    assert server.asked == [(None, None)]


def test_a_file_that_is_there_is_checked_and_not_downloaded_again(server: FileServer, tmp_path: Path) -> None:
    (tmp_path / "file.zip").write_bytes(CONTENT)
    fetch(server, tmp_path)
    assert server.asked == []
    (tmp_path / "file.zip").write_bytes(CONTENT[::-1])
    with pytest.raises(DatasetError, match="does not have its published checksum"):
        fetch(server, tmp_path)
    assert not (tmp_path / "file.zip").exists()


def test_cut_connections_are_taken_up_where_they_ended(server: FileServer, tmp_path: Path) -> None:
    server.cut_after = [100_000, 0, 50_000, 1]
    file, told = fetch(server, tmp_path)
    assert file.read_bytes() == CONTENT
    assert [asked for asked, _ in server.asked] == [
        None,
        "bytes=100000-",
        "bytes=100000-",
        "bytes=150000-",
        "bytes=150001-",
    ]
    assert {condition for _, condition in server.asked[1:]} == {'"one"'}
    assert len(told) == 4
    assert all("interrupted (the connection was cut)" in line for line in told)


def test_a_download_that_was_given_up_goes_on(server: FileServer, tmp_path: Path) -> None:
    interrupted(server, tmp_path, 123_456)
    file, _ = fetch(server, tmp_path)
    assert file.read_bytes() == CONTENT
    assert server.asked == [("bytes=123456-", '"one"')]


def test_a_download_that_was_killed_before_its_check_asks_for_nothing(
    server: FileServer, tmp_path: Path
) -> None:
    interrupted(server, tmp_path, 123_456)
    (tmp_path / "file.zip.part").write_bytes(CONTENT)
    file, _ = fetch(server, tmp_path)
    assert file.read_bytes() == CONTENT
    assert server.asked == []


def test_two_versions_are_never_glued_together(server: FileServer, tmp_path: Path) -> None:
    interrupted(server, tmp_path, 123_456)
    server.content, server.etag = CONTENT[::-1], '"two"'
    file, told = fetch(server, tmp_path, archive_of(CONTENT[::-1]))
    assert file.read_bytes() == CONTENT[::-1]
    assert told == ["file.zip: the server has another version now, so the download starts anew."]


def test_a_server_that_sends_another_part_is_not_believed(server: FileServer, tmp_path: Path) -> None:
    interrupted(server, tmp_path, 123_456)
    server.wrong_part = True
    file, told = fetch(server, tmp_path)
    assert file.read_bytes() == CONTENT
    assert [asked for asked, _ in server.asked] == ["bytes=123456-", None]
    assert "a part of something else" in told[0]


def test_a_server_that_sends_only_whole_files_starts_anew_and_that_is_said(
    server: FileServer, tmp_path: Path
) -> None:
    server.ranges = False
    interrupted(server, tmp_path, 123_456)
    file, told = fetch(server, tmp_path)
    assert file.read_bytes() == CONTENT
    assert told == ["file.zip: the server cannot go on where it was cut off, so the download starts anew."]


@pytest.mark.parametrize("etag", ["", 'W/"weak"'])
def test_the_date_names_a_version_where_no_strong_etag_does(
    server: FileServer, tmp_path: Path, etag: str
) -> None:
    server.etag, server.dated = etag, True
    interrupted(server, tmp_path, 123_456)
    file, _ = fetch(server, tmp_path)
    assert file.read_bytes() == CONTENT
    assert server.asked == [("bytes=123456-", DATE)]


def test_a_file_of_no_known_version_starts_anew(server: FileServer, tmp_path: Path) -> None:
    server.etag = ""
    interrupted(server, tmp_path, 123_456)
    file, _ = fetch(server, tmp_path)
    assert file.read_bytes() == CONTENT
    assert server.asked == [(None, None)]


def test_a_part_that_is_longer_than_the_file_starts_anew(server: FileServer, tmp_path: Path) -> None:
    server.content = CONTENT + b"more"
    server.cut_after = [len(CONTENT) + 2]
    longer = archive_of(server.content)
    with pytest.raises(DatasetError):
        download(longer, tmp_path, server.url, replace(SOON, attempts=1), Told())
    server.content = CONTENT
    file, told = fetch(server, tmp_path, replace(ARCHIVE, size=None))
    assert file.read_bytes() == CONTENT
    assert "416" in told[0]


def test_an_answer_of_no_stated_length_is_followed_to_its_end(server: FileServer, tmp_path: Path) -> None:
    server.chunked = True
    server.cut_after = [100_000]
    file, _ = fetch(server, tmp_path, replace(ARCHIVE, size=None))
    assert file.read_bytes() == CONTENT


def test_a_redirection_is_followed_with_the_range(server: FileServer, tmp_path: Path) -> None:
    server.redirect = True
    server.cut_after = [100_000]
    file, _ = fetch(server, tmp_path)
    assert file.read_bytes() == CONTENT
    assert server.asked == [(None, None), ("bytes=100000-", '"one"')]


def test_a_busy_server_is_asked_again(server: FileServer, tmp_path: Path) -> None:
    server.answers = [503, 429, 500]
    file, told = fetch(server, tmp_path)
    assert file.read_bytes() == CONTENT
    assert [line.partition("answers ")[2][:3] for line in told] == ["503", "429", "500"]


def test_a_server_that_stays_busy_is_given_up(server: FileServer, tmp_path: Path) -> None:
    server.answers = [503] * 4
    with pytest.raises(DatasetError, match=r"cannot be downloaded \(it answers 503 .* check the network"):
        fetch(server, tmp_path)
    assert server.answers == []


def test_a_file_that_is_not_on_the_server_is_not_asked_for_again(server: FileServer, tmp_path: Path) -> None:
    server.answers = [404, 500]
    with pytest.raises(DatasetError, match=r"file\.zip cannot be downloaded \(it answers 404 Not Found\)"):
        fetch(server, tmp_path)
    assert server.answers == [500]


def test_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/file.zip"
        told = Told()
        with pytest.raises(
            DatasetError, match=r"cannot be downloaded \(Connection refused\): check the network"
        ):
            download(ARCHIVE, tmp_path, url, SOON, told)
    assert len(told) == 3


def test_a_server_that_falls_silent_is_not_waited_for_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/file.zip"
        with pytest.raises(DatasetError, match="timed out"):
            download(ARCHIVE, tmp_path, url, Patience(attempts=1, timeout=0.1), Told())


def test_bytes_that_changed_on_their_way_are_set_aside(server: FileServer, tmp_path: Path) -> None:
    server.content = CONTENT[:-1] + b"?"
    with pytest.raises(DatasetError, match=r"does not have its published checksum .* set aside") as error:
        fetch(server, tmp_path)
    assert (tmp_path / "file.zip.wrong").read_bytes() == server.content
    assert str(tmp_path / "file.zip.wrong") in str(error.value)
    assert not (tmp_path / "file.zip").exists()
    server.content = CONTENT
    assert fetch(server, tmp_path)[0].read_bytes() == CONTENT


def test_a_file_of_another_size_is_refused_before_it_is_downloaded(
    server: FileServer, tmp_path: Path
) -> None:
    interrupted(server, tmp_path, 1000)
    server.content, server.etag = b"<html>Please sign in.</html>", '"portal"'
    with pytest.raises(DatasetError, match=r"has 28 bytes, but file\.zip should have 300,000"):
        fetch(server, tmp_path)
    assert (tmp_path / "file.zip.part").read_bytes() == CONTENT[:1000]


def test_a_disk_with_too_little_room_is_said_before_it_is_full(
    server: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type("Usage", (), {"free": 299_999})
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    with pytest.raises(DatasetError, match=r"needs another 0\.0 GB, but .* make room"):
        fetch(server, tmp_path)


def test_a_disk_that_becomes_full_leaves_what_has_arrived(server: FileServer, tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(
            DatasetError, match=r"file\.zip\.part cannot be written \(File too large\): make room"
        ):
            fetch(server, tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    arrived = (tmp_path / "file.zip.part").stat().st_size
    assert 0 < arrived <= 100_000
    file, _ = fetch(server, tmp_path)
    assert file.read_bytes() == CONTENT
    assert server.asked[-1] == (f"bytes={arrived}-", '"one"')


def test_only_web_addresses_are_downloaded_from(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="should begin with http"):
        download(ARCHIVE, tmp_path, "file:///etc/passwd", SOON, Told())


def test_waiting_grows_up_to_a_minute() -> None:
    assert [Patience().wait(failures) for failures in (1, 2, 3, 20)] == [1, 2, 4, 60]


@pytest.mark.parametrize("archive", [archive for group in DATASETS.values() for archive in group])
def test_the_published_checksums_are_whole(archive: Archive) -> None:
    algorithm, _, digest = archive.checksum.partition(":")
    assert len(bytes.fromhex(digest)) == hashlib.new(algorithm).digest_size
    assert archive.name.endswith(".zip")
