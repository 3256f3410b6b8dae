"""A few threads that answer requests, so that one slow answer does not hold up the others."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread
from time import monotonic

from narrator.daemon.control.messages import Request, write_refusal, write_reply
from narrator.errors import NarratorError, fault_name

Handler = Callable[[Request], Mapping[str, object]]
"""Does what a request asks for, at once, and gives what its reply says. Raises NarratorError to refuse it."""

_THREADS = 4
_GOODBYE_SECONDS = 1.0


class Handlers:
    """Threads around a handler. `on_fault` is told of what it raises besides NarratorError."""

    def __init__(self, handler: Handler, on_fault: Callable[[Exception], None]) -> None:
        self._handler = handler
        self._on_fault = on_fault
        self._waiting: SimpleQueue[tuple[Request, Future[bytes]] | None] = SimpleQueue()
        self._threads = [
            Thread(target=self._run, name=f"narrator control {number}", daemon=True)
            for number in range(1, _THREADS + 1)
        ]
        for thread in self._threads:
            thread.start()

    def reply_to(self, request: Request) -> Future[bytes]:
        """The line of its reply, some time; one that is cancelled before its turn is not handled at all."""
        reply: Future[bytes] = Future()
        self._waiting.put((request, reply))
        return reply

    def close(self) -> None:
        """End the threads, as far as the handler lets them."""
        for _ in self._threads:
            self._waiting.put(None)
        deadline = monotonic() + _GOODBYE_SECONDS
        for thread in self._threads:
            thread.join(max(0.0, deadline - monotonic()))

    def _run(self) -> None:
        while waiting := self._waiting.get():
            request, reply = waiting
            if reply.set_running_or_notify_cancel():
                reply.set_result(self._line_for(request))

    def _line_for(self, request: Request) -> bytes:
        try:
            return write_reply(self._handler(request))
        except NarratorError as error:
            return write_refusal(str(error))
        except Exception as error:
            # The edge of a thread: a fault that ended it here would leave clients waiting.
            self._on_fault(error)
            return write_refusal(
                f"Narrator has a fault of its own ({fault_name(error)}); its log tells more."
            )
