"""The text of an SVG: whether a file is one, how large its drawing is, and what leads out of it."""

import re
import zlib
from dataclasses import dataclass

from narrator.languages.catalogue import sentence_of
from narrator.picture.formats.unreadable import variant

_LONGEST = 32 * 2**20
"""Bytes of an SVG. Maps have a few megabytes."""

_GZIP = b"\x1f\x8b"
_PROLOGUE = 2**16
"""Letters in which the element of the drawing begins."""
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_ROOT = re.compile(r"<(?:\w{1,32}:)?svg\b")
_ATTRIBUTES = re.compile(r"(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_ATTRIBUTE = re.compile(r"(?<![\w:-])(width|height|viewBox)\s*=\s*[\"']([^\"']*)[\"']")
_NUMBER = r"-?[0-9.]+(?:e[+-]?\d+)?"
_LENGTH = re.compile(rf"({_NUMBER})\s*(px|pt|pc|mm|cm|in|em|)")
_PIXELS = {
    "": 1.0,
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96.0,
    "em": 16.0,
}

# An entity may stand for a text, as Adobe's programs write, but not for elements or parts of their names.
_ENTITY_OF_ELEMENTS = re.compile(r"<!ENTITY\s+(?:%|\S+\s+(?:SYSTEM|PUBLIC|\"[^\"]*[<&]|'[^']*[<&]))")
_REFERENCE = re.compile(r"((?<![\w-])href\s*=\s*)(\"(?!\s*(?:#|data:))[^\"]*\"|'(?!\s*(?:#|data:))[^']*')")

_MOST_REFERENCES = 2**16
"""Links of a plan or a family tree are some thousands; each takes memory while it is replaced."""

_NOWHERE = "#"
"""Where a reference leads that led out of the file."""
_IMAGE = re.compile(rf"<(?:\w{{1,32}}:)?image\b[^<>]*?(?<![\w-])href\s*=\s*[\"']{_NOWHERE}[\"']")


def is_svg(data: bytes) -> bool:
    """Whether the text of a file, be it packed or not, begins as an SVG does."""
    head = _unpacked(data, _PROLOGUE) if data.startswith(_GZIP) else data[:_PROLOGUE]
    return _root(_letters(head)) is not None


def text_of(data: bytes) -> str:
    """The text of an SVG, unpacked; what refers to other files or places refers to nothing.

    Raises UnreadableError if it is too long, or could hide where it leads.
    """
    if data.startswith(_GZIP):
        data = _unpacked(data, _LONGEST + 1)
    if len(data) > _LONGEST:
        raise variant(sentence_of("an SVG that is too long to be drawn"))
    text = _letters(data)
    if _ENTITY_OF_ELEMENTS.search(text):
        raise variant(sentence_of("an SVG that is put together from entities"))
    text, found = _REFERENCE.subn(rf'\1"{_NOWHERE}"', text, _MOST_REFERENCES + 1)
    if found > _MOST_REFERENCES:
        raise variant(sentence_of("an SVG that leads to too many places"))
    return text


def lacks_pictures(text: str) -> bool:
    """Whether a text that `text_of` made showed pictures of other files; links to pages show nothing."""
    return _IMAGE.search(text) is not None


@dataclass(frozen=True, kw_only=True)
class SvgSize:
    """How large a drawing says that it is, in CSS pixels."""

    width: float
    height: float

    @classmethod
    def of(cls, text: str) -> "SvgSize":
        """Its width and height, or those of its viewBox, or 100 where nothing is said.

        Raises ValueError for a text without the element of a drawing.
        """
        root = _root(text)
        if root is None:
            raise ValueError("no svg element")
        stated = {name: value.strip() for name, value in _ATTRIBUTE.findall(root)}
        box = [float(number) for number in re.findall(_NUMBER, stated.get("viewBox", ""))]
        across, down = box[2:] if len(box) == 4 and min(box[2:]) > 0 else (0.0, 0.0)
        width, height = (_length(stated.get(name, "")) for name in ("width", "height"))
        if across and not (width and height):
            scale = width / across if width else height / down if height else 1.0
            width, height = across * scale, down * scale
        return cls(width=width or height or 100.0, height=height or width or 100.0)

    def in_pixels(self, long_side: int) -> tuple[int, int]:
        """The size in which it is drawn with a long side of so many pixels."""
        scale = long_side / max(self.width, self.height)
        return max(1, round(self.width * scale)), max(1, round(self.height * scale))


def behind_root(text: str) -> int:
    """Where what is in the drawing begins; 0 for a text without the element of a drawing."""
    attributes = _attributes(text)
    return attributes.end() if attributes else 0


def attributes_of_root(text: str) -> str:
    """What the element of the drawing states of all that is in it; "" for a text without one."""
    return _root(text) or ""


def _root(text: str) -> str | None:
    """The attributes of the element of the drawing."""
    attributes = _attributes(text)
    return attributes[0] if attributes else None


def _attributes(text: str) -> re.Match[str] | None:
    """Those of the element of the drawing; one in a comment is none."""
    prologue = _COMMENT.sub(lambda comment: " " * len(comment[0]), text[:_PROLOGUE])
    start = _ROOT.search(prologue)
    return _ATTRIBUTES.match(prologue, start.end()) if start else None


def _length(stated: str) -> float:
    """A length in CSS pixels; 0 for one that is relative, missing or no length."""
    match = _LENGTH.fullmatch(stated)
    return max(0.0, float(match[1]) * _PIXELS[match[2]]) if match else 0.0


def _letters(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    return data.decode("utf-8-sig", errors="replace")


def _unpacked(data: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(data, most)
    except zlib.error:
        return b""
