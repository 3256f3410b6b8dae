"""TIFF files that tests write by hand: of kinds that Pillow neither writes nor reads."""

import struct
from collections.abc import Mapping, Sequence

_TYPES = {"B": 1, "H": 3, "I": 4, "b": 6, "Q": 16}

Value = int | Sequence[int] | bytes


def tiff(
    size: tuple[int, int],
    planes: Sequence[bytes],
    *,
    bits: Sequence[int],
    photometric: int,
    tags: Mapping[int, Value] = {},
    order: str = "<",
    big: bool = False,
) -> bytes:
    """A file with one page of one strip for each plane; `tags` add to or replace those that it needs.

    A tag's value is a number or several of 16 or 32 bits, as its size asks, or bytes.
    """
    head, offset = (16, "Q") if big else (8, "I")
    entries: dict[int, Value] = {
        256: size[0],
        257: size[1],
        258: bits,
        259: 1,
        262: photometric,
        277: len(bits),
        278: size[1],
        279: [len(plane) for plane in planes],
        284: 2 if len(planes) > 1 else 1,
        **tags,
    }
    places, place = [], head
    for plane in planes:
        places.append(place)
        place += len(plane)
    entries[273] = places
    directory = _directory(entries, place, order, big)
    version = struct.pack(f"{order}HHH", 43, 8, 0) if big else struct.pack(f"{order}H", 42)
    mark = b"II" if order == "<" else b"MM"
    return mark + version + struct.pack(f"{order}{offset}", place) + b"".join(planes) + directory


def directory(entries: Mapping[int, Value], place: int) -> bytes:
    """A directory at that place of a file with its low bytes first, and the values that it names."""
    return _directory(entries, place, "<", big=False)


def _directory(entries: Mapping[int, Value], place: int, order: str, big: bool) -> bytes:
    count, offset = ("Q", "Q") if big else ("H", "I")
    room = struct.calcsize(f"{order}{offset}")
    table, beyond = struct.pack(f"{order}{count}", len(entries)), b""
    start = place + len(table) + len(entries) * (12 if not big else 20) + room
    for tag, value in sorted(entries.items()):
        letter, numbers = _letter_and_numbers(value)
        packed = struct.pack(f"{order}{len(numbers)}{letter}", *numbers)
        table += struct.pack(f"{order}HH{offset}", tag, _TYPES[letter], len(numbers))
        if len(packed) <= room:
            table += packed.ljust(room, b"\0")
        else:
            table += struct.pack(f"{order}{offset}", start + len(beyond))
            beyond += packed + b"\0" * (len(packed) % 2)
    return table + bytes(room) + beyond


def _letter_and_numbers(value: Value) -> tuple[str, Sequence[int]]:
    if isinstance(value, bytes):
        return "B", value
    numbers = [value] if isinstance(value, int) else value
    return ("H" if max(numbers) < 2**16 else "I"), numbers
