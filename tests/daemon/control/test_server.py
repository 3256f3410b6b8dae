"""Over real sockets: where a server listens, what it outlives, and how it ends."""

import gc
import json
import resource
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from narrator.daemon import runtime_folder
from narrator.daemon.control import server
from narrator.daemon.control.client import NoDaemonError, ask
from narrator.daemon.single import AlreadyRunningError
from narrator.errors import DaemonError
from tests.daemon.control.daemons import Daemon, daemon_at, daemon_processes
from tests.daemon.control.talking import STATUS, answers, connect, in_time, replies


def test_folder_and_socket_are_the_persons_alone(file: Path) -> None:
    file.parent.mkdir(mode=0o755)
    with daemon_at(file):
        assert file.parent.stat().st_mode & 0o777 == 0o700
        assert file.stat().st_mode & 0o777 == 0o600


def test_a_second_daemon_is_told_so_and_the_first_runs_on(daemon: Daemon) -> None:
    with pytest.raises(AlreadyRunningError, match="already running"), daemon_at(daemon.file):
        pass
    assert answers(daemon.file)


def test_a_path_too_long_for_a_socket_is_a_sentence(file: Path) -> None:
    long = file.parent / ("x" * 100) / "control.sock"
    with pytest.raises(DaemonError, match="too long"), daemon_at(long):
        pass
    with pytest.raises(DaemonError, match="too long"):
        ask("status", file=long)


def test_what_cannot_be_replaced_is_a_sentence_and_the_lock_is_given_back(file: Path) -> None:
    file.mkdir(parents=True, mode=0o700)
    with pytest.raises(DaemonError, match="cannot listen"), daemon_at(file):
        pass
    file.rmdir()
    with daemon_at(file):
        assert answers(file)


def test_close_ends_all_and_leaves_nothing_but_the_lock_file(file: Path) -> None:
    descriptors = len(list(Path("/proc/self/fd").iterdir()))
    threads = threading.active_count()
    with daemon_at(file) as daemon:
        waiting = [connect(file) for _ in range(20)]
        assert answers(file)
        daemon.server.close()
        daemon.server.close()
        assert [replies(connection) for connection in waiting] == [[]] * 20
        for connection in waiting:
            connection.close()
    assert [path.name for path in file.parent.iterdir()] == ["control.lock"]
    assert not answers(file)
    assert threading.active_count() == threads
    assert len(list(Path("/proc/self/fd").iterdir())) == descriptors


def test_a_daemon_that_may_open_no_more_files_says_so_once_and_recovers(file: Path) -> None:
    with daemon_processes(file) as (daemon,):
        assert daemon.listens()
        open_files = len(list(Path(f"/proc/{daemon.process.pid}/fd").iterdir()))
        resource.prlimit(daemon.process.pid, resource.RLIMIT_NOFILE, (open_files + 40, open_files + 40))
        clients = [connect(file) for _ in range(50)]
        assert daemon.process.stderr
        assert "Too many open files" in daemon.process.stderr.readline()
        for client in clients:
            client.close()
        assert in_time(lambda: answers(file))
        ask("quit", file=file)
        assert daemon.end() == (0, "")


def test_clients_that_come_as_it_closes_are_hung_up_on(file: Path) -> None:
    for _ in range(20):
        with daemon_at(file):
            clients = [connect(file) for _ in range(3)]
        for client in clients:
            assert replies(client) == []
            client.close()
    gc.collect()  # which warns of connections that nobody has closed


def test_close_lets_an_answer_be_finished(file: Path) -> None:
    with daemon_at(file) as daemon, ThreadPoolExecutor(2) as clients:
        answer = clients.submit(ask, "describe", file=file)
        assert in_time(lambda: daemon.handler.running == 1)
        closing = clients.submit(daemon.server.close)
        daemon.handler.go.set()
        closing.result()
        assert answer.result()["text"] == "describe {}"


def test_close_does_not_wait_for_a_handler_that_hangs(file: Path) -> None:
    with daemon_at(file) as daemon, ThreadPoolExecutor(1) as clients:
        answer = clients.submit(ask, "describe", file=file)
        assert in_time(lambda: daemon.handler.running == 1)
        daemon.server.close()
        with pytest.raises(DaemonError, match="ended before it answered"):
            answer.result()


def test_it_listens_anew_when_its_folder_was_removed(daemon: Daemon) -> None:
    with closing(connect(daemon.file)) as before:
        shutil.rmtree(daemon.file.parent)
        assert in_time(lambda: answers(daemon.file))
        before.sendall(STATUS)
        assert json.loads(before.recv(65536))["ok"] is True
    with pytest.raises(AlreadyRunningError), daemon_at(daemon.file):
        pass


def test_it_listens_anew_when_its_socket_was_removed_or_replaced(daemon: Daemon) -> None:
    daemon.file.unlink()
    assert in_time(lambda: answers(daemon.file))
    daemon.file.unlink()
    daemon.file.write_text("something else")
    assert in_time(lambda: daemon.file.is_socket() and answers(daemon.file))


def test_it_takes_its_lock_anew_when_that_was_removed(daemon: Daemon) -> None:
    lock = daemon.file.with_suffix(".lock")
    lock.unlink()
    assert in_time(lock.exists)
    assert in_time(lambda: answers(daemon.file))
    with pytest.raises(AlreadyRunningError), daemon_at(daemon.file):
        pass


def test_it_says_once_when_it_cannot_listen_anew_and_listens_when_it_can(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_LOOK_SECONDS", 0.1)
    attempts: list[Path] = []

    def make_private(folder: Path) -> None:
        attempts.append(folder)
        runtime_folder.make_private(folder)

    monkeypatch.setattr(server, "make_private", make_private)
    folder = daemon.file.parent
    shutil.rmtree(folder)
    folder.write_text("a file in its place")
    assert in_time(lambda: len(attempts) >= 5)
    assert len(daemon.faults) == 1
    assert str(folder) in str(daemon.faults.pop())
    folder.unlink()
    assert in_time(lambda: answers(daemon.file))


def test_it_says_so_when_another_daemon_has_started_where_its_folder_was_removed(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_LOOK_SECONDS", 3.0)
    shutil.rmtree(daemon.file.parent)
    with daemon_at(daemon.file) as other:
        assert in_time(lambda: bool(daemon.faults))
        assert isinstance(daemon.faults.pop(), AlreadyRunningError)
        daemon.server.close()
        assert answers(daemon.file), "the first one's end took the second one's socket away"
        assert other.faults == []


def test_a_killed_daemon_leaves_nothing_that_keeps_the_next_away(file: Path) -> None:
    with daemon_processes(file) as (killed,):
        assert killed.listens()
        assert answers(file)
        killed.process.kill()
        killed.process.wait()
        assert file.is_socket(), "it was not killed as hard as that"
        with pytest.raises(NoDaemonError):
            ask("status", file=file)
    with daemon_processes(file) as (anew,):
        assert anew.listens()
        assert answers(file)


def test_of_twenty_daemons_started_at_once_exactly_one_runs(file: Path) -> None:
    with daemon_processes(file, 20) as daemons:
        winners = [daemon for daemon in daemons if daemon.listens()]
        assert len(winners) == 1
        assert answers(file)
        for loser in set(daemons) - set(winners):
            code, told = loser.end()
            assert code == 1
            assert told.startswith("AlreadyRunningError: Narrator is already running")
        ask("quit", file=file)
        assert winners[0].end() == (0, "")
