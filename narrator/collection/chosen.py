"""Which rows of a file are about the pictures of a command: a file may have others, too."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from narrator.collection.listing import pictures_of
from narrator.collection.names import Names
from narrator.collection.row import Row, name_of
from narrator.collection.tables import all_rows


class ChosenRows:
    """The rows of the pictures that the arguments stand for, as often as they are asked for."""

    def __init__(self, out: Path, arguments: Sequence[str], *, recursive: bool) -> None:
        self._out = out
        pictures = pictures_of(arguments, recursive=recursive, denied=lambda *_: None)
        self._names = Names(name_of(picture).encode() for picture in pictures)

    def __iter__(self) -> Iterator[Row]:
        for row in all_rows(self._out):
            if row.path.encode() in self._names:
                yield row
