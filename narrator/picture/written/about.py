"""What somebody wrote about a picture into its file: alt text and descriptions in XMP, EXIF, IPTC and PNG.

Who made a picture knows what is in it, so a person's words go before any network's. Much of what stands in
these places was written by no person: makers of cameras, programs and generators leave their own there.
"""

from collections.abc import Iterator
from xml.parsers.expat import ExpatError

from PIL import Image

from narrator.description import Written
from narrator.picture.written.authorship import is_by_a_machine
from narrator.picture.written.exif import exif_comment, exif_description
from narrator.picture.written.iptc import iptc_caption
from narrator.picture.written.letters import speakable_line
from narrator.picture.written.xmp import XmpWords, read_xmp

_GENERATORS = frozenset({"parameters", "prompt", "workflow", "dream", "sd-metadata", "invokeai_metadata"})
"""Names of the PNG texts in which generators of pictures leave what they were asked for."""

# Pillow parses in plain Python, so a wrong byte ends in whatever that byte was used for.
_BROKEN = (
    ExpatError,
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
)


def written_about(image: Image.Image) -> Written | None:
    """The first description in a file's metadata that a person wrote, else the first of a machine's.

    PNG files may have theirs behind the pixels: decode them first. Broken metadata says nothing.
    """
    try:
        xmp = read_xmp(image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b"")
    except _BROKEN:
        xmp = XmpWords()
    generated = xmp.is_generated or any(str(name).lower() in _GENERATORS for name in image.info)
    found = [text for text in (speakable_line(text) for text in _texts(image, xmp)) if text]
    for text in found:
        if not generated and not is_by_a_machine(text):
            return Written(text=text, by="person")
    return Written(text=found[0], by="machine") if found else None


def _texts(image: Image.Image, xmp: XmpWords) -> Iterator[str]:
    """All texts, those first that were written for people who do not see the picture."""
    yield from filter(None, (xmp.alternative, xmp.extended, xmp.description))
    for name in ("Description", "description", "Comment"):
        text = image.info.get(name)
        yield text if isinstance(text, str) and image.format == "PNG" else ""
    for read in (exif_description, exif_comment, iptc_caption):
        try:
            yield read(image)
        except _BROKEN:
            continue
