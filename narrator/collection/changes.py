"""Which pictures were exchanged for others since they were described."""

from datetime import date
from pathlib import Path

from narrator.alt_text.content import image_digest
from narrator.alt_text.writing import shows_another
from narrator.collection.row import Row
from narrator.documents.document import opened
from narrator.documents.within import split
from narrator.errors import PictureError
from narrator.picture.addresses import path_of


def exchanged_since(row: Row) -> bool:
    """Whether the file of a row was written on its day or later, and shows another image now.

    Older files are not read: half a million take hours.
    """
    if not row.digest:
        return False
    try:
        path = path_of(row.path)
        document = split(path)
        file = document[0] if document else path
        if date.fromtimestamp(file.stat().st_mtime).isoformat() < row.day:
            return False
    except (OSError, PictureError):  # it is gone, or on another machine
        return False
    return shows_other_than_told(row)


def shows_other_than_told(row: Row) -> bool:
    """Whether the file of a row shows another image than the row tells of, however old it is."""
    try:
        path = path_of(row.path)
    except PictureError:
        return False
    document = split(path)
    if document:
        return bool(exchanged_within(document[0], {document[1]: row}))
    return bool(row.digest) and shows_another(path, row.digest)


def exchanged_within(document: Path, rows: dict[str, Row]) -> set[str]:
    """Which of these keys of a document lead to another image than their rows tell of."""
    try:
        with opened(document) as pages:
            known = {inner.key for inner in pages.pictures}
            return {
                key
                for key, row in rows.items()
                if row.digest and key in known and image_digest(pages.read(key)) != row.digest
            }
    except PictureError:
        return set()  # whoever writes into it says why it cannot be read
