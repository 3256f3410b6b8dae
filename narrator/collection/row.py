"""One picture of a collection, or one scene of a video, as it stands in the file that is written."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from narrator.description import Description
from narrator.enumeration import enumerated
from narrator.errors import SettingsError
from narrator.languages.catalogue import gettext
from narrator.phrasing import sentence


@dataclass(frozen=True, kw_only=True)
class Row:
    """A picture that was described, or the reason why it was not. The names are those of the columns.

    A video has a row for each scene, and after them one of its own, of the kind VIDEO. Path and seconds
    together name a row.
    """

    path: str
    """As the listing gave it; a file:// address where its bytes are no text."""
    seconds: float | None = None
    """When a scene begins in its video; None for what is no scene."""
    alt: str = ""
    """The sentence that is said of it; empty where nothing is told."""
    reason: str = ""
    """Why there is none."""
    caption: str = ""
    """What is told of the scene."""
    confidence: float | None = None
    """The probability that this is right; None where nobody knows."""
    band: str = ""
    """What that means: one of `narrator.captioning.confidence.BANDS`."""
    kind: str = ""
    """What kind of picture it is; empty where it could not be described."""
    text: str = ""
    """What can be read in it, a line a line."""
    written: str = ""
    """What somebody wrote about it."""
    written_by: str = ""
    """"person" or "machine"."""
    place: str = ""
    """Where it is in its document, such as "slide 3, Results"; empty where it is in none."""
    width: int | None = None
    height: int | None = None
    notes: str = ""
    bundle: str = ""
    day: str = ""
    """When it was described, such as 2026-11-30."""
    digest: str = ""
    """What its image is known by (`narrator.alt_text.content.image_digest`): words of one that was exchanged
    since are written nowhere."""

    @property
    def failed(self) -> bool:
        """Whether it could not be opened or described at all."""
        return not self.kind

    @property
    def is_scene(self) -> bool:
        """Whether it is a part of a video, whose own row comes after it."""
        return self.seconds is not None

    def record(self) -> dict[str, str | int | float | None]:
        """All columns, in their order."""
        return dict(vars(self))

    @classmethod
    def from_record(cls, record: Mapping[str, object]) -> "Row":
        """The row that a record was made of; columns that are not known are left out."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in record.items() if name in known})  # type: ignore[arg-type]


VIDEO = "video"
"""The kind of a video's own row."""

COLUMNS = tuple(field.name for field in fields(Row))
_EARLIEST = {"path", "alt", "reason", "bundle"}
"""Columns that no version was without."""


def refuse_columns(names: Iterable[str], file: Path) -> None:
    """Raise SettingsError for columns of another program's file, and for those that a person has added.

    What is not known would be lost when the file is written again.
    """
    if not (found := set(names)) >= _EARLIEST:
        raise SettingsError(
            gettext(
                "{file} is no table of narrator describe; name another file, and it stays as it is."
            ).format(file=file)
        )
    if others := sorted(found.difference(COLUMNS)):
        raise SettingsError(
            gettext(
                "{file} has columns that narrator describe would lose ({others}); name another "
                "file, and it stays as it is."
            ).format(file=file, others=enumerated(others))
        )


def described(
    path: Path,
    description: Description,
    *,
    least_confidence: float,
    today: date,
    seconds: float | None = None,
) -> Row:
    """The row of a picture that was described, or of the scene that begins after so many seconds.

    A caption that is less probable than `least_confidence` is left out, and the reason stands beside.
    """
    confidence = description.confidence
    doubted = confidence is not None and confidence < least_confidence
    told = None if doubted else description.told
    reason = ""
    if doubted:
        reason = f"The caption is right with a probability of {confidence:.2f} only."
    return Row(
        path=name_of(path),
        seconds=seconds,
        alt="" if doubted else str(sentence(description)),
        reason=reason,
        caption=told or "",
        confidence=confidence,
        band=description.band or "",
        kind=description.kind,
        text="\n".join(description.text.lines) if description.text else "",
        written=description.written.text if description.written else "",
        written_by=description.written.by if description.written else "",
        width=description.size[0],
        height=description.size[1],
        notes=" ".join(description.notes),
        bundle=description.bundle,
        day=today.isoformat(),
    )


def watched(path: Path, scenes: int, *, notes: str, today: date) -> Row:
    """A video's own row, once it was looked at to its end."""
    counted = "1 scene" if scenes == 1 else f"{scenes} scenes"
    return Row(
        path=name_of(path),
        alt=f"A video of {counted}.",
        kind=VIDEO,
        notes=notes,
        day=today.isoformat(),
    )


def refused(path: Path, reason: str, *, today: date) -> Row:
    """The row of a picture that could not be."""
    return Row(path=name_of(path), reason=reason, day=today.isoformat())


def name_of(path: Path) -> str:
    """A path as it stands in a file of text: itself, or the address of one whose bytes are no text.

    `narrator` takes either.
    """
    name = os.fspath(path)
    try:
        name.encode()
    except UnicodeEncodeError:
        return path.absolute().as_uri()
    return name
