"""A running worker process, seen from its parent: questions, answers with a deadline, and a certain end."""

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Thread, Timer
from time import monotonic
from typing import IO

from narrator.languages.catalogue import tongue
from narrator.workers.messages import Message, receive, send

_POLL_SECONDS = 0.02
_GOODBYE_SECONDS = 0.5
_NARROW = 2**12
"""Bytes that any pipe holds without a reader, with the question itself."""
_WIDE = 2**20
"""Bytes that a pipe holds under Linux if it is asked to. With the usual 64 kB, a photograph's pixels change
processes some thirty times while they are written and read."""


class WorkerLostError(Exception):
    """The worker process has ended, or gave no answer in time."""


class WorkerTooSlowError(WorkerLostError):
    """It gave no answer in time."""


class WorkerProcess:
    """A worker that was just started; it gets ready by itself while its parent does something else."""

    def __init__(
        self,
        command: Sequence[str],
        opening: Mapping[str, object],
        *,
        clear_up: Callable[[], None] = lambda: None,
    ) -> None:
        """`opening` is sent first and has no answer; `clear_up` is called once the process has ended.

        Raises OSError when the process, or the thread that listens to it, cannot be started.
        """
        self._clear_up = clear_up
        self._answers: SimpleQueue[Message | None] = SimpleQueue()
        self._asked = self._answered = 0
        try:
            self._process = _start(command)
        except OSError:
            clear_up()
            raise
        assert self._process.stdin and self._process.stdout  # both are pipes
        self._stdin, self._stdout = self._process.stdin, self._process.stdout
        self._pipe_room = _widened(self._stdin)
        _widened(self._stdout)
        self._listener = Thread(target=self._listen, name="narrator worker", daemon=True)
        try:
            _begin(self._listener)
        except OSError:
            self.kill()
            raise
        with suppress(OSError):  # it has ended already: the first question finds out
            send(self._stdin, opening)

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    def ask(
        self, question: Mapping[str, object], seconds: float, stopped: Event, payload: bytes = b""
    ) -> Message | None:
        """Its answer, or None when `stopped` was set before there was one.

        What is said in the answer is in the tongue of whoever asks.
        Raises WorkerLostError when it has ended or could not be ended in time, and WorkerTooSlowError when it
        gave no answer within so many seconds; what does not even take the question is killed then.
        """
        self._asked += 1
        deadline = monotonic() + seconds
        with self._killed_after(seconds, len(payload)):
            try:
                send(self._stdin, {"id": self._asked, "tongue": tongue(), **question}, payload)
            except OSError as error:
                if monotonic() > deadline:
                    raise self._too_slow(seconds) from error
                raise WorkerLostError("the process has ended") from error
        while not stopped.is_set():
            try:
                answer = self._answers.get(timeout=_POLL_SECONDS)
            except Empty:
                if monotonic() > deadline:
                    raise self._too_slow(seconds) from None
                continue
            if answer is None:
                raise WorkerLostError("the process has ended")
            self._answered = answer.header["id"]
            if self._answered == self._asked:  # else it answers a question that was given up
                return answer
        return None

    def close(self) -> None:
        """End it, politely first, and leave nothing behind."""
        with suppress(OSError):
            self._stdin.close()
        try:
            self._process.wait(_GOODBYE_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            return
        self._finish()

    def kill(self) -> None:
        """End it at once and leave nothing behind."""
        self._end()
        self._process.wait()
        with suppress(OSError):
            self._stdin.close()
        self._finish()

    @contextmanager
    def _killed_after(self, seconds: float, length: int) -> Iterator[None]:
        """While so many bytes are written, which never ends if nobody reads them.

        The pipe has room for one question, but not for all that were given up before and still lie in it.
        """
        if length < self._pipe_room and self._answered == self._asked - 1:
            yield
            return
        timer = Timer(seconds, self._end)
        timer.daemon = True
        try:
            _begin(timer)
        except OSError as error:
            raise WorkerLostError(f"nobody could end it in time: {error.strerror}") from error
        try:
            yield
        finally:
            timer.cancel()

    @staticmethod
    def _too_slow(seconds: float) -> WorkerTooSlowError:
        return WorkerTooSlowError(f"no answer within {seconds:.0f} seconds")

    def _end(self) -> None:
        """Kill it, and whatever it has started."""
        if sys.platform == "win32" or self._process.returncode is not None:
            self._process.kill()
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def _finish(self) -> None:
        if self._listener.is_alive():  # it was perhaps never started
            self._listener.join()
        self._stdout.close()
        self._clear_up()

    def _listen(self) -> None:
        try:
            while (answer := receive(self._stdout)) is not None:
                self._answers.put(answer)
        except ValueError:
            pass  # something else than a worker writes there, which is as good as none
        self._answers.put(None)


def _begin(thread: Thread) -> None:
    """Start it. Raises OSError, as for a process, when the system allows no more threads."""
    try:
        thread.start()
    except RuntimeError as error:
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN)) from error


def _widened(pipe: IO[bytes]) -> int:
    """How many bytes a pipe now holds without a reader, besides a question's header."""
    if sys.platform == "linux":
        import fcntl

        with suppress(OSError):  # an administrator allows less
            return fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _WIDE) // 2
    return _NARROW


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    # The worker need not be able to import narrator by itself, as in a checkout.
    house = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, [house, os.environ.get("PYTHONPATH")]))
    # By itself numpy's OpenBLAS has a thread for each core, which waits busily after each product of
    # matrices: of two hands of `describe`, each took both cores.
    environment = {"OPENBLAS_NUM_THREADS": "1", **os.environ, "PYTHONPATH": path}
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    if sys.platform == "win32":
        return subprocess.Popen(
            command,
            stdin=pipe,
            stdout=pipe,
            stderr=nowhere,
            env=environment,
            creationflags=subprocess.CREATE_NO_WINDOW,
        )
    # In a session of its own, Ctrl-C and what else is sent to the parent's whole group passes the worker by:
    # its parent decides, and when that is killed, the worker is still there to clear up.
    return subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=nowhere, env=environment, start_new_session=True
    )
