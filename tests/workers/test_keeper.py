"""A worker process that is kept, with real processes."""

import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Event

import pytest

from narrator.workers.keeper import WorkerKeeper
from narrator.workers.process import WorkerLostError, WorkerProcess

ECHOES = """
import sys
from narrator.workers.messages import receive, send
receive(sys.stdin.buffer)
while request := receive(sys.stdin.buffer):
    if "wait" not in request.header:
        send(sys.stdout.buffer, {"id": request.header["id"], "echo": request.header["say"]})
"""
PATIENCE = 60.0


def echoing() -> WorkerProcess:
    return WorkerProcess((sys.executable, "-c", ECHOES), {})


@pytest.fixture
def keeper() -> Iterator[WorkerKeeper]:
    with closing(WorkerKeeper(echoing)) as keeper:
        yield keeper


def echo(keeper: WorkerKeeper, text: str) -> str:
    reply = keeper.ask({"say": text}, PATIENCE, Event())
    assert reply
    return str(reply.header["echo"])


def test_one_process_answers_from_the_first_question_on(keeper: WorkerKeeper) -> None:
    assert keeper.pid is None
    assert echo(keeper, "one") == "one"
    first = keeper.pid
    assert first
    assert echo(keeper, "two") == "two"
    assert keeper.start().pid == keeper.pid == first


def test_a_lost_process_is_told_of_and_the_next_question_gets_another(keeper: WorkerKeeper) -> None:
    first = keeper.start().pid
    os.kill(first, signal.SIGKILL)
    with pytest.raises(WorkerLostError):
        echo(keeper, "one")
    assert keeper.pid is None
    assert echo(keeper, "two") == "two"
    assert keeper.pid != first


def test_what_starting_raises_is_raised_each_time() -> None:
    keeper = WorkerKeeper(lambda: WorkerProcess(("/nowhere/at/all",), {}))
    for _ in range(2):
        with pytest.raises(OSError, match="No such file"):
            echo(keeper, "one")
    assert not keeper.unload()


def test_for_nobody_who_waits_no_process_is_started(keeper: WorkerKeeper) -> None:
    given_up = Event()
    given_up.set()
    assert keeper.ask({"say": "one"}, PATIENCE, given_up) is None
    assert keeper.pid is None


def test_only_a_process_that_rested_long_enough_is_given_back(keeper: WorkerKeeper) -> None:
    assert not keeper.unload()
    keeper.start()
    assert not keeper.unload(unused_for=1000)
    assert keeper.pid
    assert keeper.unload()
    assert keeper.pid is None


def test_a_process_in_use_is_not_given_back_and_nobody_waits_for_it(keeper: WorkerKeeper) -> None:
    with ThreadPoolExecutor(1) as other, keeper.turn:
        keeper.start()
        assert not other.submit(keeper.unload).result(PATIENCE)
        assert keeper.pid
    assert keeper.unload()


def test_it_ends_a_process_as_it_was_told() -> None:
    ended = []

    def end(process: WorkerProcess) -> None:
        ended.append(process.pid)
        process.kill()

    keeper = WorkerKeeper(echoing, end=end)
    pids = []
    for give_back in (keeper.unload, keeper.close):
        pids.append(keeper.start().pid)
        give_back()
    keeper.close()
    assert ended == pids
