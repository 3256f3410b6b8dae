"""Which watch a folder gets: the kernel's, unless the kernel hears nothing of it or has none left."""

import os
import sys
from pathlib import Path

from narrator.sources.folder.polling import PollingWatch
from narrator.sources.folder.watch import CannotWatchError, Watch

_NETWORK_KINDS = frozenset(
    {"9p", "afs", "ceph", "cifs", "coda", "davfs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4"}
    | {"prl_fs", "smb3", "smbfs", "vboxsf", "virtiofs"}
    | {f"fuse.{name}" for name in ("davfs2", "glusterfs", "gvfsd-fuse", "rclone", "s3fs", "sshfs")}
    | {"fuse.vmhgfs-fuse"}
)
"""File systems on which others write, too: this computer's kernel does not hear of what they do."""


def choose_watch(root: Path, *, recursive: bool, polling: bool | None) -> tuple[Watch, str]:
    """The watch for a folder and, where it polls though nobody asked for that, the reason.

    The reason follows a "because". `polling` None polls only where it must.
    """
    if polling:
        return PollingWatch(root), ""
    if polling is None and is_on_network(root):
        return PollingWatch(root), "it is on a network drive"
    try:
        return _system_watch(root, recursive=recursive), ""
    except CannotWatchError as error:
        return PollingWatch(root), str(error)
    except OSError as error:
        return PollingWatch(root), f"the system refuses to watch it ({error.strerror})"


def is_on_network(folder: Path) -> bool:
    """Whether a folder lies on a network drive, or on one that a host shares with its guest."""
    if sys.platform != "linux":
        return False  # the kernels of Windows and macOS report on theirs
    try:
        mounts = Path("/proc/self/mountinfo").read_bytes()
        device = folder.stat().st_dev
    except OSError:
        return False  # no /proc, or the folder is gone again, which shows soon enough
    return kind_of_file_system(os.fsdecode(mounts), os.major(device), os.minor(device)) in _NETWORK_KINDS


def kind_of_file_system(mounts: str, major: int, minor: int) -> str:
    """The kind of a device's file system by the text of mountinfo (proc_pid_mountinfo(5)); "" if unknown."""
    for line in mounts.splitlines():
        mount, _, file_system = line.partition(" - ")
        if mount.split()[2:3] == [f"{major}:{minor}"]:
            return file_system.split()[0]
    return ""


def _system_watch(root: Path, *, recursive: bool) -> Watch:
    # Each system's own loads only there.
    if sys.platform == "linux":
        from narrator.sources.folder.inotify import InotifyWatch

        return InotifyWatch(root)
    from narrator.sources.folder.native import WatchdogWatch

    return WatchdogWatch(root, recursive=recursive)
