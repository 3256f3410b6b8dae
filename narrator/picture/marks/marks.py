"""Whether a picture is marked as made by a machine: IPTC's digital source type, C2PA, China's AIGC label."""

import re
from xml.parsers.expat import ExpatError

from PIL import Image

from narrator.picture.marks.c2pa import marked_share
from narrator.picture.marks.source_types import Share, share
from narrator.picture.marks.stores import manifest_store
from narrator.picture.written.xmp import read_xmp

_NOTES = {
    Share.ALL: "This picture is marked as made by a machine.",
    Share.SOME: "This picture is marked as partly made by a machine.",
}
_LABEL = rb"(?s).{0,300}?Label(?:\W|quot){1,16}1\b"
"""GB 45438-2025, appendix E: 1 is made by a machine; 2 and 3 are guesses of whoever passed the picture on."""


def mark_notes(image: Image.Image, data: bytes, kind: str) -> tuple[str, ...]:
    """What the listener should know of how the picture was made, as sentences: none of a photograph.

    `image` is the file's, decoded: PNG may have its XMP behind the pixels. It is the mark that is told, not
    the truth: whoever wants to can write one into any file, and take it out.
    """
    found = max(_in_xmp(image), marked_share(manifest_store(image, data, kind)))
    return (_NOTES[found],) if found else ()


def _in_xmp(image: Image.Image) -> Share:
    block = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    text = block.encode() if isinstance(block, str) else bytes(block)
    _, _, label = text.partition(b"TC260:AIGC")
    if re.match(_LABEL, label) or re.match(_LABEL, str(image.info.get("AIGC", "")).encode()):
        return Share.ALL
    if b"DigitalSourceType" not in text:
        return Share.NONE
    try:
        return share(read_xmp(text).source)
    except (ExpatError, ValueError):
        return Share.NONE
