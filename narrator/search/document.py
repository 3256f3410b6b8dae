"""A picture as it goes into the index, and as it is found again."""

import base64
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from narrator.captioning.content import EMPTY_WORDS
from narrator.captioning.finder import LONGEST_QUERY
from narrator.description import Description
from narrator.journal.entry import Entry
from narrator.journal.rows import storable
from narrator.phrasing import NO_SCENE, sentence

MOST_WORDS = 80
"""Of one picture: the index must stay small, and a page of text is found by its first lines."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """A picture for the index."""

    entry: int | None
    """Of the journal; None for a picture of a collection."""
    path: bytes
    """Empty where there is no file."""
    time: float
    """When it was described, in seconds since 1970."""
    name: str
    said: str
    words: str
    bundle: str
    """Which has seen it; empty where it has no vector though it could have one."""
    embedding: bytes
    """Empty where the bundle has no finder, or there is no scene to be seen."""

    @classmethod
    def of_entry(cls, entry: Entry) -> Self:
        """The copy of an entry of the journal; the person's own words count before all others."""
        said = entry.correction or entry.said
        return cls(
            entry=entry.id,
            path=b"" if entry.path is None else os.fsencode(entry.path),
            time=entry.when,
            name=storable(entry.name or entry.place),
            said=said,
            words=_words(said, entry.name, *_told(entry.description)),
            bundle=_seen_by(entry.description),
            embedding=_vector(entry.description),
        )

    @classmethod
    def of_file(cls, path: Path, description: Description, when: float) -> Self:
        """A picture of a collection."""
        said = str(sentence(description))
        return cls(
            entry=None,
            path=os.fsencode(path.absolute()),
            time=when,
            name=storable(path.name),
            said=storable(said),
            words=_words(said, path.stem, *_told(description)),
            bundle=_seen_by(description),
            embedding=_vector(description),
        )

    @classmethod
    def of_words(cls, *, path: bytes, name: str, said: str, others: Iterable[str], when: float) -> Self:
        """A picture of which words alone are known: what is said of it, and `others`, the surest first."""
        return cls(
            entry=None,
            path=path,
            time=when,
            name=storable(name),
            said=storable(said),
            words=_words(said, Path(name).stem, *others),
            bundle="",
            embedding=b"",
        )


@dataclass(frozen=True, kw_only=True)
class Found:
    """A picture that was found."""

    id: int
    entry: int | None
    path: str | None
    when: float
    name: str
    said: str

    @classmethod
    def of_row(cls, row: tuple[Any, ...]) -> Self:
        """From the columns id, entry, path, time, name, said."""
        id_, entry, path, when, name, said = row
        where = os.fsdecode(path) if path else None
        return cls(id=id_, entry=entry, path=where, when=when, name=name, said=said)


def _told(description: Description) -> Iterator[str]:
    """All that was found out of a picture, what is surest first."""
    if description.written:
        yield description.written.text
    yield from (thing.name for thing in description.things)
    yield from (candidate.caption for candidate in description.candidates)
    yield from description.colours
    if description.text:
        yield from description.text.foremost or description.text.lines


def _words(*texts: str) -> str:
    """Each of their words once, in the order in which they come."""
    seen = dict.fromkeys(word for text in texts for word in storable(text).lower().split())
    cut = (word.strip('.,;:!?"()[]') for word in seen)
    return " ".join(list(dict.fromkeys(filter(None, cut)))[:MOST_WORDS])


def _seen_by(description: Description) -> str:
    """The bundle: of a picture without a scene there is nothing more that it could see."""
    return description.bundle if description.embedding or description.kind in NO_SCENE else ""


def _vector(description: Description) -> bytes:
    return base64.b64decode(description.embedding) if description.embedding else b""


def query_words(text: str) -> list[str]:
    """The words of a query that are looked up, small words only where there are no others."""
    plain = "".join(letter if letter.isalnum() else " " for letter in storable(text))
    words = list(dict.fromkeys(plain.lower().split()))
    return ([word for word in words if word not in EMPTY_WORDS] or words)[:LONGEST_QUERY]
