"""The caption in IPTC's records, where a JPEG has such records already (IIM 4.2).

They are the older form of what XMP holds. A file without them gets none, as the Metadata Working Group's
guidelines say; one that has them is read by programs that look nowhere else.
"""

from hashlib import md5

from narrator.picture.written.letters import decoded

NAME = b"Photoshop 3.0\0"
_RECORDS, _DIGEST = 0x0404, 0x0425
_CAPTION = b"\x1c\x02\x78"
_UTF_8 = b"\x1c\x01\x5a\x00\x03\x1b%G"
_LONGEST = 2000
"""Bytes of a caption that the standard allows."""
_MOST_BLOCKS = 4096


def with_caption(blocks: bytes, text: str, before: str | None) -> bytes:
    """Photoshop's blocks with a text as the caption, if they have records without one or with `before`.

    Else, and where they are damaged or cannot hold these letters, the blocks themselves.
    """
    parts = _parts(blocks)
    numbers = [number for number, _, _ in parts]
    if numbers.count(_RECORDS) != 1:
        return blocks
    records = parts[numbers.index(_RECORDS)][2]
    changed = _with_caption(records, text, before)
    if changed is None:
        return blocks
    result = []
    for number, name, content in parts:
        if number == _RECORDS:
            content = changed
        elif number == _DIGEST and content == md5(records, usedforsecurity=False).digest():
            content = md5(changed, usedforsecurity=False).digest()  # the records still agree with the XMP
        result.append(name + len(content).to_bytes(4, "big") + content + b"\0" * (len(content) % 2))
    return b"".join(result)


def _parts(blocks: bytes) -> list[tuple[int, bytes, bytes]]:
    """Number, head and content of each block; none of what is damaged."""
    parts: list[tuple[int, bytes, bytes]] = []
    at = 0
    while at < len(blocks) and len(parts) < _MOST_BLOCKS:
        name = blocks[at + 6] if at + 6 < len(blocks) else 0
        head = at + 6 + (1 + name) + (1 + name) % 2
        length = int.from_bytes(blocks[head : head + 4], "big")
        end = head + 4 + length + length % 2
        if not blocks.startswith(b"8BIM", at) or head + 4 > len(blocks) or end > len(blocks):
            return []
        parts.append(
            (
                int.from_bytes(blocks[at + 4 : at + 6], "big"),
                blocks[at:head],
                blocks[head + 4 : head + 4 + length],
            )
        )
        at = end
    return parts if at == len(blocks) else []


def _with_caption(records: bytes, text: str, before: str | None) -> bytes | None:
    """The records with the caption; None where it must stay as it is."""
    letters = text.encode()
    if len(letters) > _LONGEST or not (text.isascii() or records.startswith(_UTF_8)):
        return None
    kept, at = [], 0
    while at < len(records) and records[at] == 0x1C:
        length = int.from_bytes(records[at + 3 : at + 5], "big")
        end = at + 5 + length
        if length >= 0x8000 or end > len(records):
            return None
        if records.startswith(_CAPTION, at):
            if (said := decoded(records[at + 5 : end]).strip()) and said != before:
                return None
        else:
            kept.append(records[at:end])
        at = end
    if records[at:].strip(b"\0"):
        return None
    new = _CAPTION + len(letters).to_bytes(2, "big") + letters
    later = next((n for n, each in enumerate(kept) if each[1] > 2), len(kept))
    return b"".join((*kept[:later], new, *kept[later:]))
