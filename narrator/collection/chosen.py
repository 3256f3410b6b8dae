"""Which rows of a file are about the pictures of a command: a file may have others, too."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from narrator.collection.listing import STANDARD_INPUT, pictures_of
from narrator.collection.names import Names
from narrator.collection.row import Row, name_of
from narrator.collection.tables import all_rows


class ChosenRows:
    """The rows of the pictures that the arguments stand for, as often as they are asked for.

    All rows of the file where a list on standard input is among the arguments, for it is read only once.
    """

    def __init__(self, out: Path, arguments: Sequence[str], *, recursive: bool) -> None:
        self._out = out
        self._names: Names | None = None
        if STANDARD_INPUT not in arguments:
            pictures = pictures_of(arguments, recursive=recursive, denied=lambda *_: None)
            self._names = Names(name_of(picture).encode() for picture in pictures)

    def __iter__(self) -> Iterator[Row]:
        for row in all_rows(self._out):
            if self._names is None or row.path.encode() in self._names:
                yield row
