"""JUMBF (ISO/IEC 19566-5): boxes with labels inside boxes."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

_SUPERBOX = b"jumb"
_DESCRIPTION = b"jumd"
_LABELLED = 2
"""The bit of a description that says that a label follows."""
_MOST = 1000
"""Boxes of one box that are looked at."""


@dataclass(frozen=True, kw_only=True)
class Superbox:
    """A box that has a label and holds others."""

    label: str
    content: bytes
    """All boxes behind its description."""

    def superboxes(self) -> Iterator["Superbox"]:
        """The boxes in it that have labels themselves, in order."""
        return superboxes(self.content)

    def find(self, label: str) -> "Superbox | None":
        """The first of them with this label."""
        return next((box for box in self.superboxes() if box.label == label), None)

    def payload(self, kind: bytes) -> bytes | None:
        """The content of the first plain box of this kind in it."""
        return next((content for name, content in boxes(self.content) if name == kind), None)


def superboxes(data: bytes) -> Iterator[Superbox]:
    """The labelled boxes that stand one after the other in these bytes. What is broken is left out."""
    for name, content in boxes(data):
        if name != _SUPERBOX:
            continue
        inner = boxes(content)
        described, description = next(inner, (b"", b""))
        if described == _DESCRIPTION and len(description) > 17 and description[16] & _LABELLED:
            label = description[17:].split(b"\0", 1)[0].decode("utf-8", "replace")
            yield Superbox(label=label, content=content[len(description) + 8 :])


def boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The name and the content of each box of ISO's base media format, up to one that is broken."""
    return islice(_boxes(data), _MOST)


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        length, header = int.from_bytes(data[at : at + 4], "big"), 8
        if length == 1:
            length, header = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        elif length == 0:
            length = len(data) - at
        if length < header or at + length > len(data):
            return
        yield data[at + 4 : at + 8], data[at + header : at + length]
        at += length
