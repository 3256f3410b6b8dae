"""Which file systems are asked instead of watched."""

from pathlib import Path

import pytest

from narrator.sources.folder.choice import is_on_network, kind_of_file_system
from narrator.sources.folder.source import FolderSource
from tests.sources.folder.conftest import PICTURE
from tests.sources.folder.listener import Listener

MOUNTS = r"""22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard
91 27 0:45 / /mnt/my\040photos rw,relatime shared:2 master:3 - nfs4 server:/photos rw,vers=4.2
92 27 0:46 / /mnt/share rw,relatime - cifs //server/share rw,vers=3.1.1
93 27 0:47 / /home/me/ssh rw,nosuid,nodev,relatime - fuse.sshfs me@server: rw,user_id=1000
"""


@pytest.mark.parametrize(
    ("device", "kind"),
    [((254, 0), "ext4"), ((0, 45), "nfs4"), ((0, 46), "cifs"), ((0, 47), "fuse.sshfs"), ((0, 4), "")],
)
def test_the_kind_of_a_file_system_is_read_from_the_mounts(device: tuple[int, int], kind: str) -> None:
    assert kind_of_file_system(MOUNTS, *device) == kind


def test_this_machines_own_folders_are_watched(tmp_path: Path) -> None:
    assert not is_on_network(tmp_path)
    assert not is_on_network(Path("/proc"))


def test_a_network_drive_is_asked_and_it_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # No server is at hand: that this folder is on one is made up, all that follows is not.
    monkeypatch.setattr("narrator.sources.folder.choice.kind_of_file_system", lambda *_: "nfs4")
    source, listener = FolderSource(folder), Listener()
    source.start(listener)
    try:
        assert listener.next_sentence() == (
            "The folder Holiday is asked every second for new pictures, because it is on a network drive;"
            " you may hear of them a moment later."
        )
        (folder / "new.png").write_bytes(PICTURE)
        assert listener.names(1) == ["new.png"]
    finally:
        source.close()


def test_who_asks_for_polling_is_not_told_of_it(folder: Path) -> None:
    source, listener = FolderSource(folder, polling=True), Listener()
    source.start(listener)
    source.close()
    assert listener.sentences == []
