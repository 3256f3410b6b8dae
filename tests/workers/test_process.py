"""A worker process as its parent sees it, with real processes: what hangs, and what cannot be started."""

import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from narrator.workers.process import WorkerProcess, WorkerTooSlowError
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
