"""SVG: drawn by resvg in another process, from what stands in the file and nothing else."""

import re
import zlib
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageFile

from narrator.picture.formats.deferred import Deferred
from narrator.picture.formats.rendering import rendered
from narrator.picture.formats.unreadable import needs, variant

LONG_SIDE = 1200
"""Pixels of a drawing, which has no pixels of its own: enough for its small letters."""

_LONGEST_TEXT = 32 * 2**20
"""Bytes of an SVG. Maps have a few megabytes."""

_GZIP = b"\x1f\x8b"
_ROOT = re.compile(r"<(?:\w{1,32}:)?svg\b")
_ATTRIBUTES = re.compile(r"(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_PROLOGUE = 2**16
"""Letters in which the element of the drawing begins."""
_ATTRIBUTE = re.compile(r"(?<![\w:-])(width|height|viewBox)\s*=\s*[\"']([^\"']*)[\"']")
_LENGTH = re.compile(r"([0-9.]+(?:e[+-]?\d+)?)\s*(px|pt|pc|mm|cm|in|em|)")
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


def is_svg(data: bytes) -> bool:
    """Whether the text of a file, be it packed or not, begins as an SVG does."""
    head = _unpacked(data, _PROLOGUE) if data.startswith(_GZIP) else data[:_PROLOGUE]
    return _root(_text(head)) is not None


def open_svg(file: BytesIO) -> ImageFile.ImageFile:
    """An SVG with the size in which it will be drawn; nothing is drawn yet.

    Raises UnreadableError if it is too long or uses what could lead out of the file.
    """
    data = file.getvalue()
    if data.startswith(_GZIP):
        data = _unpacked(data, _LONGEST_TEXT + 1)
    if len(data) > _LONGEST_TEXT:
        raise variant("an SVG that is too long to be drawn")
    text = _text(data)
    if _ENTITY_OF_ELEMENTS.search(text):
        raise variant("an SVG that is put together from entities")
    alone = _REFERENCE.sub(r'\1"#"', text)
    size = SvgSize.of(alone).in_pixels

    def decode(_: int) -> Image.Image:
        try:
            return rendered("svg", alone.encode(), size)
        except ImportError as error:
            raise needs("resvg-py", "an SVG drawing") from error

    return Deferred("SVG", size, "RGBA", decode)


@dataclass(frozen=True, kw_only=True)
class SvgSize:
    """How large a drawing says that it is, in CSS pixels."""

    width: float
    height: float

    @classmethod
    def of(cls, text: str) -> "SvgSize":
        """Raises ValueError for a text without the element of a drawing, or a drawing without a size."""
        root = _root(text)
        if root is None:
            raise ValueError("no svg element")
        stated = {name: value.strip() for name, value in _ATTRIBUTE.findall(root)}
        box = [float(number) for number in re.findall(r"-?[0-9.]+(?:e[+-]?\d+)?", stated.get("viewBox", ""))]
        sides = [_length(stated.get(name, "")) for name in ("width", "height")]
        _, _, across, down = box if len(box) == 4 else (0.0, 0.0, 0.0, 0.0)
        width = sides[0] or (sides[1] * across / down if sides[1] and down else across) or 100.0
        height = sides[1] or (width * down / across if across else down) or 100.0
        return cls(width=width, height=height)

    @property
    def in_pixels(self) -> tuple[int, int]:
        """The size in which it is drawn: its long side as long as that of every other drawing."""
        scale = LONG_SIDE / max(self.width, self.height)
        return max(1, round(self.width * scale)), max(1, round(self.height * scale))


def _root(text: str) -> str | None:
    """The attributes of the element of the drawing."""
    start = _ROOT.search(text[:_PROLOGUE])
    attributes = _ATTRIBUTES.match(text[:_PROLOGUE], start.end()) if start else None
    return attributes[0] if attributes else None


def _length(stated: str) -> float:
    """A length in CSS pixels; 0 for one that is relative or missing."""
    match = _LENGTH.fullmatch(stated)
    return float(match[1]) * _PIXELS[match[2]] if match else 0.0


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    return data.decode("utf-8-sig", errors="replace")


def _unpacked(data: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(data, most)
    except zlib.error:
        return b""
