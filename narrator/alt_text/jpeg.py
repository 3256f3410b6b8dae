"""Words in a JPEG: XMP, the description of its EXIF, and the caption of IPTC's records if there are some.

All other segments, the pixels, and whatever a phone has put behind them keep their bytes.
"""

from dataclasses import dataclass

from narrator.alt_text import exif, iptc, multi_picture
from narrator.alt_text.alt_text import AltText
from narrator.alt_text.packet import Marked, with_words
from narrator.alt_text.unwritable import UnwritableError
from narrator.languages.catalogue import gettext
from narrator.picture.formats.jpeg import segments

_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"
_EXIF = b"Exif\0\0"
_OURS = (b"AltTextAccessibility", b"dc:description", b"CaptionWriter")
"""What must not stand a second time in an extension, which is joined with the packet."""
_APP0, _APP1, _APP2, _APP13 = 0xE0, 0xE1, 0xE2, 0xED
_LONGEST = 65533
"""Bytes of what a segment holds."""


@dataclass(frozen=True, kw_only=True)
class _Segment:
    marker: int
    start: int
    end: int
    content: bytes

    def begins(self, marker: int, name: bytes) -> bool:
        return self.marker == marker and self.content.startswith(name)


def with_words_in(data: bytes, words: AltText) -> Marked:
    """The file with these words. Raises UnwritableError where they have no room, or the file is damaged."""
    found = _segments(data)
    packets = [each for each in found if each.begins(_APP1, _XMP)]
    blocks = [each for each in found if each.begins(_APP1, _EXIF)]
    resources = [each for each in found if each.begins(_APP13, iptc.NAME)]
    extensions = b"".join(each.content for each in found if each.begins(_APP1, _EXTENSION))
    if len(packets) > 1 or any(name in extensions for name in _OURS):
        raise UnwritableError(gettext("its XMP is spread over several places"))
    marked = with_words(packets[0].content.removeprefix(_XMP) if packets else b"", words)
    if len(_XMP + marked.packet) > _LONGEST:
        raise UnwritableError(gettext("its XMP has no room left"))
    before = marked.before.text if marked.before else None
    at = max((each.end for each in found[:1] if each.marker == _APP0), default=2)
    edits = []
    if len(blocks) <= 1:  # EXIF that goes on in further segments is left as it is
        block = blocks[0].content.removeprefix(_EXIF) if blocks else b""
        content = _EXIF + exif.with_description(block, words.text, before)
        if len(content) <= _LONGEST:
            edits.append(_edit(blocks[0] if blocks else at, _APP1, content))
    place = packets[0] if packets else max([at, *(each.end for each in blocks)])
    edits.append(_edit(place, _APP1, _XMP + marked.packet))
    if len(resources) == 1:
        content = iptc.NAME + iptc.with_caption(
            resources[0].content.removeprefix(iptc.NAME), words.text, before
        )
        if len(content) <= _LONGEST:
            edits.append(_edit(resources[0], _APP13, content))
    edits += _index_edits(found, edits)
    return Marked(packet=_edited(data, edits), before=marked.before)


def unchanged(before: bytes, after: bytes) -> bool:
    """Whether words alone were written, and all else is the same."""
    return _rest_of(before) == _rest_of(after)


def _rest_of(data: bytes) -> list[bytes]:
    found = _segments(data)
    names = ((_APP1, _XMP), (_APP1, _EXIF), (_APP13, iptc.NAME), (_APP2, multi_picture.NAME))
    kept = [each for each in found if not any(each.begins(*name) for name in names)]
    return [*(data[each.start : each.end] for each in kept), data[_end(found) :]]


def image_of(data: bytes) -> list[bytes]:
    """What of a file shows the picture: the same, whoever has written into it."""
    found = [each for each in _segments(data) if each.marker not in range(0xE0, 0xF0) and each.marker != 0xFE]
    return [*(each.content for each in found), data[_end(_segments(data)) :]]


def _segments(data: bytes) -> list[_Segment]:
    found = [
        _Segment(marker=marker, start=start, end=end, content=data[start + 4 : end])
        for marker, start, end in segments(data)
    ]
    if data[_end(found) :].lstrip(b"\xff")[:1] != b"\xda":
        raise UnwritableError(gettext("its segments are damaged"))
    return found


def _end(found: list[_Segment]) -> int:
    return found[-1].end if found else 2


_Edit = tuple[int, int, bytes]
"""Where something begins and ends, and what takes its place."""


def _edit(place: _Segment | int, marker: int, content: bytes) -> _Edit:
    segment = bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2, "big") + content
    return (place, place, segment) if isinstance(place, int) else (place.start, place.end, segment)


def _index_edits(found: list[_Segment], edits: list[_Edit]) -> list[_Edit]:
    """The list of several pictures, if there is one, with the places to which the others move."""
    indices = [each for each in found if each.begins(_APP2, multi_picture.NAME)]
    grown = [(start, len(new) - (end - start)) for start, end, new in edits]
    return [
        _edit(
            index,
            _APP2,
            multi_picture.moved(
                index.content,
                grown=sum(more for _, more in grown),
                grown_behind=sum(more for start, more in grown if start >= index.end),
            ),
        )
        for index in indices
    ]


def _edited(data: bytes, edits: list[_Edit]) -> bytes:
    parts, done = [], 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        parts += [data[done:start], new]
        done = end
    return b"".join((*parts, data[done:]))
