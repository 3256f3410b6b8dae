"""Files beside a picture that speak of it: XMP sidecars, and the notes of a Google Takeout.

Lightroom and Bridge write `IMG_1.xmp`, digiKam and darktable `IMG_1.jpg.xmp`, and Google Photos' export
`IMG_1.jpg.supplemental-metadata.json`, before the end of 2024 `IMG_1.jpg.json`.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from narrator.errors import PictureError
from narrator.picture.files import read_file
from narrator.picture.written.letters import decoded
from narrator.picture.written.xmp import LIMIT, XmpWords, read_xmp

_TAKEOUT = ".supplemental-metadata"
_TAKEOUT_LENGTH = 46
"""Letters that Google leaves of a name, its own addition included, in front of ".json"."""
_NUMBERED = re.compile(r"(?P<name>.+)(?P<number>\(\d+\))(?P<ending>\.[^.]+)")
"""The second of two pictures of one name: "IMG_1(1).jpg"."""


def words_beside(picture: Path) -> tuple[XmpWords, ...]:
    """What the files beside a picture say of it; those that cannot be read say nothing."""
    found = (_read(file, picture) for file in (*_xmp_files(picture), *_takeout_files(picture)))
    return tuple(words for words in found if words is not None)


def _xmp_files(picture: Path) -> Iterator[Path]:
    for ending in (".xmp", ".XMP"):
        yield picture.with_name(picture.name + ending)
        yield picture.with_suffix(ending)


def _takeout_files(picture: Path) -> Iterator[Path]:
    numbered = _NUMBERED.fullmatch(picture.name)
    number = numbered["number"] if numbered else ""
    names = [(picture.name, "")]
    if numbered:
        names.insert(0, (numbered["name"] + numbered["ending"], number))
    for name, number in names:
        for long in dict.fromkeys((name + _TAKEOUT, name)):
            yield picture.with_name(f"{long[:_TAKEOUT_LENGTH]}{number}.json")


def _read(file: Path, picture: Path) -> XmpWords | None:
    try:
        if not 0 < file.stat().st_size <= LIMIT:
            return None
        data = read_file(file)
        if file.suffix == ".json":
            return _of_takeout(data)
        words = read_xmp(data)
    except (OSError, PictureError, ValueError, RecursionError):
        return None
    # A raw file and the JPEG beside it share a name, but need not show the same by now.
    stated = words.ending.lower().lstrip(".")
    return words if stated in ("", picture.suffix.lower().lstrip(".")) else None


def _of_takeout(data: bytes) -> XmpWords:
    """The description that was typed in Google Photos. Raises ValueError for what is no JSON."""
    record = json.loads(decoded(data))
    text = record.get("description") if isinstance(record, dict) else None
    return XmpWords(description={"": text} if isinstance(text, str) and text.strip() else {})
