"""Words in a TIFF: XMP and the description of its first page.

Nothing in the file moves; both are appended.
"""

from narrator.alt_text import directory
from narrator.alt_text.alt_text import AltText
from narrator.alt_text.exif import description_field, is_free
from narrator.alt_text.packet import Marked, with_words
from narrator.alt_text.unwritable import UnwritableError
from narrator.languages.catalogue import gettext
from narrator.picture.written.tiff import Tiff

_XMP, _BYTE = 700, 1


def with_words_in(data: bytes, words: AltText) -> Marked:
    """The file with these words. Raises UnwritableError for a damaged one and a BigTIFF."""
    try:
        tiff = Tiff(data)
        packet = tiff.fields(tiff.first, (_XMP,)).get(_XMP, b"")
    except ValueError as error:
        raise UnwritableError(gettext("its first page is damaged")) from error
    marked = with_words(packet, words)
    fields = {_XMP: (_BYTE, marked.packet)}
    if is_free(data, marked.before.text if marked.before else None):
        fields |= description_field(words.text)
    return Marked(packet=directory.with_fields(data, fields), before=marked.before)


def unchanged(before: bytes, after: bytes) -> bool:
    """Whether words alone were written: all that was there is still there, in its place."""
    return directory.unchanged(before, after, (_XMP, directory.DESCRIPTION))
