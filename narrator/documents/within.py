"""Pictures within documents as paths, so that whoever works through paths takes them too.

The path of a picture within a document is that of the document, "#" and its key, as in
"report.docx#picture=image1.png". There is no such file.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from narrator.description import Written
from narrator.documents.document import Document, holds_pictures, is_document_name, opened
from narrator.documents.inner import Inner
from narrator.errors import PictureError
from narrator.languages.catalogue import gettext
from narrator.picture.files import short_name
from narrator.picture.opening import open_picture
from narrator.picture.picture import Picture
from narrator.picture.written.authorship import is_by_a_machine


def pictures_within(document: Path) -> Iterator[Path]:
    """The paths of the pictures in it; of one that cannot be opened its own, so that opening says why not."""
    try:
        with opened(document) as pages:
            for inner in pages.pictures:
                yield path_within(document, inner.key)
    except PictureError:
        yield document


def path_within(document: Path, key: str) -> Path:
    """The path of a picture within a document."""
    return document.with_name(f"{document.name}#{key}")


def split(path: Path) -> tuple[Path, str] | None:
    """The document, and the key in it; an empty key for a document itself, None for any other path."""
    document, _, key = path.name.rpartition("#")
    if document and holds_pictures(Path(document)) and not os.path.lexists(path):
        return path.with_name(document), key
    return (path, "") if is_document_name(path) else None


class Documents:
    """Opens pictures within documents. The last document stays open, for the next picture is in it too."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._keeping = ExitStack()
        self._document: Document | None = None
        self._known: dict[str, Inner] = {}

    def open(self, path: Path) -> tuple[Picture, str, bytes] | None:
        """The picture with its author's words, its place as it is said, and its file; None for a path of
        another kind.

        Raises PictureError.
        """
        parts = split(path)
        if parts is None:
            return None
        document = self._opened(parts[0])
        inner = self._known.get(parts[1])
        if inner is None:
            name = short_name(parts[0])
            raise PictureError(
                gettext("{name} has no such picture any more; start again with a new file of rows.").format(
                    name=name
                )
            )
        data = document.read(inner.key)
        return _with_words(open_picture(data), inner.alt), inner.place, data

    def close(self) -> None:
        """Close what is open."""
        self._keeping.close()
        self._path, self._document, self._known = None, None, {}

    def _opened(self, path: Path) -> Document:
        if self._document is None or path != self._path:
            self.close()
            self._document = self._keeping.enter_context(opened(path))
            self._path = path
            self._known = {inner.key: inner for inner in self._document.pictures}
        return self._document


def _with_words(picture: Picture, alt: str) -> Picture:
    """With what stands at it in the document, which goes before what stands in its file."""
    if not alt:
        return picture
    by = "machine" if is_by_a_machine(alt) else "person"
    if by == "machine" and picture.written is not None:
        return picture
    return replace(picture, written=Written(text=" ".join(alt.split()), by=by))
