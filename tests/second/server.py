"""A stand-in for a server of vision models, which speaks the public protocol, or anything else it is told to.

https://platform.openai.com/docs/api-reference/chat: a list of models, and answers as server-sent events.
"""

import json
import socket
import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any

from narrator.second.address import Address

Answer = Callable[[socket.socket], None]
"""Writes whatever it likes; the connection is closed afterwards."""
MODELS = {"object": "list", "data": [{"id": "llava:7b", "object": "model"}]}


@dataclass(frozen=True, kw_only=True)
class Question:
    """One request that came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def record(self) -> Any:
        return json.loads(self.body)


@dataclass(kw_only=True)
class StandIn:
    """Answers each path in one way; what comes is kept."""

    address: Address
    models: Answer
    chat: Answer
    questions: list[Question] = field(default_factory=list)
    hung_up: Event = field(default_factory=Event)
    """Set when a client has left before its answer was complete."""

    @property
    def asked(self) -> list[str]:
        return [f"{question.method} {question.path}" for question in self.questions]

    def serve(self, connection: socket.socket) -> None:
        with connection, suppress(TimeoutError):
            connection.settimeout(30)
            question = _read(connection)
            if question is None:
                return
            self.questions.append(question)
            try:
                (self.models if question.path.endswith("/models") else self.chat)(connection)
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_WR)
            except OSError:
                self.hung_up.set()


@contextmanager
def standing_in(
    chat: Answer | None = None, models: Answer | None = None, context: ssl.SSLContext | None = None
) -> Iterator[StandIn]:
    """One that listens on this machine, behind TLS with a `context`."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        scheme = "https" if context else "http"
        standin = StandIn(
            address=Address.read(f"{scheme}://127.0.0.1:{listener.getsockname()[1]}/v1"),
            models=models or as_json(MODELS),
            chat=chat or streamed(["A dog ", "runs. "]),
        )

        def accept() -> None:
            with suppress(OSError):  # the listener is closed
                while True:
                    connection, _ = listener.accept()
                    if context:
                        try:
                            connection = context.wrap_socket(connection, server_side=True)
                        except OSError:
                            continue  # the client does not like the certificate
                    Thread(target=standin.serve, args=(connection,), daemon=True).start()

        Thread(target=accept, daemon=True).start()
        try:
            yield standin
        finally:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)


def raw(data: bytes) -> Answer:
    """Exactly these bytes."""
    return lambda connection: connection.sendall(data)


def as_json(record: object, status: str = "200 OK") -> Answer:
    """A whole answer."""
    return page(json.dumps(record).encode(), "application/json", status)


def page(body: bytes, kind: str, status: str = "200 OK", head: str = "") -> Answer:
    """A whole answer of any kind, with further lines of its head."""
    return raw(
        f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{head}Content-Length: {len(body)}\r\n\r\n".encode()
        + body
    )


def event(record: object) -> bytes:
    """One server-sent event."""
    return b"data: " + json.dumps(record).encode() + b"\n\n"


def delta(text: str | None, **others: object) -> bytes:
    """The event of one piece of text."""
    choice = {"index": 0, "delta": {"content": text, **others}, "finish_reason": None}
    return event({"object": "chat.completion.chunk", "choices": [choice]})


END = event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}) + b"data: [DONE]\n\n"
STREAM = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"


def streamed(pieces: Iterable[str], end: bytes = END) -> Answer:
    """The pieces, each in an event of its own."""
    return raw(STREAM + b"".join(delta(piece) for piece in pieces) + end)


def for_ever(beginning: bytes, more: bytes, pause: float = 0.0) -> Answer:
    """The beginning, and then the same again and again until the client hangs up."""

    def write(connection: socket.socket) -> None:
        connection.sendall(beginning)
        while True:
            connection.sendall(more)
            Event().wait(pause)

    return write


def silence(beginning: bytes = b"") -> Answer:
    """The beginning, and then nothing until the client hangs up."""

    def write(connection: socket.socket) -> None:
        connection.sendall(beginning)
        if not connection.recv(1):
            raise ConnectionResetError

    return write


def _read(connection: socket.socket) -> Question | None:
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = connection.recv(65536)
        if not chunk:
            return None
        data += chunk
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    while len(body) < int(headers.get("content-length", 0)):
        body += connection.recv(65536)
    method, path, _ = first.split(" ")
    return Question(method=method, path=path, headers=headers, body=body)
