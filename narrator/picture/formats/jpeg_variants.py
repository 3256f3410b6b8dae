"""Variants of JPEG that libjpeg-turbo cannot decode: said by name, for their files are sound."""

from narrator.languages.catalogue import gettext, sentence_of
from narrator.picture.formats.unreadable import variant

_MOST_SEGMENTS = 4096
"""Pillow keeps each of them. Profiles and thumbnails of 64 kB each fill some hundreds."""
_START_OF_SCAN, _JPEG_LS = 0xDA, 0xF7
_ALONE = {0x00, 0x01, *range(0xD0, 0xDA)}
"""Markers that no length follows."""
_HIERARCHICAL = {0xC5, 0xC6, 0xC7, 0xCD, 0xCE, 0xCF}
_FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC9, 0xCA, 0xCB}
"""Markers of frames (ITU-T T.81, table B.1): Huffman and arithmetic coding, lossless too."""


def refuse_variants(data: bytes) -> None:
    """Raise UnreadableError for a JPEG of a depth or a coding that is not decoded.

    Raises ValueError for one with more segments than any encoder writes.
    """
    place = 2
    for _ in range(_MOST_SEGMENTS):
        if data[place : place + 1] != b"\xff" or place + 5 > len(data):
            return
        marker = data[place + 1]
        if marker == _JPEG_LS:
            raise variant(sentence_of("a JPEG-LS picture"))
        if marker in _HIERARCHICAL:
            raise variant(sentence_of("a hierarchical JPEG"))
        if marker in _FRAMES and data[place + 4] != 8:
            raise variant(gettext("a JPEG of {bits} bits").format(bits=data[place + 4]))
        if marker == _START_OF_SCAN:
            return
        if marker == 0xFF:  # a byte that fills
            place += 1
        elif marker in _ALONE:
            place += 2
        else:
            place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    raise ValueError("more segments than an encoder writes")
