"""C2PA manifest stores that tests make, and the files that hold them; no signatures, which nobody reads."""

import struct
from collections.abc import Mapping, Sequence
from zlib import crc32

from PIL.TiffImagePlugin import ImageFileDirectory_v2

from tests.drawings import encoded, tinted

IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"


def cbor(value: object) -> bytes:
    """CBOR of text, maps and lists."""
    if isinstance(value, str):
        return _head(3, len(value.encode())) + value.encode()
    if isinstance(value, Mapping):
        return _head(5, len(value)) + b"".join(cbor(key) + cbor(each) for key, each in value.items())
    assert isinstance(value, Sequence)
    return _head(4, len(value)) + b"".join(map(cbor, value))


def action(name: str, source_type: str) -> dict[str, str]:
    return {"action": name, "digitalSourceType": IPTC + source_type}


def ingredient(manifest: str, relationship: str, version: str = "") -> tuple[str, bytes]:
    key = "activeManifest" if version == ".v3" else "c2pa_manifest"
    reference = {"url": f"self#jumbf=/c2pa/{manifest}", "hash": "none"}
    return f"c2pa.ingredient{version}", cbor({"relationship": relationship, key: reference})


def actions(*each: Mapping[str, str], version: str = "") -> tuple[str, bytes]:
    return f"c2pa.actions{version}", cbor({"actions": each})


def manifest(label: str, *assertions: tuple[str, bytes]) -> bytes:
    inner = b"".join(superbox(name, box(b"cbor", content)) for name, content in assertions)
    return superbox(label, superbox("c2pa.assertions", inner))


def store(*manifests: bytes) -> bytes:
    """The last manifest is the active one."""
    return superbox("c2pa", b"".join(manifests))


def superbox(label: str, content: bytes) -> bytes:
    return box(b"jumb", box(b"jumd", bytes(16) + b"\x03" + label.encode() + b"\0") + content)


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + kind + content


def file_with(manifests: bytes, format: str) -> bytes:
    """A picture of this format that holds a store, as the specification's appendix A wants it."""
    if format == "TIFF":
        return encoded(tinted("red"), "TIFF", tiffinfo=_tiff_tag(manifests))
    file = encoded(tinted("red"), format)
    if format == "JPEG":
        return file[:2] + b"".join(_app11(manifests)) + file[2:]
    if format == "PNG":
        content = b"caBX" + manifests
        chunk = struct.pack(">I", len(manifests)) + content + struct.pack(">I", crc32(content))
        return file[:33] + chunk + file[33:]
    if format == "WEBP":
        chunk = b"C2PA" + struct.pack("<I", len(manifests)) + manifests + b"\0" * (len(manifests) % 2)
        return file[:4] + struct.pack("<I", len(file) - 8 + len(chunk)) + file[8:] + chunk
    if format == "GIF":
        pieces = [manifests[start : start + 255] for start in range(0, len(manifests), 255)]
        blocks = b"".join(bytes([len(piece)]) + piece for piece in pieces)
        end = file.rindex(b";")
        return file[:end] + b"\x21\xff\x0bC2PA_GIF\x01\0\0" + blocks + b"\0" + file[end:]
    uuid = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
    return file + box(b"uuid", uuid + bytes(4) + b"manifest\0" + bytes(8) + manifests)


def _app11(manifests: bytes) -> list[bytes]:
    """Two segments, the second one first: their order is that of their numbers."""
    middle = len(manifests) // 2
    pieces = [manifests[:middle], manifests[:8] + manifests[middle:]]
    bodies = [b"JP\0\x01" + struct.pack(">I", number) + piece for number, piece in enumerate(pieces, 1)]
    return [b"\xff\xeb" + struct.pack(">H", len(body) + 2) + body for body in reversed(bodies)]


def _tiff_tag(manifests: bytes) -> object:
    tags = ImageFileDirectory_v2()
    tags[0xCD41] = manifests
    tags.tagtype[0xCD41] = 7
    return tags


def _head(major: int, length: int) -> bytes:
    return bytes([major << 5 | 25]) + struct.pack(">H", length)
