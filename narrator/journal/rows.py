"""Entries as rows of the journal's tables."""

import json
import os
from typing import Any

from narrator.description import Description
from narrator.errors import JournalError
from narrator.journal.entry import Entry, NewEntry
from narrator.languages.catalogue import gettext

ENTRIES = """
    SELECT id, entries.time, origin, place, name, path, digest, said, heard, description, words
    FROM entries LEFT JOIN corrections USING (digest)
"""
"""Rows for `entry_of`; a WHERE may follow."""

INSERT = """
    INSERT INTO entries (time, origin, place, name, path, digest, said, heard, description)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
"""For `values_of`."""

REVISE = "UPDATE entries SET said = ?, description = ? WHERE id = ?"
"""For `values_of_description`, then the id."""


OTHERS = """
    SELECT id, description FROM entries
    WHERE NOT ({selection.entries}) AND digest IN (
        SELECT digest FROM corrections WHERE {selection.corrections}
        UNION SELECT digest FROM entries WHERE {selection.entries}
    )
"""
"""To be formatted: what is left of the pictures of a selection, as arguments of `description_of`."""


def values_of(entry: NewEntry) -> tuple[object, ...]:
    """A new entry's values in the order of INSERT."""
    said, description = values_of_description(entry.said, entry.description)
    return (
        entry.when,
        entry.origin,
        storable(entry.place),
        storable(entry.name),
        None if entry.path is None else os.fsencode(entry.path),
        entry.digest,
        said,
        entry.heard,
        description,
    )


def values_of_description(said: str, description: Description) -> tuple[str, str]:
    """What was said of a picture, and what it rests on."""
    return storable(said), storable(json.dumps(description.to_record(), ensure_ascii=False))


def entry_of(row: tuple[Any, ...]) -> Entry:
    """The entry in a row of ENTRIES. Raises JournalError if its description is none."""
    id_, when, origin, place, name, path, digest, said, heard, description, words = row
    return Entry(
        id=id_,
        when=when,
        origin=origin,
        place=place,
        name=name,
        path=None if path is None else os.fsdecode(path),
        digest=digest,
        said=said,
        description=description_of(id_, description),
        heard=bool(heard),
        correction=words,
    )


def description_of(id_: int, text: str) -> Description:
    """The description in a row. Raises JournalError if it is none."""
    try:
        return Description.from_record(json.loads(text))
    except ValueError as error:
        raise JournalError(
            gettext(
                "Entry {id} of the journal cannot be read; remove it with narrator forget --yes {id}."
            ).format(id=id_)
        ) from error


def storable(text: str) -> str:
    """Text that SQLite takes: names of files may hold bytes that are no text, which become "?"."""
    return text.encode("utf-8", "replace").decode("utf-8")
