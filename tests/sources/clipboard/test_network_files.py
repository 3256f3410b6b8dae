"""Addresses of GNOME's file systems, and the folders below which its files are to be found.

No share is at hand: the folders are made as GVfs names them, without what serves them.
"""

from pathlib import Path

import pytest

from narrator.sources.clipboard.network_files import NetworkFile

DRIVES = (
    "smb-share:server=nas.local,share=photos",
    "smb-share:domain=HOME,server=office,share=my%20files,user=ann",
    "sftp:host=server,user=me",
    "dav:host=cloud.example,ssl=true,prefix=%2Fremote.php%2Fdav",
    "mtp:host=Phone_123",
)


@pytest.fixture
def gvfs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    for drive in DRIVES:
        (tmp_path / "gvfs" / drive).mkdir(parents=True)
    return tmp_path / "gvfs"


def file_at(address: str) -> NetworkFile:
    file = NetworkFile.at(address.encode())
    assert file
    return file


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("smb://nas.local/photos/2026/a%20b.jpg", f"{DRIVES[0]}/2026/a b.jpg"),
        ("SMB://NAS.local/Photos/a.jpg", f"{DRIVES[0]}/a.jpg"),
        ("smb://ann@office/my%20files/%C3%A4.jpg", f"{DRIVES[1]}/ä.jpg"),
        ("smb://HOME;ann@office/my%20files/a.jpg", f"{DRIVES[1]}/a.jpg"),
        ("smb://bob@office/my%20files/a.jpg", None),
        ("smb://nas.local/music/a.jpg", None),
        ("smb://other/photos/a.jpg", None),
        ("sftp://me@server/home/me/a.jpg", f"{DRIVES[2]}/home/me/a.jpg"),
        ("ssh://server/home/me/a.jpg", f"{DRIVES[2]}/home/me/a.jpg"),
        ("sftp://you@server/home/me/a.jpg", None),
        ("davs://cloud.example/remote.php/dav/a.jpg", f"{DRIVES[3]}/a.jpg"),
        ("mtp://Phone_123/DCIM/a.jpg", f"{DRIVES[4]}/DCIM/a.jpg"),
    ],
)
def test_a_file_is_below_the_drive_that_its_address_names(address: str, path: str | None, gvfs: Path) -> None:
    assert file_at(address).path() == (gvfs / path if path else None)


def test_without_gvfs_there_is_no_drive(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for runtime in (str(tmp_path), ""):
        monkeypatch.setenv("XDG_RUNTIME_DIR", runtime)
        assert file_at("smb://nas/photos/a.jpg").path() is None


@pytest.mark.parametrize(
    "address",
    [
        "https://x/a.jpg",
        "smb:///a.jpg",
        "smb://nas/photos/../../a.jpg",
        "smb://nas/photos/%2e./..%2fa.jpg",
        "a.jpg",
    ],
)
def test_other_addresses_are_none(address: str) -> None:
    assert NetworkFile.at(address.encode()) is None


def test_no_password_is_kept() -> None:
    file = file_at("smb://ann:secret@nas/photos/a.jpg")
    assert (file.name, file.host) == ("a.jpg", "nas")
    assert "secret" not in str(vars(file))
