"""IPTC's vocabulary of digital source types, as far as it tells of machines.

https://cv.iptc.org/newscodes/digitalsourcetype: one address a type, of which the last part is the name.
"""

from enum import IntEnum


class Share(IntEnum):
    """How much of a picture is marked as made by a machine."""

    NONE = 0
    SOME = 1
    ALL = 2


_SHARES = {
    "trainedalgorithmicmedia": Share.ALL,
    "algorithmicmedia": Share.ALL,
    "compositewithtrainedalgorithmicmedia": Share.SOME,
    "compositesynthetic": Share.SOME,
}
"""In small letters. What a camera computes (computationalCapture, algorithmicallyEnhanced) is a photograph."""


def share(source_type: str) -> Share:
    """What such an address says; NONE for what is no type of the vocabulary."""
    return _SHARES.get(source_type.rstrip("/").rsplit("/", 1)[-1].lower(), Share.NONE)
