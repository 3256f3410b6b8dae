"""The description in a block of EXIF (CIPA DC-008)."""

from narrator.alt_text.directory import DESCRIPTION, EMPTY, unchanged, with_fields
from narrator.alt_text.unwritable import UnwritableError
from narrator.languages.catalogue import gettext
from narrator.picture.written.letters import decoded
from narrator.picture.written.tiff import Tiff

_ASCII = 2
"""The standard's type for texts. What is beyond ASCII stands in it as UTF-8, as most programs write it."""


def with_description(block: bytes, text: str, before: str | None) -> bytes:
    """The block with a text as its description, if that was empty or `before`; else the block itself.

    b"" becomes a new block. Raises UnwritableError for one that is damaged.
    """
    if block and not is_free(block, before):
        return block
    changed = with_fields(block or EMPTY, description_field(text))
    if block and not unchanged(block, changed, (DESCRIPTION,)):
        raise UnwritableError(gettext("its EXIF could not be extended without a loss"))
    return changed


def description_field(text: str) -> dict[int, tuple[int, bytes]]:
    """The description as a field of a directory."""
    return {DESCRIPTION: (_ASCII, text.encode() + b"\0")}


def is_free(block: bytes, before: str | None) -> bool:
    """Whether a structure has no description but `before`."""
    try:
        tiff = Tiff(block)
        field = tiff.fields(tiff.first, (DESCRIPTION,)).get(DESCRIPTION, b"")
    except ValueError:
        return False
    text = decoded(field.partition(b"\0")[0]).strip()
    return not field.strip(b"\0 \r\n\t") or (before is not None and text == before)
