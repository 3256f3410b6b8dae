"""The title and the description of an SVG, which screen readers say of the drawing (SVG 2, section 5.7)."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import islice

from narrator.picture.formats.svg_text import behind_root
from narrator.picture.written.words import MOST_TEXTS

_NEXT = re.compile(
    r"\s*(?:<!--.*?-->|<(?:\w{1,32}:)?(title|desc)\b([^<>]*)>"
    r"(?:<!\[CDATA\[(.*?)\]\]>|([^<]*))</[^<>]*>)",
    re.DOTALL,
)
_LANGUAGE = re.compile(r"\blang\s*=\s*[\"']([^\"']*)")


def svg_texts(text: str) -> Iterator[tuple[str, str, str]]:
    """The name "title" or "desc", a language tag or "", and the letters: of the drawing, not of a part of it.

    Those of the whole drawing stand in front of all that is drawn.
    """
    return islice(_texts(text), MOST_TEXTS)


def _texts(text: str) -> Iterator[tuple[str, str, str]]:
    at = behind_root(text)
    while found := _NEXT.match(text, at):
        at = found.end()
        if name := found[1]:
            language = _LANGUAGE.search(found[2])
            yield name, language[1] if language else "", found[3] or unescape(found[4] or "")
