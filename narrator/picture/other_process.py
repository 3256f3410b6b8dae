"""The seam between whoever opens a picture and the process in which that is done."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from PIL import Image

from narrator.picture.picture import Picture


class OtherProcess(Protocol):
    """Opens files where a decoder that hangs or crashes can be ended: see `narrator.picture.apart`."""

    @abstractmethod
    def takes(self, source: bytes | Path) -> bool:
        """Whether it opens this file; all others are opened here."""

    @abstractmethod
    def open(self, source: bytes | Path, languages: Sequence[str] | None) -> Picture:
        """What `open_picture` gives and raises."""

    @abstractmethod
    def closer(self, file: bytes, short_side: int, *, screenful: bool) -> Image.Image:
        """What `closer_image` gives and raises."""


_decoders: list[OtherProcess] = []
"""The last one opens files. They need not go in the order in which they came."""


def other_process() -> OtherProcess | None:
    """The one that opens files now; None where they are opened here."""
    decoders = tuple(_decoders)  # another thread may take one away
    return decoders[-1] if decoders else None


@contextmanager
def opened_by(decoder: OtherProcess) -> Iterator[None]:
    """Let all files that this process opens be opened by another one, until the `with` ends.

    A program sets it once, at its edge: pictures come from sources, requests and the journal, and whoever
    opens one need not know where that is done.
    """
    _decoders.append(decoder)
    try:
        yield
    finally:
        _decoders.remove(decoder)
