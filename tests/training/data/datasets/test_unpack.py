"""Archives are unpacked whole, once, and never outside their folder."""

import random
import resource
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from narrator.errors import NarratorError
from training.data.datasets.unpack import unpack
from training.errors import DatasetError

FILES = {
    "pictures/a.jpg": random.Random(1).randbytes(5000),
    "pictures/b.jpg": random.Random(2).randbytes(7000),
    "captions.txt": b"a dog\n" * 50,
    "__MACOSX/pictures/._a.jpg": b"litter",
}


def zip_of(folder: Path, files: Mapping[str, bytes] = FILES) -> Path:
    file = folder / "archive.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return file


def test_only_what_is_wanted_is_unpacked(tmp_path: Path) -> None:
    out = tmp_path / "out"
    unpacked = unpack(zip_of(tmp_path), out, ("pictures/*.jpg", "*.txt"))
    assert unpacked == [out / "pictures/a.jpg", out / "pictures/b.jpg", out / "captions.txt"]
    assert all(file.read_bytes() == FILES[file.relative_to(out).as_posix()] for file in unpacked)
    assert sorted(file for file in out.rglob("*") if file.is_file()) == sorted(unpacked)


def test_what_is_there_is_left_alone_and_what_is_cut_short_is_not(tmp_path: Path) -> None:
    archive = zip_of(tmp_path)
    first, second, *_ = unpack(archive, tmp_path / "out")
    before = first.stat()
    second.write_bytes(b"cut short")
    unpack(archive, tmp_path / "out")
    assert (first.stat().st_ino, first.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert second.read_bytes() == FILES["pictures/b.jpg"]


@pytest.mark.parametrize(
    "name", ["../evil.jpg", "a/../../evil.jpg", "/tmp/evil.jpg", "C:/evil.jpg", "..\\evil"]
)
def test_nothing_is_unpacked_outside_the_folder(tmp_path: Path, name: str) -> None:
    archive = zip_of(tmp_path, {"a.jpg": b"harmless", name: b"evil"})
    with pytest.raises(DatasetError, match="would not lie in the folder"):
        unpack(archive, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_link_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "archive.zip"
    link = zipfile.ZipInfo("link.jpg")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr(link, "/etc")
    with pytest.raises(DatasetError, match=r"'link\.jpg' in it would not lie in the folder"):
        unpack(archive, tmp_path / "out")


def test_a_bomb_is_known_by_what_it_promises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.data.datasets.unpack.ALLOWANCE", 10**6)
    archive = zip_of(tmp_path, {"zeros.jpg": bytes(2 * 10**6)})
    with pytest.raises(DatasetError, match=r"would become 2\.0 MB, far more than such an archive holds"):
        unpack(archive, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_bomb_that_promises_little_is_not_read_on(tmp_path: Path) -> None:
    archive = zip_of(tmp_path, {"zeros.jpg": bytes(10**6)})
    whole = archive.read_bytes()
    lying = whole.replace((10**6).to_bytes(4, "little"), (10**3).to_bytes(4, "little"))
    assert lying != whole
    archive.write_bytes(lying)
    with pytest.raises(DatasetError, match="cannot be unpacked"):
        unpack(archive, tmp_path / "out")
    assert [file for file in (tmp_path / "out").rglob("*") if file.is_file()] == []


def test_damage_is_noticed_and_leaves_no_file(tmp_path: Path) -> None:
    archive = zip_of(tmp_path)
    content = bytearray(archive.read_bytes())
    content[content.index(FILES["pictures/a.jpg"][:100]) + 50] ^= 1  # noise cannot be deflated
    archive.write_bytes(content)
    with pytest.raises(DatasetError, match=r"cannot be unpacked \(Bad CRC-32 .*a\.jpg.*download it anew"):
        unpack(archive, tmp_path / "out")
    assert not (tmp_path / "out" / "pictures" / "a.jpg").exists()


@pytest.mark.parametrize("content", [b"", b"<html>no archive</html>"])
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "archive.zip").write_bytes(content)
    with pytest.raises(DatasetError, match=r"archive\.zip cannot be unpacked"):
        unpack(tmp_path / "archive.zip", tmp_path / "out")


def test_an_archive_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"holds no val2017/\*\.jpg: it is another archive"):
        unpack(zip_of(tmp_path), tmp_path / "out", ("val2017/*.jpg",))


def test_a_disk_that_becomes_full_leaves_whole_files_only(tmp_path: Path) -> None:
    archive, out = zip_of(tmp_path), tmp_path / "out"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (6000, hard))
    try:
        with pytest.raises(NarratorError, match=r"b\.jpg cannot be written \(File too large\): make room"):
            unpack(archive, out, ("pictures/*",))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [file.name for file in out.rglob("*") if file.is_file()] == ["a.jpg"]
    assert len(unpack(archive, out, ("pictures/*",))) == 2


def test_a_disk_with_too_little_room_is_said_before_it_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = zip_of(tmp_path)
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 100}))
    with pytest.raises(DatasetError, match=r"unpacks to another .* make room"):
        unpack(archive, tmp_path / "out")
