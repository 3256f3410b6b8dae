"""Files beside a picture that speak of it: XMP sidecars, and the notes of a Google Takeout.

Lightroom and Bridge write `IMG_1.xmp`, digiKam and darktable `IMG_1.jpg.xmp`, and Google Photos' export
`IMG_1.jpg.supplemental-metadata.json`, until 2024 `IMG_1.jpg.json`.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from narrator.errors import PictureError
from narrator.picture.files import read_file
from narrator.picture.written.letters import decoded
from narrator.picture.written.xmp import LIMIT, XmpWords, read_xmp

_NOTES = ".supplemental-metadata"
_LONGEST_NAME = 46
"""Letters of a note's name that Google leaves in front of ".json"."""
_COPY = re.compile(r"(.+)(\(\d+\))(\.[^.]+)")
"""The second of two pictures of one name, "IMG_1(1).jpg". The number of its note stands further back."""
_EDITED = re.compile(
    r"(.+)-(?:edited|effects|bearbeitet|modifié|modificato|bewerkt|edytowane|ha editado|編集済み)(\.[^.]+)"
)
"""What Google Photos made of a picture; its note is that of the original."""


def words_beside(picture: Path) -> tuple[XmpWords, ...]:
    """What the files beside a picture say of it; those that cannot be read say nothing."""
    sidecars = (picture.with_name(f"{picture.name}.xmp"), picture.with_suffix(".xmp"))
    found = [_of_sidecar(file, picture) for file in sidecars]
    found.append(next(filter(None, map(_of_notes, _notes_of(picture))), None))
    return tuple(words for words in found if words is not None)


def _notes_of(picture: Path) -> Iterator[Path]:
    """Where Google Takeout may have put its notes of a picture."""
    name, number = picture.name, ""
    if copy := _COPY.fullmatch(name):
        name, number = f"{copy[1]}{copy[3]}", copy[2]
    if edited := _EDITED.fullmatch(name):
        name = f"{edited[1]}{edited[2]}"
    for stem, place in dict.fromkeys([(name, number), (picture.name, "")]):
        for full in (f"{stem}{_NOTES}", stem):
            yield picture.with_name(f"{full[:_LONGEST_NAME]}{place}.json")


def _of_sidecar(file: Path, picture: Path) -> XmpWords | None:
    try:
        words = read_xmp(_content(file))
    except (OSError, PictureError, ValueError):
        return None
    # A raw file and the JPEG beside it share a name, and need not show the same by now.
    ending = words.ending.lower().lstrip(".")
    return words if ending in ("", picture.suffix.lower().lstrip(".")) else None


def _of_notes(file: Path) -> XmpWords | None:
    """The description that was typed in Google Photos."""
    try:
        record = json.loads(decoded(_content(file)))
    except (OSError, PictureError, ValueError, RecursionError):
        return None
    text = record.get("description") if isinstance(record, dict) else None
    return XmpWords(description={"": text}) if isinstance(text, str) and text else None


def _content(file: Path) -> bytes:
    """All of a file. Raises OSError and PictureError, and ValueError if it is too long."""
    if file.stat().st_size > LIMIT:
        raise ValueError("a sidecar that is too long")
    return read_file(file)
