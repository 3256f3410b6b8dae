"""The start tags of a web page with the places where they stand, as browsers find them.

The rules are those of the HTML standard (WHATWG, 13.2.5 Tokenization). Python's own parser follows them from
3.13.6 on only: before, it takes what is in a text area for tags. No library for HTML gives the places.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape

_SPACE = "\t\n\f\r "
_NAME = re.compile(rf"[^{_SPACE}/>]*")
_GAP = re.compile(rf"[{_SPACE}/]*")
_SPACES = re.compile(rf"[{_SPACE}]*")
_ATTRIBUTE = re.compile(rf"[^{_SPACE}/>][^{_SPACE}/>=]*")
_BARE = re.compile(rf"[^{_SPACE}>]*")
_COMMENT_END = re.compile("--!?>")
_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})
"""Elements in which there are no tags. What is in noscript is seen where there are no scripts."""
_SCRIPT = re.compile(rf"<!--|-->|<(/?)script(?=[{_SPACE}/>])", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Tag:
    """A start tag."""

    name: str
    """In small letters."""
    attributes: Mapping[str, str]
    """Names in small letters; of two with one name the first."""
    start: int
    """Where its "<" is."""
    after_name: int
    """Where an attribute can be put in."""
    line: int
    """From 1 on."""


def start_tags(text: str) -> Iterator[Tag]:
    """All start tags of a page, and of its templates; none of comments, scripts and other text."""
    place = line = counted = 0
    while (place := text.find("<", place)) >= 0:
        letter = text[place + 1 : place + 2]
        if letter.isascii() and letter.isalpha():
            named = _NAME.match(text, place + 1)
            assert named  # it matches anything
            read = _attributes(text, named.end())
            if read is None:
                return  # the page ends within the tag
            attributes, end = read
            line += text.count("\n", counted, place)
            counted = place
            name = named[0].lower()
            yield Tag(name=name, attributes=attributes, start=place, after_name=named.end(), line=line + 1)
            place = end
            if name == "plaintext":
                return
            if name in _RAW:
                place = _end_of_script(text, end) if name == "script" else _end_of_raw(text, end, name)
        else:
            place = _past(text, place, letter)


def _past(text: str, place: int, letter: str) -> int:
    """The place behind what begins with "<" and is no start tag."""
    if text.startswith("<!--", place):
        if short := re.compile("<!---?>").match(text, place):
            return short.end()
        end = _COMMENT_END.search(text, place + 4)
        return end.end() if end else len(text)
    if letter == "/":
        following = text[place + 2 : place + 3]
        if following.isascii() and following.isalpha():
            read = _attributes(text, place + 2)
            return read[1] if read else len(text)
        if not following:
            return len(text)
    elif letter not in ("!", "?"):
        return place + 1
    end_of_bogus = text.find(">", place)
    return end_of_bogus + 1 if end_of_bogus >= 0 else len(text)


def _attributes(text: str, place: int) -> tuple[dict[str, str], int] | None:
    """The attributes of a tag whose name ends there, and the place behind it; None if it does not end."""
    found: dict[str, str] = {}
    if text.startswith(">", place):  # as of most tags
        return found, place + 1
    while True:
        place = _end(_GAP, text, place)
        if text.startswith(">", place):
            return found, place + 1
        name = _ATTRIBUTE.match(text, place)
        if name is None:
            return None
        place = name.end()
        equals = _end(_SPACES, text, place)
        value = ""
        if text.startswith("=", equals):
            place = _end(_SPACES, text, equals + 1)
            quote = text[place : place + 1]
            if quote in ("'", '"'):
                end = text.find(quote, place + 1)
                if end < 0:
                    return None
                value, place = text[place + 1 : end], end + 1
            else:
                end = _end(_BARE, text, place)
                value, place = text[place:end], end
        found.setdefault(name[0].lower(), unescape(value))


def _end(pattern: re.Pattern[str], text: str, place: int) -> int:
    match = pattern.match(text, place)
    assert match  # each of them matches nothing too
    return match.end()


def _end_of_raw(text: str, place: int, name: str) -> int:
    """Where the end tag of an element begins in which there are no tags."""
    end = re.compile(rf"</{name}(?=[{_SPACE}/>])", re.IGNORECASE).search(text, place)
    return end.start() if end else len(text)


def _end_of_script(text: str, place: int) -> int:
    """The same of a script, in which a comment may hold a script with an end tag of its own."""
    in_comment = in_script = False
    for match in _SCRIPT.finditer(text, place):
        if match[0] == "<!--":
            in_comment = True
        elif match[0] == "-->":
            in_comment = in_script = False
        elif match[1] and not in_script:
            return match.start()
        elif in_comment:
            in_script = not match[1]
    return len(text)
