"""What somebody wrote about a picture into its file: alt text and descriptions in XMP, EXIF, IPTC and PNG.

Who made a picture knows what is in it, so a person's words go before any network's. Much of what stands in
these places was written by no person: makers of cameras, programs and generators leave their own there.
"""

import re
from collections.abc import Iterator
from xml.parsers.expat import ExpatError

from PIL import ExifTags, Image

from narrator.description import Written
from narrator.picture.xmp import XmpWords, read_xmp

_LONGEST = 2000
"""Letters of a description that are kept."""

_IPTC = 0x0404
"""The part of Photoshop's block in a JPEG that holds IPTC's records."""
_CAPTION = re.compile(rb"\x1c\x02\x78(..)", re.DOTALL)
"""Record 2, data set 120, caption; then its length in two bytes."""

_GENERATORS = frozenset({"parameters", "prompt", "workflow", "dream", "sd-metadata", "invokeai_metadata"})
"""Names of the PNG texts in which generators of pictures leave what they were asked for."""

_MAKERS = (
    "canon|casio|fujifilm|kodak|konica|minolta|nikon|olympus|panasonic|pentax|ricoh|samsung|sony|vivitar"
)
_DEFAULTS = re.compile(
    rf"({_MAKERS})( ({_MAKERS}))?( dsc| optical)?( digital| imaging)?( still)?( camera| corp\.?)?"
    r"|dcim.*|default|untitled"
    r"|(digital )?camera|exif[_ ]jpeg.*|image ?description|description|picture|photo|image|ascii"
    r"|screen ?shot([\W\d]|from|at|on|am|pm)*"
    r"|(created|generated|made|edited|exported|processed|rendered|saved|taken) (with|by|in|from|using) .*"
    r"|(copyright|\(c\)|©|file source|software|lavc|https?:).*"
    r"|[\w.-]*\d{3,}[\w.-]*"  # the name of a file
    r"|\S{40,}",  # a number or a key of some program
    re.DOTALL,
)
"""All that a machine leaves by itself, in small letters, when nothing else stands beside it."""
_MACHINES = re.compile(
    r"auto(matically)?[- ]?generated|\bai[- ]generated|may be an? (image|photo|cartoon|illustration) of"
    r"|image may contain|no (photo|alt(ernative)?) ?(text)? description available"
    r"|negative prompt:|steps: \d+, sampler|<lora:|--(ar|v|niji|seed) \d|described by narrator"
)
"""What gives a machine's words away, wherever it stands among them."""
_CODE = ("{", "[", "<")

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
    found = [text for text in (_clean(text) for text in _texts(image, xmp)) if text]
    for text in found:
        if not generated and not _is_by_a_machine(text):
            return Written(text=text, by="person")
    return Written(text=found[0], by="machine") if found else None


def _texts(image: Image.Image, xmp: XmpWords) -> Iterator[str]:
    """All texts, those first that were written for people who do not see the picture."""
    yield from filter(None, (xmp.alternative, xmp.extended, xmp.description))
    for name in ("Description", "description", "Comment"):
        text = image.info.get(name)
        yield text if isinstance(text, str) and image.format == "PNG" else ""
    for read in (_exif_description, _exif_comment, _iptc_caption):
        try:
            yield read(image)
        except _BROKEN:
            continue


def _exif_description(image: Image.Image) -> str:
    text = image.getexif().get(ExifTags.Base.ImageDescription, "")
    # By the standard these are ASCII letters, and Pillow takes them for Latin-1. Everybody writes UTF-8.
    return _utf8(text.encode("latin-1") if isinstance(text, str) else bytes(text))


def _exif_comment(image: Image.Image) -> str:
    return bytes(image.getexif().get(ExifTags.Base.XPComment, b"")).decode("utf-16-le")


def _iptc_caption(image: Image.Image) -> str:
    records = image.info.get("photoshop", {}).get(_IPTC, b"")
    if not (begin := _CAPTION.search(records)):
        return ""
    return _utf8(records[begin.end() : begin.end() + int.from_bytes(begin[1], "big")])


def _utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _clean(text: str) -> str:
    """One line of what can be said, or nothing if there is hardly a word in it."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text[: 2 * _LONGEST])
    line = " ".join(printable.split())
    if sum(letter.isalpha() for letter in line) < 2:
        return ""
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rsplit(' ', 1)[0]} and so on"


def _is_by_a_machine(text: str) -> bool:
    small = text.lower()
    return bool(small.startswith(_CODE) or _DEFAULTS.fullmatch(small) or _MACHINES.search(small))
