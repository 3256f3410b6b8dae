"""XMP files beside pictures: which one speaks of a picture, and the words in it.

digiKam, darktable and most programs call the sidecar of IMG_1.jpg IMG_1.jpg.xmp; Adobe's call it IMG_1.xmp,
and read it for raw files only. A sidecar that is there is extended, whichever name it has.
"""

from pathlib import Path

from narrator.alt_text.alt_text import AltText
from narrator.alt_text.packet import Marked, with_words
from narrator.alt_text.unwritable import UnwritableError
from narrator.languages.catalogue import gettext
from narrator.picture.files import is_picture_name
from narrator.picture.written.xmp import read_xmp

_LONGEST = 2**20
"""Bytes of a sidecar that is extended: what is longer no reader of Narrator reads."""


def sidecars_of(picture: Path) -> tuple[Path, Path]:
    """The two names that the sidecar of a picture may have."""
    return picture.with_name(f"{picture.name}.xmp"), picture.with_suffix(".xmp")


def sidecar_of(picture: Path) -> Path:
    """The sidecar that a picture has, or else the name of the one that it gets."""
    own, shared = sidecars_of(picture)
    if not own.exists() and shared.is_file() and _is_of(shared, picture):
        return shared
    return own


def extended(sidecar: Path, words: AltText) -> Marked:
    """The content of a sidecar with these words; a new one where there is none.

    Raises UnwritableError for one that cannot be extended without harm, and OSError.
    """
    try:
        if sidecar.stat().st_size > _LONGEST:
            raise UnwritableError(gettext("its sidecar is too long"))
        return with_words(sidecar.read_bytes(), words)
    except FileNotFoundError:
        return with_words(b"", words)


def _is_of(sidecar: Path, picture: Path) -> bool:
    """Whether a sidecar without an ending in its name speaks of this picture and of no other."""
    try:
        read_xmp(sidecar.read_bytes()[: _LONGEST + 1], picture.suffix.lstrip("."))
        names = [each.name for each in picture.parent.glob(f"{_literal(picture.stem)}.*")]
    except (ValueError, OSError):
        return False
    return sum(is_picture_name(name) for name in names) == 1


def _literal(name: str) -> str:
    """A name as a pattern that matches nothing else."""
    return "".join(f"[{letter}]" if letter in "[*?" else letter for letter in name)
