"""The process in which files are opened, without the parent that would end it."""

import signal
import subprocess
import sys

from narrator.picture.apart import worker
from narrator.workers.messages import send
from tests.picture.apart.test_decoder import STAND_IN


def test_one_over_which_a_decoder_waits_for_ever_ends_by_itself() -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen((sys.executable, "-c", STAND_IN), stdin=pipe, stdout=pipe) as process:
        try:
            assert process.stdin and process.stdout
            send(process.stdin, {"seconds": 1, "digests": False})
            send(process.stdin, {"id": 1, "bytes": True, "languages": None}, b"slow")
            assert process.wait(60) == -signal.SIGALRM
        finally:
            process.kill()


def test_one_that_waits_for_the_next_file_does_not_end() -> None:
    with worker._ended_after(600):
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0
