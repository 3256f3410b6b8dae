"""How much the service takes, from anybody."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Every bound of the service. The pixels of a picture are bounded by `picture.open_picture`."""

    body_bytes: int = 32 * 2**20
    """The largest upload; phones write pictures of up to 25 megabytes."""
    memory_bytes: int = 512 * 2**20
    """What all uploads together may hold at once."""
    text_letters: int = 2000
    """The longest text that is spoken: two minutes."""
    waiting: int = 64
    """Pictures, or texts, that wait for their turn: two seconds of work."""
    upload_seconds: float = 30.0
    """From a request's head to the end of its body."""
    answer_seconds: float = 30.0
    """From a whole request to its answer."""
    reading: int = 4
    """Pictures that wait for their text to be read; more are answered without it."""
    reading_seconds: float = 4.0
    """So long an answer waits for the text in the picture, at most."""
    head_seconds: float = 10.0
    """How long a connection may take to send the head of a request."""
    connections: int = 512
    """Below the 1,024 files that most systems let a process open."""
    requests_a_minute: int = 3000
    """From one client; more than the network can describe, so that only a runaway program meets it."""
