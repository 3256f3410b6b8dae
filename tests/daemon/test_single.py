"""The lock of the one daemon, held by real processes; tests of the server start twenty at once."""

import fcntl
import os
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from narrator.daemon import single
from narrator.daemon.single import AlreadyRunningError, DaemonLock
from narrator.errors import DaemonError
from tests.places import ROOT


def test_one_has_it_until_it_gives_it_back(tmp_path: Path) -> None:
    first, second = DaemonLock(tmp_path / "control.sock"), DaemonLock(tmp_path / "control.sock")
    first.take()
    with pytest.raises(AlreadyRunningError, match="narrator quit"):
        second.take()
    assert (first.held, second.held) == (True, False)
    first.release()
    first.release()
    second.take()
    assert (first.held, second.held) == (False, True)
    second.release()


def test_it_tells_who_holds_it(tmp_path: Path) -> None:
    lock = DaemonLock(tmp_path / "control.sock")
    assert lock.holder is None
    (tmp_path / "control.lock").write_text("a number that is much longer than this one's")
    assert lock.holder is None
    lock.take()
    assert DaemonLock(tmp_path / "control.sock").holder == os.getpid()
    lock.release()


def test_the_kernel_gives_it_back_when_its_holder_is_killed(tmp_path: Path) -> None:
    code = (
        "import pathlib, sys, narrator.daemon.single as single;"
        "lock = single.DaemonLock(pathlib.Path(sys.argv[1])); lock.take(); print('held', flush=True); input()"
    )
    lock = DaemonLock(tmp_path / "control.sock")
    holder = subprocess.Popen(
        [sys.executable, "-c", code, tmp_path / "control.sock"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    with holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(AlreadyRunningError):
            lock.take()
        holder.kill()
    lock.take()
    lock.release()


def test_it_is_lost_with_its_file_and_can_be_taken_again(tmp_path: Path) -> None:
    first, second = DaemonLock(tmp_path / "control.sock"), DaemonLock(tmp_path / "control.sock")
    first.take()
    (tmp_path / "control.lock").unlink()
    assert not first.held
    first.take()
    assert first.held
    with pytest.raises(AlreadyRunningError):
        second.take()
    first.release()


def test_a_file_that_is_removed_just_before_it_is_locked_is_not_taken_for_the_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, flock = DaemonLock(tmp_path / "control.sock"), fcntl.flock

    def remove_and_lock(descriptor: int, how: int) -> None:
        monkeypatch.setattr(fcntl, "flock", flock)
        (tmp_path / "control.lock").unlink()
        flock(descriptor, how)

    monkeypatch.setattr(fcntl, "flock", remove_and_lock)
    lock.take()
    assert lock.held
    lock.release()


def test_no_descriptor_is_left_behind(tmp_path: Path) -> None:
    lock = DaemonLock(tmp_path / "control.sock")
    lock.take()
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(10):
        with pytest.raises(AlreadyRunningError):
            DaemonLock(tmp_path / "control.sock").take()
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    lock.release()


def test_what_cannot_be_locked_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "control.lock").mkdir()
    with pytest.raises(DaemonError, match="cannot be locked"):
        DaemonLock(tmp_path / "control.sock").take()


class Msvcrt(ModuleType):
    """Locks bytes as Windows does: each once, and only until its file is closed."""

    LK_NBLCK = 2

    def __init__(self) -> None:
        super().__init__("msvcrt")
        self.locked: dict[tuple[int, int], int] = {}

    def locking(self, descriptor: int, mode: int, size: int) -> None:
        assert (mode, size) == (self.LK_NBLCK, 1)
        byte = (os.fstat(descriptor).st_ino, os.lseek(descriptor, 0, os.SEEK_CUR))
        if self.locked.setdefault(byte, descriptor) != descriptor:
            raise PermissionError(13, "Permission denied")


def test_on_windows_a_byte_is_locked_behind_the_holders_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows = Msvcrt()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "msvcrt", windows)
    spec = spec_from_file_location("single_on_windows", single.__file__)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    first, second = (module.DaemonLock(tmp_path / "control.json") for _ in range(2))
    first.take()
    assert second.holder == os.getpid()
    assert all(byte > len(str(os.getpid())) for _, byte in windows.locked)
    with pytest.raises(DaemonError, match="already running"):
        second.take()
    first.release()
