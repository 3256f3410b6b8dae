"""What a collection's rows say is written into its pictures, their copies, or files beside them.

It comes after all rows are there: they are kept whatever happens, and a second run does what is missing.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from narrator import __version__
from narrator.alt_text.alt_text import AltText, signed
from narrator.alt_text.order import Order
from narrator.alt_text.outcome import Outcome
from narrator.alt_text.writer import Writer
from narrator.collection.row import VIDEO, Row
from narrator.documents.within import split
from narrator.errors import SettingsError
from narrator.languages.catalogue import gettext
from narrator.picture.addresses import path_of

_MOST_TOLD = 20
"""Sentences about single files; a screen reader reads each of them."""


@dataclass(frozen=True, kw_only=True)
class Places:
    """Where the words are to be written."""

    copies: Path | None = None
    """The folder of the copies."""
    in_place: bool = False
    beside: bool = False
    comment: bool = False

    @property
    def any(self) -> bool:
        """Whether words are to be written anywhere but into rows."""
        return self.copies is not None or self.in_place or self.beside or self.comment


def refuse_misplaced(places: Places, arguments: Sequence[str]) -> None:
    """Raise SettingsError for places that contradict each other, or copies among the pictures."""
    if places.copies is None:
        return
    if places.in_place:
        raise SettingsError(gettext("Give --embed a folder of copies or write --in-place, and not both."))
    copies = places.copies.resolve()
    if copies.exists() and not copies.is_dir():
        raise SettingsError(
            gettext("{copies} is not a folder; name one for the copies.").format(copies=places.copies)
        )
    for folder in _folders(arguments):
        if copies.is_relative_to(folder.resolve()):
            raise SettingsError(
                gettext(
                    "{copies} lies in {folder}, so that copies would be described as new pictures; "
                    "name a folder elsewhere."
                ).format(copies=places.copies, folder=folder)
            )


def write_alt_texts(
    arguments: Sequence[str], rows: Iterable[Row], places: Places, *, say: Callable[[str], None]
) -> Counter[Outcome]:
    """Write what the rows say of the pictures of these arguments; `say` takes sentences.

    Returns how many pictures came to what. Raises NarratorError when the disk is full.
    """
    count: Counter[Outcome] = Counter()
    told = 0
    with Writer() as writer:
        for row in rows:
            order = _order(row, places, arguments)
            if order is None:
                continue
            result = writer.result(order)
            count[Outcome.OWN if row.written_by == "person" and not result.reason else result.outcome] += 1
            if result.reason:
                told += 1
                if told <= _MOST_TOLD:
                    say(result.reason)
    if told > _MOST_TOLD:
        say(gettext("And {told:,} more.").format(told=told - _MOST_TOLD))
    return count


def summary(count: Counter[Outcome]) -> str:
    """The count as a sentence."""
    parts = (
        (Outcome.WRITTEN, "written"),
        (Outcome.SAME, "as before"),
        (Outcome.OWN, "left with a person's own"),
        (Outcome.BESIDE, "in a sidecar instead"),
        (Outcome.FAILED, "failed"),
    )
    # Noughts say nothing, and take a listener's time.
    told = [f"{count[outcome]:,} {name}" for outcome, name in parts if count[outcome]]
    return f"Words: {', '.join(told) or 'none to write'}."


def _order(row: Row, places: Places, arguments: Sequence[str]) -> Order | None:
    """What is to be done for a row; None for one of which nothing is written or copied here."""
    picture = path_of(row.path)
    if row.is_scene or row.kind == VIDEO or split(picture):
        return None
    words = None
    if row.alt and row.written_by != "person":
        words = AltText(
            text=signed(row.alt),
            tool=f"Narrator {__version__}",
            bundle=row.bundle,
            day=row.day,
            confidence=row.confidence,
        )
    if row.failed or not (words or places.copies or row.written_by == "person"):
        return None
    return Order(
        picture=picture,
        words=words,
        digest=row.digest,
        copy=places.copies and places.copies / _name_within(picture, arguments),
        in_place=places.in_place,
        beside=places.beside,
        comment=places.comment,
    )


def _name_within(picture: Path, arguments: Sequence[str]) -> Path:
    """Where a copy goes: as in its folder, below that one's name if there are several; else by its name."""
    folders = _folders(arguments)
    for folder in folders:
        if picture.is_relative_to(folder):
            inside = picture.relative_to(folder)
            return inside if len(folders) == 1 else Path(folder.resolve().name) / inside
    return Path(picture.name)


def _folders(arguments: Sequence[str]) -> list[Path]:
    # Not with pathlib, which raises for a name that no file can have.
    return [path for path in map(path_of, arguments) if os.path.isdir(path)]  # noqa: PTH112
