"""A stand-in for the daemon's loop: what it does is remembered, what it says is always the same.

As a program, `standin.py FILE` listens at FILE until it is told to quit, and prints a line when it listens.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from threading import Event, Lock

from narrator.daemon.control.messages import Request
from narrator.daemon.control.server import ControlServer
from narrator.errors import DaemonError

STATUS: Mapping[str, object] = {
    "text": "All is well.",
    "pid": 4711,
    "uptime": 93_784.5,
    "memory_mb": 57.6,
    "queue": 2,
    "sources": ["the folder Holiday", "the clipboard"],
    "speaker": "Orca",
    "model": {"name": "inception-lstm", "loaded": False},
    "paused": False,
    "quiet": True,
    "missed": 37,
    "refused": 3,
    "last_error": None,
}


class StandIn:
    """A handler."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.ended = Event()
        self.go = Event()
        """Lets `describe` answer."""
        self.running = 0
        self.most_running = 0
        self._counting = Lock()

    def __call__(self, request: Request) -> Mapping[str, object]:
        with self._counting:
            self.requests.append(request)
            self.running += 1
            self.most_running = max(self.most_running, self.running)
        try:
            return self._reply_to(request)
        finally:
            with self._counting:
                self.running -= 1

    def _reply_to(self, request: Request) -> Mapping[str, object]:
        match request.verb:
            case "status":
                return STATUS
            case "repeat":
                raise DaemonError("Nothing was described yet; save a picture.")
            case "wrong":
                raise ZeroDivisionError("by nothing")
            case "clipboard":
                return {"text": "a dog on a beach\nperhaps a cat"}
            case "camera":
                return {"text": {"what JSON cannot say"}}
            case "watch":
                return {"text": "long " * 300_000}
            case "describe":
                self.go.wait()
            case "quit":
                self.ended.set()
        return {"text": f"{request.verb} {dict(request.arguments)}"}


def main() -> None:
    def report(error: Exception) -> None:
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)

    handler = StandIn()
    try:
        with ControlServer(handler, Path(sys.argv[1]), on_fault=report):
            print("listens", flush=True)
            handler.ended.wait()
    except DaemonError as error:
        report(error)
        raise SystemExit(1) from error


if __name__ == "__main__":
    main()
