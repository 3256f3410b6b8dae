"""Files beside a picture that speak of it: XMP sidecars, and the notes of a Google Takeout.

Lightroom and Bridge write `IMG_1.xmp`, digiKam and darktable `IMG_1.jpg.xmp`, and Google Photos' export
`IMG_1.jpg.supplemental-metadata.json`, until 2024 `IMG_1.jpg.json`.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from narrator.errors import PictureError
from narrator.picture.files import read_file
from narrator.picture.written.letters import decoded
from narrator.picture.written.words import Words

_LONGEST = 2**20
"""Bytes of a sidecar that is read."""

_NOTES = ".supplemental-metadata"
_LONGEST_NAME = 46
"""Letters of a note's name that Google leaves in front of ".json"."""
_COPY = r"(.+)(\(\d+\))(\.[^.]+)"
"""The second of two pictures of one name, "IMG_1(1).jpg". The number of its note stands further back."""
_EDITED = (
    r"(.+)-(?:edited|effects|bearbeitet|modifié|modificato|bewerkt|edytowane|ha editado|編集済み)(\.[^.]+)"
)
"""What Google Photos made of a picture; its note is that of the original."""


def words_beside(picture: Path) -> tuple[Words, ...]:
    """What the files beside a picture say of it; those that cannot be read say nothing."""
    sidecars = (picture.with_name(f"{picture.name}.xmp"), picture.with_suffix(".xmp"))
    found = [_of_sidecar(content, picture) for content in filter(None, map(_content, sidecars))]
    note = next(filter(None, map(_content, _notes_of(picture))), b"")
    return (*found, _of_note(note)) if note else tuple(found)


def _notes_of(picture: Path) -> Iterator[Path]:
    """Where Google Takeout may have put its notes of a picture."""
    name, number = picture.name, ""
    if "(" in name and (copy := re.fullmatch(_COPY, name)):
        name, number = f"{copy[1]}{copy[3]}", copy[2]
    if "-" in name and (edited := re.fullmatch(_EDITED, name)):
        name = f"{edited[1]}{edited[2]}"
    for stem, place in dict.fromkeys([(name, number), (picture.name, "")]):
        for full in (f"{stem}{_NOTES}", stem):
            yield picture.with_name(f"{full[:_LONGEST_NAME]}{place}.json")


def _of_sidecar(content: bytes, picture: Path) -> Words:
    """A raw file and the JPEG beside it share a name, and need not show the same by now: see `read_xmp`."""
    from narrator.picture.written.xmp import read_xmp

    try:
        return read_xmp(content, picture.suffix.lstrip("."))
    except ValueError:
        return Words()


def _of_note(content: bytes) -> Words:
    """The description that was typed in Google Photos."""
    import json

    try:
        note = json.loads(decoded(content))
    except (ValueError, RecursionError):
        return Words()
    text = note.get("description") if isinstance(note, dict) else None
    return Words(texts={"takeout description": {"": text}}) if isinstance(text, str) else Words()


def _content(file: Path) -> bytes:
    """All of a file; b"" if it is not there, is too long or cannot be read."""
    try:
        return read_file(file) if file.stat().st_size <= _LONGEST else b""
    except (OSError, ValueError, PictureError):
        return b""
