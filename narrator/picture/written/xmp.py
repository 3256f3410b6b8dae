"""The words in a picture's XMP block: ISO 16684-1, with the properties of IPTC's Photo Metadata Standard."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NoReturn

from narrator.picture.marks.shares import share_of_label, share_of_type
from narrator.picture.written.letters import decoded
from narrator.picture.written.words import Words

if TYPE_CHECKING:  # most pictures have none, and need not wait for what reads one
    from xml.etree.ElementTree import Element

_LIMIT = 2**20
"""Bytes. A description fits into a few thousand; what is longer holds a history of edits or is hostile."""

_DEEPEST = 32
"""Elements inside each other. Regions, ingredients and histories stay below."""

_LONGEST_NAMESPACE = 200
"""Letters. The parser writes a namespace out before each name that is in it, which would make gigabytes of a
block with a long one and many names."""

_RDF, _XML = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}", "{http://www.w3.org/XML/1998/namespace}"
_PLACES = {
    "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}AltTextAccessibility": "alt text",
    "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}ExtDescrAccessibility": "extended description",
    "{http://purl.org/dc/elements/1.1/}description": "xmp description",
    "{http://ns.adobe.com/tiff/1.0/}ImageDescription": "tiff description",
    "{http://ns.acdsee.com/iptc/1.0/}caption": "acdsee caption",
    "{http://ns.acdsee.com/iptc/1.0/}notes": "acdsee notes",
    "{http://ns.adobe.com/exif/1.0/}UserComment": "xmp comment",
    "{http://ns.adobe.com/photoshop/1.0/}Headline": "xmp headline",
    "{http://purl.org/dc/elements/1.1/}title": "xmp title",
}
_SOURCE = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}DigitalSourceType"
_LABEL = "{http://www.tc260.org.cn/ns/AIGC/1.0/}AIGC"
"""China's label of what machines made, JSON (GB 45438-2025, appendix E)."""
_ENDING = "{http://ns.adobe.com/photoshop/1.0/}SidecarForExtension"
_SIMPLE = (_SOURCE, _LABEL, _ENDING)
"""What is in no language."""
_CONTAINERS = frozenset({f"{_RDF}Alt", f"{_RDF}Seq", f"{_RDF}Bag"})


def read_xmp(block: bytes | str, ending: str = "") -> Words:
    """The words of an XMP block, or of a sidecar of a file whose name ends so: "jpg".

    Only the picture's own properties count: words about a region of it, an ingredient or a former version lie
    in structures inside them, and words about something else have another subject.

    Raises ValueError for what is no such block, or speaks of files whose names end otherwise. A document
    type, the only place from which entities can grow without bounds, is refused.
    """
    data = block.encode() if isinstance(block, str) else block
    if len(data) > _LIMIT:
        raise ValueError("an XMP block that is too long")
    if not data.strip(b"\0 \r\n\t"):
        return Words()
    found: dict[str, dict[str, str]] = {}
    for name, tag, text in _properties(_tree(data)):
        if text.strip() not in ("", tag):  # some programs write "x-default" as the text, too
            found.setdefault(name, {}).setdefault(tag, text.strip())
    source, label, stated = (next(iter(found.pop(name, {}).values()), "") for name in _SIMPLE)
    if ending and stated and stated.lower().lstrip(".") != ending.lower():
        raise ValueError("a sidecar of another file")
    share = max(share_of_type(source), share_of_label(label))
    return Words(texts={_PLACES[name]: texts for name, texts in found.items()}, share=share)


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
    checker = ParserCreate(encoding)
    checker.StartDoctypeDeclHandler = _refuse
    checker.StartElementHandler = _check_namespaces
    parser = ParserCreate(encoding, namespace_separator="}")
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    try:
        checker.Parse(text, True)
        parser.Parse(text, True)
    except (ExpatError, LookupError) as error:  # LookupError: an encoding that nobody knows
        raise ValueError("an XMP block that is no XML") from error
    return builder.close()


def _named(name: str) -> str:
    """A name as ElementTree writes it: "{namespace}name"."""
    return f"{{{name}" if "}" in name else name


def _refuse(*_: object) -> NoReturn:
    raise ValueError("an XMP block with a document type")


def _check_namespaces(_: str, attributes: dict[str, str]) -> None:
    if any(
        name.startswith("xmlns") and len(value) > _LONGEST_NAMESPACE for name, value in attributes.items()
    ):
        raise ValueError("an XMP block with names that are too long")


def _as_xml(data: bytes) -> tuple[bytes, str | None]:
    """The block in an encoding that is known; None for UTF-16, which its first bytes tell.

    Whatever else it declares: what is not UTF-8 was written by a program that knew no better.
    """
    if data.startswith((b"\xfe\xff", b"\xff\xfe")):
        return data, None
    return decoded(data.strip(b"\0 \r\n\t")).encode(), "utf-8"


def _properties(root: "Element") -> Iterator[tuple[str, str, str]]:
    """The picture's own properties that are known: name, language tag and text."""
    known = {*_PLACES, *_SIMPLE}
    described = [
        element
        for rdf in ([root] if root.tag == f"{_RDF}RDF" else root.findall(f"{_RDF}RDF"))
        for element in rdf.findall(f"{_RDF}Description")
    ]
    only = len({_subject(element) for element in described}) == 1
    for element in described:
        if not only and not _is_of_the_picture(element):
            continue
        yield from ((name, "", value) for name, value in element.attrib.items() if name in known)
        for child in element:
            if child.tag in known:
                yield from ((child.tag, tag, text) for tag, text in _texts(child))


def _is_of_the_picture(element: "Element") -> bool:
    """By its subject, which is none, or the number of a document."""
    return not (subject := _subject(element)) or subject.lower().startswith("uuid:")


def _subject(element: "Element") -> str:
    names = (f"{_RDF}about", "about", f"{_RDF}nodeID", f"{_RDF}ID")
    return next(filter(None, map(element.get, names)), "")


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
