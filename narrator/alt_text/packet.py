"""An XMP packet with a machine's words in it (ISO 16684-1; IPTC Photo Metadata Standard).

What a program finds: `Iptc4xmpCore:AltTextAccessibility`, the standard's place for alt text;
`dc:description`, which more programs read; `photoshop:CaptionWriter`, the standard's field for whoever wrote
the description; and a structure of our own, `narrator:AltText`, with the text itself, tool, model, day and
confidence. IPTC's fields for what machines make (`DigitalSourceType`, `AISystemUsed`) speak of the picture
and not of its description: a photograph would be called artificial.
"""

from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from narrator.alt_text.alt_text import WRITER, AltText
from narrator.alt_text.elements import Elements, Property, Subject, elements_of
from narrator.alt_text.unwritable import UnwritableError
from narrator.languages.catalogue import gettext

NAMESPACE = "urn:picture-narrator:alt-text:1.0/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_IPTC = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
_DC = "http://purl.org/dc/elements/1.1/"
_PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
_MARK = f"{NAMESPACE} AltText"
_ALT_TEXT, _DESCRIPTION = f"{_IPTC} AltTextAccessibility", f"{_DC} description"
_WRITER = f"{_PHOTOSHOP} CaptionWriter"
_LANGUAGES = ("x-default", "en")
"""The default twice, as Adobe's programs write it, so that voices know in which language it is."""

_BEGIN = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
    f' <rdf:RDF xmlns:rdf="{_RDF}">\n'
).encode()
_END = b' </rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="w"?>'
_LEAST_PADDING = 1


@dataclass(frozen=True, kw_only=True)
class Marked:
    """A packet with the words in it, and those of ours that stood there before."""

    packet: bytes
    before: AltText | None


def with_words(packet: bytes, words: AltText) -> Marked:
    """The packet with these words, in the places that are empty or hold our own words unchanged.

    b"" becomes a new packet. All else keeps its bytes. What a program has left as padding is used up first.
    Raises UnwritableError for a packet that is damaged, hostile or in another encoding.
    """
    if not packet.strip(b"\0 \r\n\t"):
        return Marked(packet=_BEGIN + _described("", _properties(words)) + _END, before=None)
    elements = elements_of(packet)
    before = _mark(elements)
    free = {name for name in (_ALT_TEXT, _DESCRIPTION, _WRITER) if _is_free(name, elements, before)}
    if _DESCRIPTION not in free:  # which is what its writer wrote
        free.discard(_WRITER)
    about = elements.subjects[0].about if elements.subjects else ""
    if len({subject.about for subject in elements.subjects}) > 1:
        about = ""
    added = _described(about, _properties(words, free))
    changed = _repadded(packet, _without_ours(packet, elements, free, added))
    if _others(packet, elements, free) != _others(changed, elements_of(changed), free):
        raise UnwritableError(gettext("its XMP could not be extended without a loss"))
    return Marked(packet=changed, before=before)


def words_in_packet(packet: bytes) -> AltText | None:
    """Our own words in a packet; None without any. Raises UnwritableError like `with_words`."""
    return _mark(elements_of(packet)) if packet.strip(b"\0 \r\n\t") else None


def _mark(elements: Elements) -> AltText | None:
    mark = next((each for each in _all(elements) if each.name == _MARK), None)
    if mark is None:
        return None
    text, tool, bundle, day, confidence = (
        mark.part(f"{NAMESPACE} {name}") for name in ("Text", "Tool", "Bundle", "Day", "Confidence")
    )
    try:
        probability = float(confidence) if confidence else None
    except ValueError:
        probability = None
    return AltText(text=text, tool=tool, bundle=bundle, day=day, confidence=probability)


def _all(elements: Elements) -> list[Property]:
    return [each for subject in elements.subjects for each in subject.properties]


def _is_free(name: str, elements: Elements, before: AltText | None) -> bool:
    """Whether nobody but us has put something there."""
    ours = {WRITER} if name == _WRITER else {before.text} if before else set()
    return not any(name in subject.attributes for subject in elements.subjects) and all(
        set(each.said) <= ours for each in _all(elements) if each.name == name
    )


def _properties(words: AltText, free: set[str] | None = None) -> str:
    """The elements of the places that are free, and the mark."""
    free = {_ALT_TEXT, _DESCRIPTION, _WRITER} if free is None else free
    items = "".join(f'<rdf:li xml:lang="{tag}">{escape(words.text)}</rdf:li>' for tag in _LANGUAGES)
    lines = [
        f'<{name} xmlns:{name.partition(":")[0]}="{space}"><rdf:Alt>{items}</rdf:Alt></{name}>'
        for place, name, space in (
            (_ALT_TEXT, "Iptc4xmpCore:AltTextAccessibility", _IPTC),
            (_DESCRIPTION, "dc:description", _DC),
        )
        if place in free
    ]
    if _WRITER in free:
        name = "photoshop:CaptionWriter"
        lines.append(f'<{name} xmlns:photoshop="{_PHOTOSHOP}">{WRITER}</{name}>')
    fields = {"Text": words.text, "Tool": words.tool, "Bundle": words.bundle, "Day": words.day}
    if words.confidence is not None:
        fields["Confidence"] = f"{words.confidence:.3f}"
    parts = "".join(f"<narrator:{name}>{escape(value)}</narrator:{name}>" for name, value in fields.items())
    mark = "narrator:AltText"
    lines.append(f'<{mark} xmlns:narrator="{NAMESPACE}" rdf:parseType="Resource">{parts}</{mark}>')
    return "".join(f"   {line}\n" for line in lines)


def _described(about: str, properties: str) -> bytes:
    opening = f'  <rdf:Description xmlns:rdf="{_RDF}" rdf:about={quoteattr(about)}>\n'
    return f"{opening}{properties}  </rdf:Description>\n".encode()


def _others(packet: bytes, elements: Elements, free: set[str]) -> list[bytes | frozenset[str]]:
    """Everything that is said in a packet beside our own words."""
    properties = [packet[each.start : each.end] for each in _all(elements) if each.name not in {*free, _MARK}]
    attributes = [subject.attributes for subject in elements.subjects if _has_attributes(subject)]
    return [*properties, *attributes]


def _without_ours(packet: bytes, elements: Elements, free: set[str], added: bytes) -> bytes:
    """The packet without our elements and the empty ones of the free places, and with what is added."""
    cuts = []
    for subject in elements.subjects:
        ours = [each for each in subject.properties if each.name in free or each.name == _MARK]
        if ours and len(ours) == len(subject.properties) and not _has_attributes(subject):
            cuts.append(_whole_lines(packet, subject.start, subject.end))
        else:
            cuts += [_whole_lines(packet, each.start, each.end) for each in ours]
    parts, done = [], 0
    for start, end in cuts:
        parts.append(packet[done:start])
        done = end
    at, _ = _whole_lines(packet, elements.end, elements.end)
    if packet[at - 1 : at] != b"\n":
        added = added.strip()
    return b"".join((*parts, packet[done:at], added, packet[at:]))


def _has_attributes(subject: Subject) -> bool:
    """Whether properties are written as attributes of a description."""
    return any(not name.endswith("about") for name in subject.attributes)


def _whole_lines(packet: bytes, start: int, end: int) -> tuple[int, int]:
    """The place with the spaces in front of it and the end of its line, if nothing else is on the line."""
    line = packet.rfind(b"\n", 0, start) + 1
    if packet[line:start].strip(b" \t"):
        return start, end
    return line, end + 1 if packet[end : end + 1] == b"\n" else end


def _repadded(before: bytes, packet: bytes) -> bytes:
    """The packet as long as it was, if the spaces in front of its end suffice."""
    grown = len(packet) - len(before)
    end = packet.rfind(b"<?xpacket end")
    if grown <= 0 or end < 0:
        return packet
    padding = end - len(packet[:end].rstrip(b" \r\n\t"))
    taken = max(0, min(grown, padding - _LEAST_PADDING))
    return packet[: end - taken] + packet[end:]
