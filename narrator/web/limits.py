"""How much the service takes, from anybody."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Every bound of the service. The pixels of a picture are bounded by `picture.open_picture`."""

    body_bytes: int = 32 * 2**20
    """The largest upload; phones write pictures of up to 25 megabytes."""
    memory_bytes: int = 256 * 2**20
    """What all uploads, and all sounds that are sent, may hold together at once."""
    text_letters: int = 2000
    """The longest text that is spoken: two minutes."""
    sound_seconds: float = 300.0
    """The longest sound, however slow the voice."""
    waiting: int = 64
    """Pictures, or texts, that wait for their turn: two seconds of work."""
    head_bytes: int = 16 * 1024
    """The longest head of a request, with all its headers."""
    head_seconds: float = 10.0
    """How long a connection may take to send the head of a request, and a stranger the token."""
    upload_seconds: float = 30.0
    """From a request's head to the end of its body."""
    opening_seconds: float = 10.0
    """What one picture may take to be opened; that of a phone takes 0.02."""
    answer_seconds: float = 30.0
    """From a whole request to its answer."""
    reading: int = 4
    """Pictures that wait for their text to be read; more are answered without it."""
    reading_seconds: float = 4.0
    """So long an answer waits for the text in the picture, at most."""
    sending_seconds: float = 60.0
    """How long a client may take to read its answer."""
    leaving_seconds: float = 5.0
    """How long a client that was refused may go on sending, so that it can read why."""
    connections: int = 512
    """At most, and never more than half of the files that the process may open. Half of the connections are
    for clients with the token. Of the others, one client may have half."""
    requests_a_minute: int = 3000
    """From one client with the token, and a tenth of them at once; more than the network can describe, so
    that only a runaway program meets it."""
    strangers_a_minute: int = 600
    """From one client without the token, and a tenth of them at once. Whoever shows the token is never
    refused for them."""
    link_seconds: float = 3600.0
    """How long the link works that is printed at the start."""
    log_seconds: float = 10.0
    """A kind of trouble is printed once in so many seconds, with how often it came meanwhile."""
