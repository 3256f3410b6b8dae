"""Where the properties of an XMP packet stand, byte by byte, so that one can be taken out or put in.

Nothing is serialised again: whatever else is in a packet stays as its program wrote it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.parsers.expat import ExpatError, ParserCreate

from narrator.alt_text.unwritable import UnwritableError
from narrator.languages.catalogue import gettext
from narrator.picture.written.xmp import read_xmp

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XML = "http://www.w3.org/XML/1998/namespace"
_ROOT = f"{_RDF} RDF"
_AROUND = {"adobe:ns:meta/ xmpmeta", "adobe:ns:meta/ xapmeta"}
_VALUE = f"{_RDF} value"
_SEPARATOR = " "


@dataclass(kw_only=True)
class Property:
    """A property of the picture that is written as an element."""

    name: str
    """Its namespace, a space, and its own name; so are all names here."""
    start: int
    end: int = 0
    parts: list[tuple[str, str]] = field(default_factory=list)
    """Name and text of each element and attribute in it, itself included, in their order."""

    @property
    def said(self) -> Sequence[str]:
        """Its texts that are not empty."""
        return [text.strip() for _, text in self.parts if text.strip()]

    def part(self, name: str) -> str:
        """The text of a field of a structure; "" without such a field."""
        return next((text.strip() for part, text in self.parts if part == name), "")


@dataclass(kw_only=True)
class Subject:
    """An `rdf:Description`: properties of one subject."""

    about: str
    start: int
    end: int = 0
    attributes: frozenset[str]
    """Names of the properties that are written as attributes."""
    properties: list[Property] = field(default_factory=list)


@dataclass(kw_only=True)
class Elements:
    """All descriptions of a packet, and where another one can be put."""

    subjects: list[Subject] = field(default_factory=list)
    end: int = 0
    """Where the end tag of `rdf:RDF` begins."""


def elements_of(packet: bytes) -> Elements:
    """The elements of a packet in UTF-8.

    Raises UnwritableError for one that is damaged, hostile or in another encoding.
    """
    try:
        read_xmp(packet)  # refuses what is no XML, has a document type, or is too long for any reader
        packet.decode()
        found = _Reader(packet).found
    except (ValueError, ExpatError) as error:
        raise UnwritableError(gettext("its XMP is damaged or in a form that few programs read")) from error
    if found is None:
        raise UnwritableError(gettext("its XMP has no place for further properties"))
    return found


class _Reader:
    """Goes through a packet once. Raises ExpatError for what is no XML."""

    def __init__(self, packet: bytes) -> None:
        self.found: Elements | None = None
        self._packet = packet
        self._open = Elements()
        self._path: list[str] = []
        self._parts: list[int] = []
        """For each element around this one, from the property on, its place among the property's parts."""
        self._around = 0
        """How many elements lie around the descriptions; 0 outside of them."""
        self._just_opened = False
        self._parser = parser = ParserCreate("utf-8", namespace_separator=_SEPARATOR)
        parser.buffer_text = True
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.CommentHandler = parser.ProcessingInstructionHandler = self._other
        parser.Parse(packet.rstrip(b"\0"), True)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self._just_opened = True
        self._path.append(name)
        at = self._parser.CurrentByteIndex
        if not self._around:
            if name == _ROOT and self.found is None and set(self._path[:-1]) <= _AROUND:
                self._open, self._around = Elements(), len(self._path)
            return
        depth = len(self._path) - self._around
        if depth == 1:
            about = attributes.get(f"{_RDF} about", attributes.get("about", ""))
            self._open.subjects.append(Subject(about=about, start=at, attributes=frozenset(attributes)))
            return
        if depth == 2:
            self._open.subjects[-1].properties.append(Property(name=name, start=at))
        parts = self._property.parts
        self._parts.append(len(parts))
        parts.append((name, ""))
        parts.extend((key, value) for key, value in attributes.items() if _says_something(key))

    def _end(self, _: str) -> None:
        depth = len(self._path) - self._around
        self._path.pop()
        if self._around and depth == 0:
            if not self._is_one_tag():  # which has no inside
                self._open.end = self._parser.CurrentByteIndex
                self.found = self._open
            self._around = 0
        elif self._around and depth == 1:
            self._open.subjects[-1].end = self._end_of_tag()
        elif self._around:
            self._parts.pop()
            if depth == 2:
                self._property.end = self._end_of_tag()
        self._just_opened = False

    def _text(self, text: str) -> None:
        self._just_opened = False
        if self._parts:
            name, before = self._property.parts[self._parts[-1]]
            self._property.parts[self._parts[-1]] = (name, before + text)

    def _other(self, *_: str) -> None:
        self._just_opened = False

    @property
    def _property(self) -> Property:
        return self._open.subjects[-1].properties[-1]

    def _is_one_tag(self) -> bool:
        """Whether the element that ends here is one tag, behind which the parser stands by now."""
        at = self._parser.CurrentByteIndex
        return self._just_opened and self._packet[at - 2 : at] == b"/>"

    def _end_of_tag(self) -> int:
        at = self._parser.CurrentByteIndex
        return at if self._is_one_tag() else self._packet.index(b">", at) + 1


def _says_something(attribute: str) -> bool:
    """Whether an attribute is a value, and not RDF's or XML's own."""
    return attribute == _VALUE or not attribute.startswith((_RDF, _XML))
