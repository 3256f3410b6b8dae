"""Words in a GIF: its XMP (GIF89a; XMP specification, part 3).

Frames and all other blocks keep their bytes.
"""

from collections.abc import Iterator

from narrator.alt_text.alt_text import AltText
from narrator.alt_text.packet import Marked, with_words
from narrator.alt_text.unwritable import UnwritableError
from narrator.languages.catalogue import gettext

_HEADER = 13
_FORM = b"GIF89a"
_XMP = b"\x21\xff\x0bXMP DataXMP"
_TRAILER = bytes([1, *range(255, -1, -1), 0])
"""Leads readers who take the packet for blocks of 255 bytes out of it again."""
_COMMENT = b"\x21\xfe"
_OF_FRAMES = b"\xf9\x01"
"""Extensions that belong to what follows. In front of the first of them other programs look for XMP."""
_IMAGE, _EXTENSION, _END = 0x2C, 0x21, 0x3B
_MOST_BLOCKS = 2**20


def with_words_in(data: bytes, words: AltText) -> Marked:
    """The file with these words. Raises UnwritableError where it is damaged.

    A GIF of the form of 1987, which has no place for words, becomes one of 1989, which is the same otherwise.
    """
    parts = list(_parts(data))
    packets = [each for each in parts if data.startswith(_XMP, each[0])]
    if len(packets) > 1:
        raise UnwritableError(gettext("its XMP is spread over several places"))
    packet = b""
    if packets:
        start, end = packets[0]
        packet = data[start + len(_XMP) : end].removesuffix(_TRAILER)
    marked = with_words(packet, words)
    first = next(start for start, _ in parts if data[start] != _EXTENSION or data[start + 1] in _OF_FRAMES)
    start, end = packets[0] if packets else (first, first)
    return Marked(
        packet=_FORM + data[len(_FORM) : start] + _XMP + marked.packet + _TRAILER + data[end:],
        before=marked.before,
    )


def unchanged(before: bytes, after: bytes) -> bool:
    """Whether words alone were written, and all else is the same."""
    return _rest_of(before) == _rest_of(after)


def _rest_of(data: bytes) -> list[bytes]:
    parts = list(_parts(data))
    return [data[start:end] for start, end in parts if not data.startswith(_XMP, start)] + [
        data[len(_FORM) : parts[0][0]],
        data[parts[-1][1] :],
    ]


def image_of(data: bytes) -> list[bytes]:
    """What of a file shows the picture: the same, whoever has written into it."""
    parts = list(_parts(data))
    kept = [each for each in parts if not data.startswith((_XMP, _COMMENT), each[0])]
    return [data[len(_FORM) : parts[0][0]], *(data[start:end] for start, end in kept)]


def _parts(data: bytes) -> Iterator[tuple[int, int]]:
    """Where each extension and each frame begins and ends, and at last the mark of the end.

    Raises UnwritableError for a file that is damaged.
    """
    at = _HEADER + _colours(data, 10)
    for _ in range(_MOST_BLOCKS):
        start, kind = at, data[at] if at < len(data) else -1
        if kind == _END:
            yield at, at + 1
            return
        if kind == _IMAGE:
            at += 10 + _colours(data, at + 9) + 1
        elif kind == _EXTENSION:
            at += 2
        else:
            break
        while at < len(data) and data[at]:
            at += 1 + data[at]
        at += 1
        yield start, at
    raise UnwritableError(gettext("its end is missing"))


def _colours(data: bytes, flags: int) -> int:
    """Bytes of the table of colours that the flags there announce."""
    stated = data[flags] if flags < len(data) else 0
    return 3 << (stated & 7) + 1 if stated & 0x80 else 0
