"""Language tags (BCP 47), and what they have in common."""

import re

_NONE = frozenset({"", "und", "mul", "zxx", "mis", "x", "i"})
"""First parts of tags that name no language: XMP's "x-default" among them."""

_TAG = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,5}"
"""What a tag looks like (BCP 47), and no more than that is believed of a file."""
_SAME = {
    "cmn": "zh",
    "zho": "zh",
    "nb": "no",
    "nn": "no",
    "iw": "he",
    "in": "id",
    "ji": "yi",
}
"""Other tags of the same languages, or of those that one voice speaks."""


def primary(tag: str | None) -> str | None:
    """The language alone, in one spelling: "de" of "de-AT", "zh" of "cmn-Hans"; None where none is named."""
    first = normal(tag or "").split("-")[0]
    return None if first in _NONE else _SAME.get(first, first)


def stated(tag: str) -> str | None:
    """The tag if it names a language, else None."""
    return tag if re.fullmatch(_TAG, tag) and primary(tag) else None


def normal(tag: str) -> str:
    """A tag in small letters, with the hyphens for which macOS writes underscores."""
    return tag.replace("_", "-").casefold()
