"""Markup in XML: its elements with the places where they stand, and what is put into them there.

A document that is read into a tree and written again is another file: names of namespaces, order, spaces and
declarations change. So only places are asked of the parser (expat), and the text is changed there.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from xml.parsers import expat

_LONGEST_ENTITY = 100
_NAMESPACE_END = " "
_ATTRIBUTE = re.compile(rb"\s+([^\s=/>]+)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


class MarkupError(Exception):
    """Markup that is not well-formed, or that declares what may not be read."""


@dataclass(frozen=True, kw_only=True)
class Element:
    """A start tag."""

    space: str
    """The address of its namespace."""
    name: str
    attributes: Mapping[str, str]
    """Names of another namespace with its address and a space before: "http://... embed"."""
    start: int
    """Where its "<" is, in bytes of `Source.data`."""

    def attribute(self, name: str) -> str | None:
        """The first attribute of that name, of whatever namespace."""
        if name in self.attributes:
            return self.attributes[name]
        ending = f"{_NAMESPACE_END}{name}"
        return next((value for key, value in self.attributes.items() if key.endswith(ending)), None)


@dataclass(frozen=True, kw_only=True)
class Source:
    """A part's markup in UTF-8, whatever its file has."""

    data: bytes
    encoding: str
    mark: bytes = b""
    """The bytes before the first letter of a UTF-16."""

    @classmethod
    def of(cls, file: bytes) -> "Source":
        """Raises MarkupError for an encoding that is not known, or does not give the same bytes again."""
        mark = file[:2] if file[:2] in _BYTE_ORDER_MARKS else b""
        encoding = _BYTE_ORDER_MARKS.get(mark) or _declared_encoding(file)
        try:
            source = cls(data=file[len(mark) :].decode(encoding).encode(), encoding=encoding, mark=mark)
            same = source.file() == file
        except (LookupError, UnicodeError) as error:
            raise MarkupError(str(error)) from error
        if not same:
            raise MarkupError("its letters are written in two ways")
        return source

    def file(self) -> bytes:
        """In the file's own encoding again."""
        return self.mark + self.data.decode().encode(self.encoding, "xmlcharrefreplace")

    def changed(self, changes: Iterable["Change"]) -> "Source":
        """The same with other bytes at some places."""
        pieces, before = [], 0
        for change in sorted(changes, key=lambda change: (change.start, change.end)):
            pieces += [self.data[before : change.start], change.bytes]
            before = change.end
        return Source(data=b"".join((*pieces, self.data[before:])), encoding=self.encoding, mark=self.mark)

    def inserted(self, pieces: Iterable[tuple[int, bytes]]) -> "Source":
        """The same with bytes put in at places."""
        return self.changed(Change(start=place, end=place, bytes=piece) for place, piece in pieces)


@dataclass(frozen=True, kw_only=True)
class Change:
    """Bytes that take the place of others in `Source.data`; of none, where start and end are the same."""

    start: int
    end: int
    bytes: bytes


def read_markup(
    source: Source,
    *,
    begin: Callable[[Element], None],
    end: Callable[[str, int], None] = lambda name, place: None,
    text: Callable[[str], None] = lambda text: None,
) -> None:
    """Hand over all start tags, end tags (name and place; that of an empty tag has the tag's own) and text.

    Nothing outside the file is read. Raises MarkupError.
    """
    # The encoding is that of `data`, whatever a declaration in it says.
    parser = expat.ParserCreate("utf-8", _NAMESPACE_END)
    parser.buffer_text = True

    def begun(name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(_NAMESPACE_END)
        begin(Element(space=space, name=local, attributes=attributes, start=parser.CurrentByteIndex))

    def ended(name: str) -> None:
        end(name.rpartition(_NAMESPACE_END)[2], parser.CurrentByteIndex)

    def declared(name: str, _: bool, value: str | None, *__: object) -> None:
        # A few letters that stand for other letters grow without end (billion laughs).
        if value is not None and (len(value) > _LONGEST_ENTITY or "&" in value.removeprefix("&#")):
            raise MarkupError(f"it declares {name} as more than a letter")

    def nothing_outside(context: str | None, *_: object) -> int:
        parser.ExternalEntityParserCreate(context).Parse(b"", True)
        return 1

    parser.StartElementHandler = begun
    parser.EndElementHandler = ended
    parser.CharacterDataHandler = text
    parser.EntityDeclHandler = declared
    # With these, names such as &nbsp; that a DTD elsewhere declares are passed over, and nothing is fetched.
    parser.UseForeignDTD(True)
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE)
    parser.ExternalEntityRefHandler = nothing_outside
    try:
        parser.Parse(source.data, True)
    except expat.ExpatError as error:
        raise MarkupError(str(error)) from error


def after_name(source: Source, start: int) -> int:
    """The place behind the name of the tag that begins there, where an attribute can be put in."""
    place = start + 1
    while source.data[place : place + 1] not in b" \t\r\n/>":
        place += 1
    return place


def tag_end(source: Source, start: int) -> int:
    """The place of the ">" of the start tag that begins there."""
    place, quote = start, b""
    while True:
        letter = source.data[place : place + 1]
        if not letter:
            raise MarkupError("a tag without an end")
        if quote:
            quote = b"" if letter == quote else quote
        elif letter in b"\"'":
            quote = letter
        elif letter == b">":
            return place
        place += 1


def attribute(name: str, value: str) -> bytes:
    """An attribute as it is put in, with a space before it. What no XML may hold becomes a space."""
    plain = "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in value)
    quoted = escape(plain, quote=True).replace("\n", "&#10;")
    return f' {name}="{quoted}"'.encode()


def set_attribute(source: Source, start: int, name: str, value: str) -> Iterator[Change]:
    """What gives a tag an attribute, and takes away one of that name which it has."""
    tag = source.data[start : tag_end(source, start)]
    for match in _ATTRIBUTE.finditer(tag):
        if match[1] == name.encode():
            yield Change(start=start + match.start(), end=start + match.end(), bytes=b"")
    place = after_name(source, start)
    yield Change(start=place, end=place, bytes=attribute(name, value))


def _declared_encoding(file: bytes) -> str:
    match = re.match(rb"<\?xml[^>]*?\sencoding\s*=\s*[\"']([A-Za-z0-9._-]+)", file)
    return match[1].decode() if match else "utf-8"
