"""Files with words in them, made byte by byte where Pillow writes none of the kind."""

import struct
import zlib
from collections.abc import Mapping

from narrator.description import Written
from narrator.picture.opening import open_picture
from tests.drawings import encoded, tinted

WORDS = "My grandmother in the garden of our old house"
ALT = "Iptc4xmpCore:AltTextAccessibility"

_SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "acdsee": "http://ns.acdsee.com/iptc/1.0/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "tiff": "http://ns.adobe.com/tiff/1.0/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "mwg-rs": "http://www.metadataworkinggroup.com/schemas/regions/",
    "MP": "http://ns.microsoft.com/photo/1.2/",
    "MPRI": "http://ns.microsoft.com/photo/1.2/t/RegionInfo#",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
}


def rdf(content: str) -> bytes:
    """A packet around descriptions."""
    spaces = "".join(f' xmlns:{short}="{address}"' for short, address in _SPACES.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"{spaces}>{content}</rdf:RDF>'
        '</x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def xmp(content: str, about: str = "", attributes: str = "") -> bytes:
    """A packet that describes one thing, by default the picture."""
    return rdf(f'<rdf:Description rdf:about="{about}" {attributes}>{content}</rdf:Description>')


def alternatives(name: str, texts: Mapping[str, str]) -> str:
    """A property in several languages."""
    items = "".join(f'<rdf:li xml:lang="{tag}">{text}</rdf:li>' for tag, text in texts.items())
    return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>"


def tiff_structure(fields: Mapping[int, tuple[int, bytes]], order: str = "<", at: int = 8) -> bytes:
    """A directory with the type and the bytes of each field, and what it points at; it begins at `at`."""
    end = at + 2 + 12 * len(fields) + 4
    entries, values = b"", b""
    for tag, (kind, value) in sorted(fields.items()):
        count = len(value) // {3: 2, 4: 4}.get(kind, 1)
        place = value.ljust(4, b"\0")
        if len(value) > 4:
            place = struct.pack(f"{order}L", end + len(values))
            values += value
        entries += struct.pack(f"{order}HHL", tag, kind, count) + place
    return struct.pack(f"{order}H", len(fields)) + entries + bytes(4) + values


def exif(fields: Mapping[int, tuple[int, bytes]], comment: bytes | None = None, order: str = "<") -> bytes:
    """A block of EXIF; `comment` is its UserComment."""
    head = b"Exif\0\0" + {"<": b"II*\0\x08\0\0\0", ">": b"MM\0*\0\0\0\x08"}[order]
    if comment is None:
        return head + tiff_structure(fields, order)
    length = len(tiff_structure({**fields, 0x8769: (4, bytes(4))}, order))
    pointer = struct.pack(f"{order}L", 8 + length)
    first = tiff_structure({**fields, 0x8769: (4, pointer)}, order)
    return head + first + tiff_structure({0x9286: (7, comment)}, order, at=8 + length)


def jpeg(**options: object) -> bytes:
    return encoded(tinted("red"), "JPEG", **options)


def jpeg_with(*segments: tuple[int, bytes]) -> bytes:
    """A JPEG with these segments (marker, content) in front of the others."""
    file = jpeg()
    made = b"".join(bytes([0xFF, marker]) + struct.pack(">H", len(s) + 2) + s for marker, s in segments)
    return file[:2] + made + file[2:]


def record(number: int, dataset: int, value: bytes) -> bytes:
    """One of IPTC's."""
    return struct.pack(">BBBH", 0x1C, number, dataset, len(value)) + value


def photoshop(records: bytes) -> bytes:
    """Photoshop's block of IPTC's records, behind another one with a name."""
    other = b"8BIM\x04\x25\x03abc" + struct.pack(">L", 3) + b"xyz\0"
    return other + b"8BIM\x04\x04\0\0" + struct.pack(">L", len(records)) + records + bytes(len(records) % 2)


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))


def png_with(*chunks: bytes, behind: bool = False) -> bytes:
    """A PNG with these chunks in front of the pixels, or behind them."""
    file = encoded(tinted("red"), "PNG")
    at = -12 if behind else 33
    return file[:at] + b"".join(chunks) + file[at:]


def gif_with(label: int, blocks: bytes, behind: bool = False) -> bytes:
    """A GIF of two frames, each with its colours, with an extension in front of them, or behind them."""
    file = encoded(tinted("red"), "GIF", save_all=True, append_images=[tinted("blue")])
    extension = bytes([0x21, label]) + blocks + b"\0"
    if behind:
        return file[:-1] + extension + file[-1:]
    at = 13 + (3 << (file[10] & 7) + 1 if file[10] & 0x80 else 0)
    return file[:at] + extension + file[at:]


def gif_xmp(block: bytes) -> bytes:
    """The blocks of an extension that holds XMP, with the trailer that leads every reader out."""
    return b"\x0bXMP DataXMP" + block + b"\x01" + bytes(range(255, -1, -1))


def written(file: bytes, *languages: str) -> Written | None:
    return open_picture(file, languages).written


def by_person(text: str = WORDS, language: str | None = None) -> Written:
    return Written(text=text, by="person", language=language)
