"""The boxes of HEIF and AVIF files that say what the main picture is (ISO/IEC 14496-12 and 23008-12).

Only what decoders leave out is read here: how the picture is packed, and what of it is cut away. All of it is
bounded: a file has at most so many boxes, and a box that does not fit into its parent ends the reading.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

MOST_BOXES = 4096


class Box(NamedTuple):
    """A box: its type, and where what it holds begins and ends in the file."""

    kind: bytes
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Crop:
    """What of a decoded picture is to be seen, in its own pixels, before it is turned or mirrored."""

    left: int
    top: int
    width: int
    height: int

    @property
    def corners(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom, as Pillow wants them."""
        return self.left, self.top, self.left + self.width, self.top + self.height

    def turned(self, quarters: int, size: tuple[int, int]) -> "Crop":
        """Where it is after quarter turns against the clock of a picture of this size."""
        crop, (width, height) = self, size
        for _ in range(quarters):
            crop = Crop(
                left=crop.top, top=width - crop.left - crop.width, width=crop.height, height=crop.width
            )
            width, height = height, width
        return crop

    def mirrored(self, axis: int, size: tuple[int, int]) -> "Crop":
        """Where it is after top and bottom (0) or left and right (1) of a picture have changed places."""
        left = size[0] - self.left - self.width if axis == 1 else self.left
        top = size[1] - self.top - self.height if axis == 0 else self.top
        return Crop(left=left, top=top, width=self.width, height=self.height)


@dataclass(frozen=True, kw_only=True)
class MainItem:
    """The picture that a reader shows."""

    codec: bytes
    """The type of its item, or of the tiles of which it is made: "hvc1", "av01", "jpeg", "unci" ..."""
    size: tuple[int, int]
    """As it is packed (box `ispe`); (0, 0) if that is not stated."""
    crop: Crop | None
    """From its box `clap`."""
    crop_box: Box | None
    turns: tuple[tuple[bytes, int], ...]
    """Its boxes `irot` (quarter turns against the clock) and `imir` (axis), in their order."""


def main_item(data: bytes) -> MainItem | None:
    """The main picture of a file; None where there is none, as in sequences, or where it cannot be found.

    Raises struct.error, IndexError or ValueError for a file whose boxes are damaged.
    """
    meta = _find(data, Box(b"", 0, len(data)), b"meta")
    if meta is None:
        return None
    meta = meta._replace(start=meta.start + 4)
    inside = {box.kind: box for box in boxes(data, meta)}
    if b"pitm" not in inside or b"iinf" not in inside:
        return None
    wide = data[inside[b"pitm"].start] > 0
    (item,) = struct.unpack_from(">I" if wide else ">H", data, inside[b"pitm"].start + 4)
    types = _item_types(data, inside[b"iinf"])
    codec = types.get(item, b"")
    if codec in (b"grid", b"iden", b"iovl", b"tmap"):
        codec = next((kind for kind in types.values() if kind in _CODECS), codec)
    properties = _properties(data, inside[b"iprp"], item) if b"iprp" in inside else []
    size, crop, crop_box, turns = (0, 0), None, None, []
    for box in properties:
        if box.kind == b"ispe":
            size = struct.unpack_from(">II", data, box.start + 4)
        elif box.kind == b"clap":
            crop, crop_box = _crop(data, box, size), box
        elif box.kind in (b"irot", b"imir"):
            turns.append((box.kind, data[box.start] & (3 if box.kind == b"irot" else 1)))
    return MainItem(codec=codec, size=size, crop=crop, crop_box=crop_box, turns=tuple(turns))


_CODECS = {b"hvc1", b"av01", b"jpeg", b"j2k1", b"avc1", b"vvc1", b"unci", b"evc1"}


def boxes(data: bytes, parent: Box) -> Iterator[Box]:
    """The boxes in a box. Raises ValueError for more than real files have."""
    place, count = parent.start, 0
    while place + 8 <= parent.end:
        length, kind = struct.unpack_from(">I4s", data, place)
        head = 8
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, place + 8)
            head = 16
        end = parent.end if length == 0 else place + length
        if (length and length < head) or end > parent.end:
            return
        yield Box(kind, place + head, end)
        place, count = end, count + 1
        if count > MOST_BOXES:
            raise ValueError("more boxes than a picture has")


def refuse_many_boxes(data: bytes) -> None:
    """Raise ValueError for a file with more boxes in one place than real files have: decoders keep each."""
    for box in boxes(data, Box(b"", 0, len(data))):
        if box.kind == b"meta":
            for inner in boxes(data, box._replace(start=box.start + 4)):
                _refuse_many_inside(data, inner)


def _refuse_many_inside(data: bytes, box: Box) -> None:
    """The same of the boxes in one of those that hold lists: items, their references and properties."""
    skipped = {
        b"iinf": 8 if data[box.start : box.start + 1] > b"\0" else 6,
        b"iref": 4,
        b"iprp": 0,
        b"ipco": 0,
    }
    if box.kind not in skipped:
        return
    for inner in boxes(data, box._replace(start=box.start + skipped[box.kind])):
        _refuse_many_inside(data, inner)


def _find(data: bytes, parent: Box, kind: bytes) -> Box | None:
    return next((box for box in boxes(data, parent) if box.kind == kind), None)


def _item_types(data: bytes, iinf: Box) -> dict[int, bytes]:
    """The type of each item (boxes `infe` of version 2 and 3)."""
    counted = 4 if data[iinf.start] else 2
    types = {}
    for box in boxes(data, iinf._replace(start=iinf.start + 4 + counted)):
        wide = data[box.start] == 3
        number, _, kind = struct.unpack_from(">IH4s" if wide else ">HH4s", data, box.start + 4)
        types[number] = kind
    return types


def _properties(data: bytes, iprp: Box, item: int) -> list[Box]:
    """The properties of an item in their order: the boxes of `ipco` that `ipma` names for it."""
    container = _find(data, iprp, b"ipco")
    associations = _find(data, iprp, b"ipma")
    if container is None or associations is None:
        return []
    properties = list(boxes(data, container))
    version, flags = data[associations.start], data[associations.start + 3]
    (count,) = struct.unpack_from(">I", data, associations.start + 4)
    place = associations.start + 8
    for _ in range(min(count, MOST_BOXES)):
        (number,) = struct.unpack_from(">I" if version else ">H", data, place)
        place += 4 if version else 2
        held, place = data[place], place + 1
        step = 2 if flags & 1 else 1
        indices = [
            int.from_bytes(data[place + step * n : place + step * (n + 1)], "big") for n in range(held)
        ]
        place += step * held
        if number == item:
            mask = 0x7FFF if flags & 1 else 0x7F  # the highest bit says whether it is essential
            numbers = [index & mask for index in indices if index & mask]
            return [properties[number - 1] for number in numbers if number <= len(properties)]
    return []


def _crop(data: bytes, box: Box, size: tuple[int, int]) -> Crop | None:
    """What a `clap` leaves of a picture; None if it leaves all, or something that is not in the picture."""
    numbers = struct.unpack_from(">4I", data, box.start) + struct.unpack_from(">iIiI", data, box.start + 16)
    if not all(numbers[1::2]):
        return None
    width, height, across, down = (numbers[n] / numbers[n + 1] for n in (0, 2, 4, 6))
    crop = Crop(
        left=round((size[0] - width) / 2 + across),
        top=round((size[1] - height) / 2 + down),
        width=round(width),
        height=round(height),
    )
    left, top, right, bottom = crop.corners
    inside = 0 <= left < right <= size[0] and 0 <= top < bottom <= size[1]
    return crop if inside and (crop.width, crop.height) != size else None
