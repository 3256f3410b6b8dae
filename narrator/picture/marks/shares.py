"""How much of a picture is marked as made by a machine, in the words of two vocabularies."""

import re
from enum import IntEnum


class Share(IntEnum):
    """How much of it: `max` of several marks is what they say together."""

    NONE = 0
    SOME = 1
    ALL = 2


_TYPES = {
    "trainedalgorithmicmedia": Share.ALL,
    "algorithmicmedia": Share.ALL,
    "compositewithtrainedalgorithmicmedia": Share.SOME,
    "compositesynthetic": Share.SOME,
}
"""In small letters. What a camera computes, such as computationalCapture, is still a photograph."""


def share_of_type(address: str) -> Share:
    """What one of IPTC's digital source types says: the last part of an address is its name.

    https://cv.iptc.org/newscodes/digitalsourcetype. NONE for what is no type of the vocabulary.
    """
    return _TYPES.get(address.rstrip("/").rsplit("/", 1)[-1].lower(), Share.NONE)


def share_of_label(label: str) -> Share:
    """What China's label says, JSON after GB 45438-2025, appendix E.

    1 is made by a machine; 2 and 3 are guesses of whoever passed the picture on, and say nothing here.
    """
    return Share.ALL if re.search(r"\bLabel\W{1,8}1\b", label[:1000]) else Share.NONE
