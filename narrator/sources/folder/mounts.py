"""Which folders the kernel does not hear of, going by how they are mounted."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

TABLE = Path("/proc/self/mountinfo")
"""What is mounted, and where (proc_pid_mountinfo(5))."""

_NETWORK_KINDS = frozenset(
    {"9p", "afs", "ceph", "cifs", "coda", "davfs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4"}
    | {"prl_fs", "smb3", "smbfs", "vboxsf", "virtiofs"}
    | {f"fuse.{name}" for name in ("davfs2", "glusterfs", "gvfsd-fuse", "rclone", "s3fs", "sshfs")}
    | {"fuse.google-drive-ocamlfuse", "fuse.vmhgfs-fuse"}
)
"""File systems on which others write, too: this computer's kernel does not hear of what they do."""

_LOCAL_PROGRAMS = frozenset(
    {"ntfs-3g", "exfat", "exfat-fuse", "fuse2fs", "fuse-ext2", "ext2fuse", "lowntfs-3g"}
)
"""Programs that serve a disk of this computer, on which nobody else writes. As fuseblk they are no "fuse"."""

_LATE: Mapping[str, str] = {
    # Measured with sshfs 3.7.3: a new file is listed after 21 seconds, with dir_cache=no at once.
    "fuse.sshfs": "up to 20 seconds later, unless it is mounted with -o dir_cache=no",
    # https://rclone.org/commands/rclone_mount/: some kinds of storage are polled each minute, others are not.
    "fuse.rclone": "up to 5 minutes later, unless it is mounted with a shorter --dir-cache-time",
    # google-drive-ocamlfuse#330
    "fuse.google-drive-ocamlfuse": "a minute later, after the metadata_cache_time of its settings",
}
"""Kinds that answer from what they remember -> how late they say what is new."""


@dataclass(frozen=True, kw_only=True)
class Unheard:
    """Why a folder is asked again and again, and how late its pictures may be heard of."""

    why: str
    """Follows a "because"."""
    late: str = "a moment later"


def unheard(folder: Path) -> Unheard | None:
    """Why the kernel does not hear of all that happens in a folder; None if it does, as far as is known."""
    if sys.platform != "linux":
        return None  # the kernels of Windows and macOS report on their network drives
    try:
        mounts = TABLE.read_bytes()
        device = folder.stat().st_dev
    except OSError:
        return None  # no /proc, or the folder is gone again, which shows soon enough
    return unheard_kind(kind_of_file_system(os.fsdecode(mounts), os.major(device), os.minor(device)))


def unheard_kind(kind: str) -> Unheard | None:
    """The same by the kind of file system.

    What a program serves (FUSE) may change without the kernel: below a pool of disks (mergerfs#839), on a
    server (google-drive-ocamlfuse#230), in the encrypted folder behind it. What is written through the mount
    is heard, but nobody can tell beforehand which way a picture comes.
    """
    late = _LATE.get(kind, Unheard.late)
    if kind in _NETWORK_KINDS:
        return Unheard(why="it is on a network drive", late=late)
    family, _, program = kind.partition(".")
    if family != "fuse" or program in _LOCAL_PROGRAMS:
        return None
    return Unheard(
        why=f"{f'the program {program}' if program else 'a program'} serves it and not all that"
        " appears in it is reported",
        late=late,
    )


def kind_of_file_system(mounts: str, major: int, minor: int) -> str:
    """The kind of a device's file system by the text of TABLE; "" if unknown."""
    # Names have no plain space and no new line in this table, but all other kinds of them.
    for line in mounts.split("\n"):
        mount, _, file_system = line.partition(" - ")
        if mount.split(" ")[2:3] == [f"{major}:{minor}"]:
            return file_system.split()[0]
    return ""
