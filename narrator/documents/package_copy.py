"""A copy of an archive in which some members have other bytes, and all else is as it was, byte for byte.

Neither `zipfile` nor another library copies a member without packing it anew. So what stands between the
places at which members begin is copied as it stands, data descriptors and padding included, and so is each
entry of the directory at the end, but for the place of its member. Of a changed member sizes and checksum
are new. The format: PKWARE's APPNOTE, 4.3.
"""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

from narrator.documents.package import Package
from narrator.errors import PictureError
from narrator.languages.catalogue import gettext

_LOCAL = struct.Struct("<4s5H3I2H")
_ENTRY = struct.Struct("<4s6H3I5H2I")
_DESCRIPTOR_FOLLOWS = 1 << 3
_LARGEST = 2**32 - 1
"""What stands in a field whose value needs 64 bits."""
_PIECE = 2**20
_LONG_FIELDS = 1
"""The extra field with such values."""


@dataclass(frozen=True, kw_only=True)
class _Member:
    """A member of the archive that is copied, where its bytes begin and end with all that belongs to them."""

    info: zipfile.ZipInfo
    end: int
    entry: bytes
    """As the directory has it."""


def copy_package(package: Package, target: BinaryIO, changed: Mapping[str, bytes]) -> None:
    """Write the copy; `changed` has new bytes for members by their names.

    Raises PictureError for an archive that is put together in an unusual way, OSError when it cannot be
    written.
    """
    members, trailer = _members(package)
    with package.path.open("rb") as source:
        places: dict[int, tuple[int, bytes]] = {}
        for member in members:
            begin = target.tell()
            if member.info.filename in changed:
                entry = _write_changed(source, target, member, changed[member.info.filename])
            else:
                source.seek(member.info.header_offset)
                _copy(source, target, member.end - member.info.header_offset)
                entry = member.entry
            places[member.info.header_offset] = begin, entry
        directory = target.tell()
        for info in package.archive.infolist():  # which may have another order
            begin, entry = places[info.header_offset]
            target.write(entry[:42] + struct.pack("<I", begin) + entry[46:])
        size = target.tell() - directory
        if target.tell() > _LARGEST:
            raise PictureError(
                gettext("{name} has more than 4 gigabytes; divide it and try again.").format(
                    name=package.name
                )
            )
        target.write(trailer[:12] + struct.pack("<2I", size, directory) + trailer[20:])


def _members(package: Package) -> tuple[list[_Member], bytes]:
    """All members as they follow each other in the file, and what stands behind the directory."""
    unusual = PictureError(
        gettext(
            "{name} is put together in an unusual way, so no copy can be made; save it anew and try again."
        ).format(name=package.name)
    )
    infos = package.archive.infolist()
    directory = package.archive.start_dir
    with package.path.open("rb") as source:
        source.seek(directory)
        rest = source.read()
    entries: dict[int, bytes] = {}
    at = 0
    for info in infos:
        if len(rest) < at + _ENTRY.size:
            raise unusual
        fields = _ENTRY.unpack_from(rest, at)
        length = _ENTRY.size + sum(fields[10:13])
        if fields[16] != info.header_offset or _LARGEST in fields[8:10]:
            raise unusual  # something stands before the archive, or it has fields of 64 bits
        entries[info.header_offset] = rest[at : at + length]
        at += length
    trailer = rest[at:]
    names = {info.filename for info in infos}
    if not len(infos) == len(names) == len(entries) or not trailer.startswith(b"PK\5\6"):
        raise unusual
    ordered = sorted(infos, key=lambda info: info.header_offset)
    ends = [info.header_offset for info in ordered[1:]] + [directory]
    members = []
    for info, end in zip(ordered, ends, strict=True):
        if info.header_offset + _LOCAL.size + info.compress_size > end:
            raise unusual  # members that share bytes
        members.append(_Member(info=info, end=end, entry=entries[info.header_offset]))
    if ordered and ordered[0].header_offset != 0:
        raise unusual
    return members, trailer


def _write_changed(source: BinaryIO, target: BinaryIO, member: _Member, data: bytes) -> bytes:
    """Write a member with new bytes, packed as the old ones were, and give its entry."""
    source.seek(member.info.header_offset)
    local = list(_LOCAL.unpack(source.read(_LOCAL.size)))
    name, extra = source.read(local[9]), source.read(local[10])
    packed = data
    if member.info.compress_type != zipfile.ZIP_STORED:
        packer = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -15)
        packed = packer.compress(data) + packer.flush()
    method = zipfile.ZIP_STORED if packed is data else zipfile.ZIP_DEFLATED
    sizes = zlib.crc32(data), len(packed), len(data)
    extra = _without_long_fields(extra)
    local[2] &= ~_DESCRIPTOR_FOLLOWS
    local[3], local[6:9], local[10] = method, sizes, len(extra)
    target.write(_LOCAL.pack(*local) + name + extra + packed)

    entry = list(_ENTRY.unpack_from(member.entry))
    at = _ENTRY.size + entry[10]
    name, rest = member.entry[_ENTRY.size : at], member.entry[at:]
    extra, comment = _without_long_fields(rest[: entry[11]]), rest[entry[11] :]
    entry[3] &= ~_DESCRIPTOR_FOLLOWS
    entry[4], entry[7:10], entry[11] = method, sizes, len(extra)
    return _ENTRY.pack(*entry) + name + extra + comment


def _without_long_fields(extra: bytes) -> bytes:
    kept = b""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<2H", extra)
        if kind != _LONG_FIELDS:
            kept += extra[: 4 + length]
        extra = extra[4 + length :]
    return kept + extra


def _copy(source: BinaryIO, target: BinaryIO, length: int) -> None:
    while length > 0 and (piece := source.read(min(length, _PIECE))):
        target.write(piece)
        length -= len(piece)
