"""Linux's watch: inotify(7), one descriptor for all folders.

Of watchdog's inotify we have no use: it holds every event back for half a second after a file was moved away,
runs in circles through links, and keeps to itself that events were lost or that a subfolder got no watch.
"""

import ctypes
import errno
import os
import select
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from math import ceil
from pathlib import Path
from threading import Lock

from narrator.sources.folder.watch import CannotWatchError, Change, Kind

assert sys.platform == "linux"  # for those who check the types of other systems

_CLOSE_WRITE, _MOVED_FROM, _MOVED_TO, _CREATE = 0x8, 0x40, 0x80, 0x100
_DELETE_SELF, _MOVE_SELF = 0x400, 0x800
_UNMOUNT, _OVERFLOW, _IGNORED = 0x2000, 0x4000, 0x8000
_IS_FOLDER = 0x40000000
_ONLY_FOLDERS = 0x1000000

# Not what is written: a file that grows for an hour costs nothing until it is closed.
_MASK = _CLOSE_WRITE | _MOVED_FROM | _MOVED_TO | _CREATE | _DELETE_SELF | _MOVE_SELF | _ONLY_FOLDERS

_EVENT = struct.Struct("iIII")  # watch, mask, cookie, length of the name that follows
_BUFFER = 64 * 2**10

_USED_UP = {
    errno.ENOSPC: "the system's watches are used up (raise fs.inotify.max_user_watches)",
    errno.EMFILE: "the system's watches are used up (raise fs.inotify.max_user_instances)",
    errno.ENFILE: "the system has no file descriptors left",
    errno.ENOSYS: "this system has no inotify",
}


class InotifyWatch:
    """Watches each added folder, and not what is beneath it."""

    def __init__(self, root: Path) -> None:
        """`root` is the folder whose own end is told of."""
        self._root = root
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._paths: dict[int, Path] = {}
        self._woken, self._waker = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        try:
            self._descriptor = self._call("inotify_init1", os.O_CLOEXEC | os.O_NONBLOCK)
        except (CannotWatchError, OSError):
            os.close(self._woken)
            os.close(self._waker)
            raise
        self._poll = select.poll()
        self._poll.register(self._descriptor, select.POLLIN)
        self._poll.register(self._woken, select.POLLIN)
        self._lock = Lock()
        self._closed = False

    def add(self, folder: Path) -> bool:
        """See Watch. The kernel knows a folder again, whatever its path."""
        watch = self._call("inotify_add_watch", self._descriptor, os.fsencode(folder), _MASK)
        new: bool = self._paths.get(watch) != folder
        self._paths[watch] = folder
        return new

    def wait(self, seconds: float) -> list[Change]:
        """See Watch."""
        ready = {descriptor for descriptor, _ in self._poll.poll(ceil(1000 * seconds))}
        if self._woken in ready:
            os.read(self._woken, 512)
        if self._descriptor not in ready:
            return []
        data = os.read(self._descriptor, _BUFFER)
        # A burst of equal changes is one; dict.fromkeys keeps their order.
        return list(dict.fromkeys(self._changes(data)))

    def wake(self) -> None:
        """See Watch."""
        # The numbers of closed descriptors soon belong to somebody else.
        with self._lock, suppress(BlockingIOError):  # a full pipe wakes as well
            if not self._closed:
                os.write(self._waker, b"!")

    def close(self) -> None:
        """See Watch."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            for descriptor in (self._descriptor, self._woken, self._waker):
                os.close(descriptor)

    def _changes(self, data: bytes) -> Iterator[Change]:
        start = 0
        while start < len(data):
            watch, mask, _, length = _EVENT.unpack_from(data, start)
            start += _EVENT.size + length
            name = os.fsdecode(data[start - length : start].rstrip(b"\0"))
            yield from self._changes_of(watch, mask, name)

    def _changes_of(self, watch: int, mask: int, name: str) -> Iterator[Change]:
        if mask & _OVERFLOW:
            yield Change(Kind.EVERYTHING, self._root)
            return
        folder = self._paths.get(watch)
        if folder is None:
            return
        if mask & (_DELETE_SELF | _MOVE_SELF | _UNMOUNT | _IGNORED):
            if mask & _IGNORED:
                del self._paths[watch]
            if folder == self._root:
                yield Change(Kind.ENDED, self._root)
            return
        path = folder / name
        if not mask & _IS_FOLDER:
            if mask & (_CLOSE_WRITE | _MOVED_TO):
                yield Change(Kind.FINISHED, path)
            elif mask & _CREATE:
                yield Change(Kind.BEGUN, path)
        elif mask & (_CREATE | _MOVED_TO):
            yield Change(Kind.FOLDER, path)
        elif mask & _MOVED_FROM:
            self._let_go(path)

    def _let_go(self, folder: Path) -> None:
        """Stop watching a tree that was moved away; where it is moved to, if that is watched, it is added."""
        for watch, path in list(self._paths.items()):
            if path.is_relative_to(folder):
                del self._paths[watch]
                self._libc.inotify_rm_watch(self._descriptor, watch)  # fails only if it has ended by itself

    def _call(self, function: str, *arguments: int | bytes) -> int:
        result: int = self._libc[function](*arguments)
        if result < 0:
            number = ctypes.get_errno()
            if number in _USED_UP:
                raise CannotWatchError(_USED_UP[number])
            raise OSError(number, os.strerror(number))
        return result
