"""Copies of the documents of a collection, with the words of its rows at their pictures."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from narrator.alt_text.writing import SHOWS_ANOTHER
from narrator.collection.changes import exchanged_within
from narrator.collection.row import Row
from narrator.collection.telling import decorative, doubt, words_of
from narrator.documents.copies import write_document
from narrator.documents.document import is_written
from narrator.documents.inner import Words
from narrator.documents.within import split
from narrator.errors import NarratorError
from narrator.languages.catalogue import gettext
from narrator.picture.addresses import path_of


def write_documents(
    rows: Iterable[Row],
    folder: Path | None,
    *,
    empty: bool,
    break_signatures: bool,
    report: Callable[[str], None],
) -> int | None:
    """Write a copy of each document of the rows into the folder, or the document itself for None.

    `empty` marks pictures that show nothing as decorative. `report` takes a line for each picture that is
    left for a person, and for each document of which no copy was made. Gives the number of documents that
    were written; None where no row is of a document.
    """
    written = None
    taken: set[str] = set()
    for document, group in _by_document(rows):
        written = written or 0
        words = dict(_words(document, group, empty=empty, report=report))
        try:
            if folder is not None and document.name in taken:
                raise NarratorError(
                    gettext("another document has the same name; run narrator describe for it alone")
                )
            target = document if folder is None else _in(folder, document)
            if write_document(document, target, words, break_signature=break_signatures):
                taken.add(document.name)
                written += 1
        except NarratorError as error:
            report(f"{document}: {error}")
    return written


def _by_document(rows: Iterable[Row]) -> Iterator[tuple[Path, list[tuple[str, Row]]]]:
    """The documents, each with the rows of its pictures by their keys."""
    documents: dict[Path, list[tuple[str, Row]]] = {}
    for row in rows:
        document, key = split(path_of(row.path)) or (None, "")
        if document and key:
            documents.setdefault(document, []).append((key, row))
    yield from documents.items()


def _words(
    document: Path, rows: Iterable[tuple[str, Row]], *, empty: bool, report: Callable[[str], None]
) -> Iterator[tuple[str, Words]]:
    rows = list(rows)
    exchanged = exchanged_within(document, dict(rows)) if is_written(document) else set()
    for key, row in rows:
        if key in exchanged:
            report(f"{document}: {row.place or key} {SHOWS_ANOTHER}")
            continue
        words = (decorative(row) if empty else None) or words_of(row)
        if words is None:
            report(f"{document}: {row.place or key}: {doubt(row)}")
        else:
            yield key, words


def _in(folder: Path, document: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NarratorError(
            gettext("{folder} cannot be made ({strerror}); name another folder.").format(
                folder=folder, strerror=error.strerror
            )
        ) from error
    copy = folder / document.name
    if copy.exists() and copy.samefile(document):
        raise NarratorError(gettext("the copy would be the document itself; name another folder for it"))
    return copy
