"""A worker process that is started when it is needed, and given back when nobody has needed it for long."""

from collections.abc import Callable, Mapping
from threading import Event, RLock
from time import monotonic

from narrator.workers.messages import Message
from narrator.workers.process import WorkerLostError, WorkerProcess


class WorkerKeeper:
    """At most one worker process. Its methods may be called from any thread and take turns."""

    def __init__(
        self,
        start: Callable[[], WorkerProcess],
        *,
        end: Callable[[WorkerProcess], None] = WorkerProcess.close,
    ) -> None:
        """Nothing is started yet. `end` ends a process that is not needed any more; a lost one is killed."""
        self._start = start
        self._end = end
        self._process: WorkerProcess | None = None
        self._used = monotonic()
        self.turn = RLock()
        """Held by whoever has the turn; to be held around questions that belong together."""

    @property
    def pid(self) -> int | None:
        """The process's id, if there is one. Waits for nobody."""
        process = self._process
        return None if process is None else process.pid

    def start(self) -> WorkerProcess:
        """The process, started just now unless there was one. Raises what starting it raises."""
        with self.turn:
            self._used = monotonic()
            self._process = self._process or self._start()
            return self._process

    def ask(
        self, question: Mapping[str, object], seconds: float, stopped: Event, payload: bytes = b""
    ) -> Message | None:
        """Like `WorkerProcess.ask`, of a process that is started first if there is none.

        Raises also what starting it raises. After a WorkerLostError, the next question gets another process.
        """
        with self.turn:
            if stopped.is_set():  # nothing is started, or asked, of which nobody awaits the answer
                return None
            process = self.start()
            try:
                return process.ask(question, seconds, stopped, payload)
            except WorkerLostError:
                self._process = None
                process.kill()
                raise
            finally:
                self._used = monotonic()

    def unload(self, *, unused_for: float = 0.0) -> bool:
        """End the process if it was not used for so many seconds, nor is just now; whether there was one."""
        if not self.turn.acquire(blocking=False):
            return False
        try:
            if self._process is None or monotonic() - self._used < unused_for:
                return False
            self.close()
            return True
        finally:
            self.turn.release()

    def close(self) -> None:
        """End the process once nobody uses it; a later call starts another one."""
        with self.turn:
            process, self._process = self._process, None
            if process is not None:
                self._end(process)
