"""The words in a picture's XMP block: ISO 16684-1, with the properties of IPTC's Photo Metadata Standard."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn
from xml.parsers.expat import ParserCreate

_LIMIT = 2**20
"""Bytes. A description fits into a few thousand; what is longer holds a history of edits or is hostile."""

_LI = "http://www.w3.org/1999/02/22-rdf-syntax-ns# li"
_PROPERTIES = {
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/ AltTextAccessibility": "alternative",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/ ExtDescrAccessibility": "extended",
    "http://purl.org/dc/elements/1.1/ description": "description",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/ DigitalSourceType": "source",
}
_GENERATED = "trainedalgorithmicmedia"
"""How the names of IPTC's digital source types end that stand for a generator."""


@dataclass(frozen=True, kw_only=True)
class XmpWords:
    """What is said of the picture."""

    alternative: str = ""
    """For people who do not see it."""
    extended: str = ""
    """The same in full."""
    description: str = ""
    source: str = ""
    """What kind of source made the picture, an address of IPTC's vocabulary."""

    @property
    def is_generated(self) -> bool:
        """Whether a generator made the picture, and so most likely its words."""
        return self.source.lower().endswith(_GENERATED)


def read_xmp(block: bytes | str) -> XmpWords:
    """The words of an XMP block, of several languages the first.

    Raises ValueError and ExpatError for what is none. A document type, the only place from which entities can
    grow without bounds, is refused.
    """
    data = block.encode() if isinstance(block, str) else block
    if len(data) > _LIMIT:
        raise ValueError("an XMP block that is too long")
    if not data.strip(b"\0 \r\n\t"):
        return XmpWords()
    return _Reader().read(data.rstrip(b"\0"))


class _Reader:
    """Follows the elements of one block."""

    def __init__(self) -> None:
        self._found: dict[str, str] = {}
        self._property = ""
        self._text: list[str] = []

    def read(self, data: bytes) -> XmpWords:
        parser = ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._letters
        parser.Parse(data, True)
        return XmpWords(**self._found)

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        for attribute, value in attributes.items():
            if attribute in _PROPERTIES:
                self._found.setdefault(_PROPERTIES[attribute], value)
        if name in _PROPERTIES:
            self._property = _PROPERTIES[name]
        self._text.clear()

    def _letters(self, text: str) -> None:
        if self._property:
            self._text.append(text)

    def _end(self, name: str) -> None:
        if self._property and (text := "".join(self._text).strip()) and (name == _LI or name in _PROPERTIES):
            self._found.setdefault(self._property, text)
        if name in _PROPERTIES:
            self._property = ""
        self._text.clear()


def _refuse(*_: object) -> NoReturn:
    raise ValueError("an XMP block with a document type")
