"""What a worker process and its parent write to each other over its pipes.

A message is one line of JSON; its `length` says how many bytes of payload follow the line. The parent opens
with a message that has no reply. Every request has an `id`, and the reply has the same; its `error`, if any,
is a sentence. What else is in them, the module of each worker says.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any


@dataclass(frozen=True)
class Message:
    """One message, read."""

    header: Mapping[str, Any]
    payload: bytes = b""


def send(stream: IO[bytes], header: Mapping[str, object], payload: bytes = b"") -> None:
    """Write one message. Raises OSError when nobody reads any more."""
    stream.write(json.dumps({**header, "length": len(payload)}).encode() + b"\n")
    stream.write(payload)  # by itself: megabytes are not copied once more
    stream.flush()


def receive(stream: IO[bytes]) -> Message | None:
    """Read one message; None when the other side has ended. Raises ValueError for anything else."""
    line = stream.readline()
    if not line.endswith(b"\n"):
        return None
    header = json.loads(line)
    length = header.pop("length")
    payload = stream.read(length)
    return Message(header, payload) if len(payload) == length else None
