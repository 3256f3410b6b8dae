"""A picture file's bytes with a machine's words in them, checked before anybody gets them."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from narrator.alt_text.alt_text import AltText
from narrator.alt_text.containers import CONTAINERS
from narrator.alt_text.unwritable import UnwritableError
from narrator.errors import PictureError
from narrator.languages.catalogue import gettext
from narrator.picture.formats.decoding import NAMELESS, decoding
from narrator.picture.formats.headers import open_header
from narrator.picture.formats.recognition import recognise
from narrator.picture.marks.stores import manifest_store
from narrator.picture.written.about import written_about
from narrator.picture.written.file_words import words_in
from narrator.picture.written.words import Words


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a picture file says of its picture."""

    kind: str
    words: Sequence[Words]
    is_signed: bool
    """Whether a signature (C2PA) covers all of its bytes, which any change breaks."""


def content_of(data: bytes) -> Content:
    """Its words, as far as its header can be read. Raises PictureError for what is no picture."""
    kind = recognise(data)
    if kind is None:
        raise PictureError(
            gettext("{nameless} is not a picture that can be read.").format(nameless=gettext(NAMELESS))
        )
    with decoding(gettext(NAMELESS)):
        image = open_header(data, kind)
        return Content(
            kind=kind, words=tuple(words_in(image, data)), is_signed=bool(manifest_store(image, data, kind))
        )


def has_own_words(words: Sequence[Words]) -> bool:
    """Whether a person has described the picture anywhere, or called it something."""
    written = written_about(words, ())
    return written is not None and written.by == "person"


def with_words(data: bytes, content: Content, words: AltText) -> bytes:
    """The file with these words; the same bytes if it has them already.

    Raises UnwritableError for a kind of file without a place for them, for a damaged or a signed one, and
    where what was written is not what a reader finds, or anything else has changed.
    """
    container = CONTAINERS.get(content.kind)
    if container is None:
        raise UnwritableError(gettext("Narrator does not write into this kind of file"))
    if content.is_signed:
        raise UnwritableError(gettext("it is signed, and any change would break the signature"))
    marked = container.with_words(data, words)
    if words.says_the_same(marked.before):
        return data
    if not container.unchanged(data, marked.packet) or not _is_read(marked.packet, words):
        raise UnwritableError(gettext("what was written could not be read again"))
    return marked.packet


def same_image(one: bytes, other: bytes) -> bool:
    """Whether two files show the same picture, whatever programs wrote about it; no where nobody knows."""
    kind = recognise(one)
    if one == other:
        return True
    container = CONTAINERS.get(kind or "")
    if container is None or recognise(other) != kind:
        return False
    try:
        if container.image_of is None:
            return container.unchanged(one, other)
        return container.image_of(one) == container.image_of(other)
    except UnwritableError:
        return False


def image_digest(data: bytes) -> str:
    """The same for files that show the same picture, whatever programs wrote about it; "" where nobody knows.

    It comes from the packed pixels, so that no other version of a decoder changes it.
    """
    container = CONTAINERS.get(recognise(data) or "")
    try:
        parts = [data] if container is None else container.image_of(data) if container.image_of else []
    except UnwritableError:
        return ""
    digest = blake2b(digest_size=8)
    for part in parts:
        digest.update(part)
    return digest.hexdigest() if parts else ""


def _is_read(data: bytes, words: AltText) -> bool:
    """Whether Narrator finds the words in a file, and knows them for a machine's."""
    try:
        found = content_of(data).words
    except PictureError:
        return False
    texts = [text for each in found for place in each.texts.values() for text in place.values()]
    return words.text in texts and not has_own_words(found)
