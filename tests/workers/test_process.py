"""A worker process as its parent sees it, with real processes: what hangs, and what cannot be started."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread
from typing import Any

import pytest

from narrator.workers.process import WorkerLostError, WorkerProcess, WorkerTooSlowError
from tests.workers.test_keeper import ECHOES, PATIENCE

COMMAND = (sys.executable, "-c", ECHOES)


def test_questions_that_were_given_up_and_never_read_do_not_block_the_next() -> None:
    process = WorkerProcess(COMMAND, {})
    os.kill(process.pid, signal.SIGSTOP)
    given_up = Event()
    given_up.set()

    def ask_until_the_pipe_is_full() -> None:
        for _ in range(8):
            process.ask({}, 1.0, given_up, bytes(360_000))

    with ThreadPoolExecutor(1) as other:
        try:
            with pytest.raises(WorkerTooSlowError):
                other.submit(ask_until_the_pipe_is_full).result(PATIENCE)
        finally:
            process.kill()


def no_more_threads(_: Thread) -> None:
    raise RuntimeError("can't start new thread")


def test_without_a_thread_that_listens_no_process_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    start, cleared_up = subprocess.Popen, Event()

    def kept(*arguments: Any, **options: Any) -> "subprocess.Popen[bytes]":
        started.append(start(*arguments, **options))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", kept)
    monkeypatch.setattr(Thread, "start", no_more_threads)
    with pytest.raises(BlockingIOError):
        WorkerProcess(COMMAND, {}, clear_up=cleared_up.set)

    (process,) = started
    assert process.returncode == -signal.SIGKILL
    assert cleared_up.is_set()


def test_without_a_thread_that_ends_it_no_long_question_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    process = WorkerProcess(COMMAND, {})
    try:
        with monkeypatch.context() as crowded, pytest.raises(WorkerLostError, match="in time"):
            crowded.setattr(Thread, "start", no_more_threads)
            process.ask({"say": "one"}, PATIENCE, Event(), bytes(2**20))
        reply = process.ask({"say": "two"}, PATIENCE, Event())
        assert reply and reply.header["echo"] == "two"
    finally:
        process.kill()
