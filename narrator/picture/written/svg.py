"""The title and the description of an SVG, which screen readers say of the drawing (SVG 2, section 5.7)."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import islice

from narrator.picture.formats.svg_text import attributes_of_root, behind_root
from narrator.picture.written.words import MOST_TEXTS

_NEXT = re.compile(
    r"\s*(?:<!--.*?-->|<(/?)(?:\w{1,32}:)?switch\b[^<>]*>|<(?:\w{1,32}:)?(title|desc)\b([^<>]*)>"
    r"(?:<!\[CDATA\[(.*?)\]\]>|([^<]*))</[^<>]*>)",
    re.DOTALL,
)
_LANGUAGE = re.compile(r"(?<![\w-])lang\s*=\s*[\"']([^\"']*)")
"""Also that of `xml:lang`."""
_FOR_LISTENERS = re.compile(r"(?<![\w-])systemLanguage\s*=\s*[\"']([^\"',]*)")
"""The first language of those for whom an alternative is."""


def svg_texts(text: str) -> Iterator[tuple[str, str, str]]:
    """The name "title" or "desc", a language tag or "", and the letters: of the drawing, not of a part of it.

    Those of the whole drawing stand in front of all that is drawn, or within a `switch`, where each says
    for whom it is. What states no language is in that of the drawing.
    """
    return islice(_texts(text), MOST_TEXTS)


def _texts(text: str) -> Iterator[tuple[str, str, str]]:
    at = behind_root(text)
    of_all = _stated(attributes_of_root(text), _LANGUAGE)
    in_choice = False
    while found := _NEXT.match(text, at):
        at = found.end()
        end_of_choice, name, attributes, letters, escaped = found.groups()
        if end_of_choice is not None:
            in_choice = not end_of_choice
        listeners = _stated(attributes or "", _FOR_LISTENERS)
        if name and (listeners or not in_choice):
            language = _stated(attributes, _LANGUAGE) or listeners or of_all
            yield name, language, letters or unescape(escaped or "")


def _stated(attributes: str, attribute: re.Pattern[str]) -> str:
    match = attribute.search(attributes)
    return match[1].strip() if match else ""
