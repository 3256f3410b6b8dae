"""Which file systems the kernel does not hear of."""

from pathlib import Path

import pytest

from narrator.sources.folder.mounts import kind_of_file_system, unheard, unheard_kind

MOUNTS = """22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard
91 27 0:45 / /mnt/my\\040photos rw,relatime shared:2 master:3 - nfs4 server:/photos rw,vers=4.2
92 27 0:46 / /mnt/share rw,relatime - cifs //server/share rw,vers=3.1.1
94 27 0:48 /old\\040photos\u00a0of\x85ann /mnt/a rw,relatime - exfat /dev/sdb rw
93 27 0:47 / /home/me/ssh rw,nosuid,nodev,relatime - fuse.sshfs me@server: rw,user_id=1000
"""


@pytest.mark.parametrize(
    ("device", "kind"),
    [
        ((254, 0), "ext4"),
        ((0, 45), "nfs4"),
        ((0, 46), "cifs"),
        ((0, 47), "fuse.sshfs"),
        ((0, 48), "exfat"),
        ((0, 4), ""),
    ],
)
def test_the_kind_of_a_file_system_is_read_from_the_mounts(device: tuple[int, int], kind: str) -> None:
    assert kind_of_file_system(MOUNTS, *device) == kind


def test_this_machines_own_folders_are_heard_of(tmp_path: Path) -> None:
    assert unheard(tmp_path) is None
    assert unheard(Path("/proc")) is None


@pytest.mark.parametrize("kind", ["ext4", "btrfs", "tmpfs", "overlay", "fuseblk", "fuse.ntfs-3g", ""])
def test_disks_are_heard_of(kind: str) -> None:
    assert unheard_kind(kind) is None


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("nfs4", "it is on a network drive"),
        ("fuse.rclone", "it is on a network drive"),
        ("fuse.google-drive-ocamlfuse", "it is on a network drive"),  # google-drive-ocamlfuse#230
        ("fuse.mergerfs", "the program mergerfs serves it"),  # mergerfs#839
        ("fuse.gocryptfs", "the program gocryptfs serves it"),
        ("fuse", "a program serves it"),  # bindfs states no name
    ],
)
def test_what_others_and_programs_serve_is_not(kind: str, why: str) -> None:
    reason = unheard_kind(kind)
    assert reason
    assert reason.why.startswith(why)


def test_caches_that_answer_late_are_told_of() -> None:
    reason = unheard_kind("fuse.sshfs")
    assert reason
    assert "20 seconds later, unless it is mounted with -o dir_cache=no" in reason.late
