"""Words in a PNG: XMP, and the text "Description" (ISO/IEC 15948; XMP specification, part 3).

All other chunks, frames of animations among them, keep their bytes, as does what stands behind the last one.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from narrator.alt_text.alt_text import AltText
from narrator.alt_text.packet import Marked, with_words
from narrator.alt_text.unwritable import UnwritableError
from narrator.languages.catalogue import gettext
from narrator.picture.written.letters import decoded
from narrator.picture.written.png import png_texts

_SIGNATURE = 8
_MOST_CHUNKS = 2**20
_XMP, _DESCRIPTION, _PROFILE = "XML:com.adobe.xmp", "Description", "raw profile type xmp"
_TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt"})
_ANYBODYS = _TEXTS | {b"eXIf", b"tIME"}
"""What programs write about a picture, and no pixel depends on."""


@dataclass(frozen=True, kw_only=True)
class _Chunk:
    kind: bytes
    start: int
    end: int
    keyword: str
    """Of a text, its name in small letters; else ""."""


def with_words_in(data: bytes, words: AltText) -> Marked:
    """The file with these words. Raises UnwritableError where it is damaged, or has XMP in two places."""
    chunks = list(_chunks(data))
    packets = [each for each in chunks if each.keyword == _XMP.lower()]
    if len(packets) > 1 or any(each.keyword == _PROFILE for each in chunks):
        raise UnwritableError(gettext("its XMP is in a form that few programs read"))
    marked = with_words(_text(data, packets[0]) if packets else b"", words)
    before = marked.before.text if marked.before else None
    texts = [each for each in chunks if each.keyword == _DESCRIPTION.lower()]
    taken = any((said := decoded(_text(data, each)).strip()) and said != before for each in texts)
    gone = [*packets, *(() if taken else texts)]
    added = b"" if taken else _chunk(_DESCRIPTION, "en", words.text.encode())
    added += _chunk(_XMP, "", marked.packet)
    at = next(each.start for each in chunks if each.kind in (b"IDAT", b"IEND"))
    parts, done = [], 0
    for chunk in chunks:
        if chunk in gone:
            parts.append(data[done : chunk.start])
            done = chunk.end
        if chunk.start == at:
            parts += [data[done:at], added]
            done = at
    return Marked(packet=b"".join((*parts, data[done:])), before=marked.before)


def unchanged(before: bytes, after: bytes) -> bool:
    """Whether words alone were written, and all else is the same."""
    return _rest_of(before) == _rest_of(after)


def _rest_of(data: bytes) -> list[bytes]:
    chunks = list(_chunks(data))
    ours = {_XMP.lower(), _DESCRIPTION.lower()}
    return [
        *(data[each.start : each.end] for each in chunks if each.keyword not in ours),
        data[chunks[-1].end :],
    ]


def image_of(data: bytes) -> list[bytes]:
    """What of a file shows the picture: the same, whoever has written into it."""
    return [data[each.start : each.end] for each in _chunks(data) if each.kind not in _ANYBODYS]


def _chunks(data: bytes) -> Iterator[_Chunk]:
    """All chunks up to the last. Raises UnwritableError for a file that is damaged before."""
    at = _SIGNATURE
    for _ in range(_MOST_CHUNKS):
        kind = data[at + 4 : at + 8]
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if len(kind) < 4 or end > len(data):
            break
        keyword = data[at + 8 : min(end, at + 90)].partition(b"\0")[0] if kind in _TEXTS else b""
        yield _Chunk(kind=kind, start=at, end=end, keyword=keyword.decode("latin-1").lower())
        if kind == b"IEND":
            return
        at = end
    raise UnwritableError(gettext("its end is missing"))


def _text(data: bytes, chunk: _Chunk) -> bytes:
    """What a text says, unpacked."""
    alone = data[:_SIGNATURE] + data[chunk.start : chunk.end]
    return next((content for _, _, content in png_texts(alone, {chunk.keyword})), b"")


def _chunk(keyword: str, language: str, text: bytes) -> bytes:
    """An iTXt chunk that is not packed."""
    content = keyword.encode() + b"\0\0\0" + language.encode() + b"\0\0" + text
    kind = b"iTXt"
    return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")
