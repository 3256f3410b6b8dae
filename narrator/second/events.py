"""Server-sent events as they come (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""

from collections.abc import Iterable, Iterator

from narrator.errors import SecondError
from narrator.languages.catalogue import gettext

LONGEST_LINE = 64 * 1024
"""Bytes. A word comes in some hundred."""
LONGEST_ANSWER = 2 * 1024 * 1024
"""Bytes of one answer with all that is around its words."""


def events_of(chunks: Iterable[bytes]) -> Iterator[str]:
    """The data of each event, as soon as it is whole. Raises SecondError for what never ends.

    What stands in an event besides its data is left out, and so are comments. A last event that no empty
    line ends counts as well: some servers leave that out.
    """
    data: list[str] = []
    for line in _lines(chunks):
        if not line and data:
            yield "\n".join(data)
            data = []
        name, _, value = line.partition(":")
        if name == "data":
            data.append(value.removeprefix(" "))
    if data:
        yield "\n".join(data)


def within_bounds(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same chunks. Raises SecondError when an answer becomes longer than any answer is."""
    length = 0
    for chunk in chunks:
        length += len(chunk)
        if length > LONGEST_ANSWER:
            raise too_long()
        yield chunk


def too_long() -> SecondError:
    """What is told of an answer without an end."""
    return SecondError(
        gettext("The answer of your second describer is too long to be one; look at its server.")
    )


def _lines(chunks: Iterable[bytes]) -> Iterator[str]:
    """Lines that end with a line feed, a carriage return or both."""
    rest = b""
    for chunk in within_bounds(chunks):
        # A carriage return at the end of a chunk may be half of an end.
        rest += chunk
        held = rest.endswith(b"\r")
        whole = rest[:-1] if held else rest
        *lines, rest = whole.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        rest += b"\r" if held else b""
        yield from (line.decode("utf-8", "replace") for line in lines)
        if len(rest) > LONGEST_LINE:
            raise too_long()
    if rest:
        yield rest.rstrip(b"\r").decode("utf-8", "replace")
