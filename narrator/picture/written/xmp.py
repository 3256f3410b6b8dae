"""The words in a picture's XMP block: ISO 16684-1, with the properties of IPTC's Photo Metadata Standard."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

from narrator.picture.marks.shares import Share, share_of_label, share_of_type
from narrator.picture.written.languages import Texts
from narrator.picture.written.letters import decoded

if TYPE_CHECKING:  # most pictures have none, and need not wait for what reads one
    from xml.etree.ElementTree import Element

LIMIT = 2**20
"""Bytes. A description fits into a few thousand; what is longer holds a history of edits or is hostile."""

_DEEPEST = 32
"""Elements inside each other. Regions, ingredients and histories stay below."""

_RDF, _XML = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}", "{http://www.w3.org/XML/1998/namespace}"
_PROPERTIES = {
    "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}AltTextAccessibility": "alternative",
    "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}ExtDescrAccessibility": "extended",
    "{http://purl.org/dc/elements/1.1/}description": "description",
    "{http://ns.adobe.com/tiff/1.0/}ImageDescription": "image_description",
    "{http://ns.adobe.com/exif/1.0/}UserComment": "comment",
    "{http://ns.adobe.com/photoshop/1.0/}Headline": "headline",
    "{http://purl.org/dc/elements/1.1/}title": "title",
    "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}DigitalSourceType": "source",
    "{http://www.tc260.org.cn/ns/AIGC/1.0/}AIGC": "label",
    "{http://ns.adobe.com/photoshop/1.0/}SidecarForExtension": "ending",
}
_SIMPLE = ("source", "label", "ending")
"""Those of them that are in no language."""
_CONTAINERS = frozenset({f"{_RDF}Alt", f"{_RDF}Seq", f"{_RDF}Bag"})


@dataclass(frozen=True, kw_only=True)
class XmpWords:
    """What is said of the picture, each in the languages in which it is said."""

    alternative: Texts = field(default_factory=dict)
    """For people who do not see it."""
    extended: Texts = field(default_factory=dict)
    """The same in full."""
    description: Texts = field(default_factory=dict)
    image_description: Texts = field(default_factory=dict)
    """Exif's, repeated in XMP."""
    comment: Texts = field(default_factory=dict)
    """Exif's UserComment, repeated in XMP."""
    headline: Texts = field(default_factory=dict)
    title: Texts = field(default_factory=dict)
    source: str = ""
    """What kind of source made the picture, an address of IPTC's vocabulary."""
    label: str = ""
    """China's label of what machines made, JSON (GB 45438-2025, appendix E)."""
    ending: str = ""
    """Of a sidecar: the ending of the names of the files that it is about, "jpg"; "" if it does not say."""

    @property
    def is_generated(self) -> bool:
        """Whether a generator made the picture, and so most likely its words."""
        return self.share is Share.ALL

    @property
    def share(self) -> Share:
        """How much of the picture is marked as made by a machine."""
        return max(share_of_type(self.source), share_of_label(self.label))


def read_xmp(block: bytes | str) -> XmpWords:
    """The words of an XMP block.

    Only the picture's own properties count: words about a region of it, an ingredient or a former version lie
    in structures inside them, and words about something else have another subject.

    Raises ValueError for what is no such block. A document type, the only place from which entities can grow
    without bounds, is refused.
    """
    data = block.encode() if isinstance(block, str) else block
    if len(data) > LIMIT:
        raise ValueError("an XMP block that is too long")
    data = data.strip(b"\0 \r\n\t")
    if not data:
        return XmpWords()
    found: dict[str, dict[str, str]] = {}
    for name, tag, text in _properties(_tree(data)):
        if text.strip() not in ("", tag):  # some programs write "x-default" as the text, too
            found.setdefault(name, {}).setdefault(tag, text.strip())
    source, label, ending = (next(iter(found.pop(name, {}).values()), "") for name in _SIMPLE)
    return XmpWords(source=source, label=label, ending=ending, **found)


def _tree(data: bytes) -> "Element":
    """The block's elements; those that lie too deep are left out."""
    from xml.etree.ElementTree import TreeBuilder
    from xml.parsers.expat import ExpatError, ParserCreate

    builder = TreeBuilder()
    depth = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth <= _DEEPEST:
            builder.start(_named(name), {_named(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        if depth <= _DEEPEST:
            builder.end(_named(name))
        depth -= 1

    text, encoding = _as_xml(data)
    parser = ParserCreate(encoding, namespace_separator="}")
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(text, True)
    except (ExpatError, LookupError) as error:  # LookupError: an encoding that nobody knows
        raise ValueError("an XMP block that is no XML") from error
    return builder.close()


def _named(name: str) -> str:
    """A name as ElementTree writes it: "{namespace}name"."""
    return f"{{{name}" if "}" in name else name


def _refuse(*_: object) -> NoReturn:
    raise ValueError("an XMP block with a document type")


def _as_xml(data: bytes) -> tuple[bytes, str | None]:
    """The block in an encoding that is known; None for UTF-16, which its first bytes tell.

    Whatever else it declares: what is not UTF-8 was written by a program that knew no better.
    """
    if data.startswith((b"\xfe\xff", b"\xff\xfe")):
        return data, None
    return decoded(data).encode(), "utf-8"


def _properties(root: "Element") -> Iterator[tuple[str, str, str]]:
    """The picture's own properties that are known: our name, the language tag and the text."""
    described = [
        element
        for rdf in ([root] if root.tag == f"{_RDF}RDF" else root.findall(f"{_RDF}RDF"))
        for element in rdf.findall(f"{_RDF}Description")
    ]
    for element in described:
        if not _is_of_the_picture(element, described):
            continue
        for name, value in element.attrib.items():
            if name in _PROPERTIES:
                yield _PROPERTIES[name], "", value
        for child in element:
            if child.tag in _PROPERTIES:
                for tag, text in _texts(child):
                    yield _PROPERTIES[child.tag], tag, text


def _is_of_the_picture(element: "Element", described: list["Element"]) -> bool:
    """By its subject: none, or the number of a document, or the only one that the block knows."""
    if element.get(f"{_RDF}nodeID") or element.get(f"{_RDF}ID"):
        return False
    about = _subject(element)
    return (
        not about or about.lower().startswith("uuid:") or all(_subject(other) == about for other in described)
    )


def _subject(element: "Element") -> str:
    return element.get(f"{_RDF}about") or element.get("about") or ""


def _texts(element: "Element") -> Iterator[tuple[str, str]]:
    """A property's texts with their language tags: it is one text, or a container of several."""
    outer = element.get(f"{_XML}lang", "")
    containers = [child for child in element if child.tag in _CONTAINERS]
    for item in [item for child in containers for item in child.findall(f"{_RDF}li")] or [element]:
        yield item.get(f"{_XML}lang", outer), _value(item)


def _value(item: "Element") -> str:
    """Its text, also where it is qualified: `rdf:value`, by itself or in a description of its own."""
    if not len(item):
        return item.text or ""
    place = f"{_RDF}value"
    return item.findtext(place) or item.findtext(f"{_RDF}Description/{place}") or ""
