"""ZIP archives unpacked with care: nothing outside the folder, no bombs, and on where it was cut off."""

import fnmatch
import shutil
import stat
import zlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from tqdm import tqdm

from narrator.whole_file import whole_file
from training.errors import DatasetError

RATIO = 20
"""An archive may say that it unpacks to so many times its size; captions, as JSON, take 5 times theirs."""

ALLOWANCE = 64 * 2**20
"""Bytes that any archive may unpack to."""


def unpack(archive: Path, folder: Path, members: Sequence[str] = ("*",)) -> list[Path]:
    """Unpack the files whose names fit one of the patterns; returns where they lie, in the archive's order.

    Files that are there with the right size are left alone, and a kill leaves no file that is cut short.

    Raises `DatasetError` for an archive that is damaged, has nothing that fits, reaches outside the folder or
    unpacks to suspiciously much, and when the disk is full.
    """
    try:
        with ZipFile(archive) as zipped:
            wanted = _wanted(zipped.infolist(), archive, members)
            targets = [folder / entry.filename for entry in wanted]
            missing = [
                (entry, target)
                for entry, target in zip(wanted, targets, strict=True)
                if not (target.is_file() and target.stat().st_size == entry.file_size)
            ]
            _refuse_full_disk(archive, folder, sum(entry.file_size for entry, _ in missing))
            for entry, target in tqdm(missing, desc=f"{archive.name}: unpacking", unit="file", disable=None):
                _unpack_file(zipped, entry, target)
    # Of an unknown compression or a password, zipfile complains with the last two.
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise DatasetError(
            f"{archive} cannot be unpacked ({error}): delete it and start the same command again to download "
            "it anew."
        ) from error
    return targets


def _wanted(entries: Sequence[ZipInfo], archive: Path, members: Sequence[str]) -> list[ZipInfo]:
    wanted = [
        entry
        for entry in entries
        if not entry.is_dir() and any(fnmatch.fnmatchcase(entry.filename, pattern) for pattern in members)
    ]
    if not wanted:
        raise DatasetError(f"{archive} holds no {' and no '.join(members)}: it is another archive.")
    for entry in wanted:
        if not _stays_inside(entry):
            raise DatasetError(
                f"{archive} is not unpacked: {entry.filename!r} in it would not lie in the folder for it."
            )
    promised = sum(entry.file_size for entry in wanted)
    if promised > ALLOWANCE + RATIO * archive.stat().st_size:
        raise DatasetError(
            f"{archive} is not unpacked: its {archive.stat().st_size / 1e6:,.1f} MB would become "
            f"{promised / 1e6:,.1f} MB, far more than such an archive holds."
        )
    return wanted


def _stays_inside(entry: ZipInfo) -> bool:
    """Whether an entry is a file that lies in the folder that it is unpacked to, on every system."""
    name, mode = entry.filename, entry.external_attr >> 16
    path = PurePosixPath(name)
    regular = stat.S_IFMT(mode) in (0, stat.S_IFREG)
    return regular and not path.is_absolute() and ".." not in path.parts and not {"\\", ":"} & set(name)


def _unpack_file(zipped: ZipFile, entry: ZipInfo, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatasetError(
            f"{target.parent} cannot be made ({error.strerror}): name another folder."
        ) from error
    # What an archive unpacks to beyond the size that it states is not read, and its checksum found wrong. The
    # disk is not waited for: after a power failure, files that are too short are unpacked again.
    with zipped.open(entry) as packed, whole_file(target) as file:
        shutil.copyfileobj(packed, file)


def _refuse_full_disk(archive: Path, folder: Path, needed: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise DatasetError(
            f"{archive.name} unpacks to another {needed / 1e9:,.1f} GB, but {folder} has "
            f"{free / 1e9:,.1f} GB left: make room or name another folder with --out."
        )
