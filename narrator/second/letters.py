"""Somebody else's words become letters that can be printed and said: the text of a model is not trusted."""

import re
from unicodedata import normalize

_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)|[\x1b\x9b].?")
"""What a terminal takes for an order: colours, a title, a cursor that moves."""
_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
_ADDRESS = re.compile(r"\b(https?://|www\.)\S+")
_LINE_MARK = re.compile(r"^\s*(#{1,6}\s+|[-*+•]\s+|>\s*|\d{1,2}[.)]\s+)+", re.MULTILINE)
_MARKS = re.compile(r"\*{1,3}|_{2,3}|`+|~~|\|")
_JOINERS = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
"""What has no width stands inside words."""
_RULE = re.compile(r"^\s*[-=*_|: ]{3,}\s*$", re.MULTILINE)


def clean(text: str) -> str:
    """One line without marks of Markdown, addresses, orders to terminals and letters that nobody sees.

    Letters that turn the direction of writing are spaces, too: with them, a text reads otherwise than it is.
    """
    text = _ESCAPES.sub(" ", text)
    for pattern in (_RULE, _LINE_MARK, _MARKS, _ADDRESS):
        text = pattern.sub(" ", _LINK.sub(r"\1", text))
    text = normalize("NFC", _JOINERS.sub("", text))
    printable = "".join(letter if letter.isprintable() and letter != "\ufffd" else " " for letter in text)
    return re.sub(r"\s+([.,;:!?])", r"\1", " ".join(printable.split()))


def shortened(text: str, longest: int) -> str:
    """The text, or as many of its words as have so many letters."""
    if len(text) <= longest:
        return text
    return f"{text[:longest].rsplit(' ', 1)[0]} and so on"
