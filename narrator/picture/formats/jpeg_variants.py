"""Variants of JPEG that libjpeg-turbo cannot decode: said by name, for their files are sound."""

from narrator.picture.formats.unreadable import variant

_MOST_SEGMENTS = 4096
_START_OF_SCAN, _JPEG_LS = 0xDA, 0xF7
_HIERARCHICAL = {0xC5, 0xC6, 0xC7, 0xCD, 0xCE, 0xCF}
_FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC9, 0xCA, 0xCB}
"""Markers of frames (ITU-T T.81, table B.1): Huffman and arithmetic coding, lossless too."""


def refuse_variants(data: bytes) -> None:
    """Raise UnreadableError for a JPEG of a depth or a coding that is not decoded."""
    place = 2
    for _ in range(_MOST_SEGMENTS):
        if data[place : place + 1] != b"\xff" or place + 5 > len(data):
            return
        marker = data[place + 1]
        if marker == _JPEG_LS:
            raise variant("a JPEG-LS picture")
        if marker in _HIERARCHICAL:
            raise variant("a hierarchical JPEG")
        if marker in _FRAMES and data[place + 4] != 8:
            raise variant(f"a JPEG of {data[place + 4]} bits")
        if marker == _START_OF_SCAN:
            return
        place += 1 if marker == 0xFF else 2 + int.from_bytes(data[place + 2 : place + 4], "big")
