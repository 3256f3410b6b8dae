"""`narrator find --in TABLE`: the rows of a described collection as pictures to be found by their words."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from narrator.collection.row import VIDEO, Row
from narrator.collection.tables import all_rows
from narrator.errors import PictureError, SettingsError
from narrator.picture.addresses import path_of
from narrator.search.document import Document

_PARTS = "*.parquet"


def documents_of(table: Path) -> Iterator[Document]:
    """What a table says of its pictures, or of a folder of such tables; what failed is left out.

    Raises SettingsError for what is no table of `narrator describe`, or cannot be read.
    """
    files = sorted(table.glob(_PARTS)) if table.is_dir() else [table]
    if not files or not table.exists():
        raise SettingsError(
            f"There is no table {table}; name the file that narrator describe --out has written."
        )
    for file in files:
        try:
            written = file.stat().st_mtime
            for row in all_rows(file):
                if not row.failed and row.kind != VIDEO:
                    yield _document(row, written)
        except OSError as error:
            raise SettingsError(
                f"{file} cannot be read ({error.strerror}); check the name and its permissions."
            ) from error


def _document(row: Row, written: float) -> Document:
    path, name = _file_of(row)
    when = written
    with suppress(ValueError):  # older tables have no day, and a person may have changed it
        when = datetime.fromisoformat(row.day).timestamp()
    if row.seconds is not None:
        minutes, seconds = divmod(int(row.seconds), 60)
        path, name = f"{path}#t={row.seconds:g}", f"{name} at {minutes}:{seconds:02}"
    return Document.of_words(
        path=os.fsencode(path),
        name=name,
        said=row.alt or row.reason,
        others=(row.written, row.caption, row.place, row.text),
        when=when,
    )


def _file_of(row: Row) -> tuple[str, str]:
    """The path of a row, and how it is called: of a picture in a document the document and its place."""
    path = row.path
    with suppress(PictureError):  # an address of a store stays as it is
        path = os.fspath(path_of(row.path))
    name = Path(path).name
    return path, f"{name.rpartition('#')[0] or name}, {row.place}" if row.place else name
