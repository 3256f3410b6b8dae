"""Files that are there whole, or as they were before: whatever is killed, and however full the disk is."""

import os
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from narrator.errors import NarratorError, SettingsError
from narrator.languages.catalogue import gettext

_BINARY = getattr(os, "O_BINARY", 0)
"""Windows ends lines in its own way without it."""
_OWNER_ALONE = 0o600


@contextmanager
def whole_file(file: Path, *, synced: bool = False) -> Iterator[BinaryIO]:
    """A stream whose bytes take the file's place, as in `replacing`.

    Raises NarratorError when the bytes cannot be written; then the file stays as it was.
    """
    try:
        with replacing(file, synced=synced) as stream:
            yield stream
    except OSError as error:
        raise NarratorError(
            gettext(
                "{file} cannot be written ({strerror}): make room or name another place, and "
                "start the same command again; what it held before is kept."
            ).format(file=file, strerror=error.strerror)
        ) from error


@contextmanager
def replacing(file: Path, *, synced: bool = False) -> Iterator[BinaryIO]:
    """A stream whose bytes take the file's place once all are written, and `synced` to the disk.

    A link keeps pointing to its file, and the file keeps its mode. Raises OSError; then the file stays as it
    was.
    """
    target = _target(file)
    with _part_of(target, _mode_of(target)) as (part, descriptor):
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            if synced:
                stream.flush()
                os.fsync(stream.fileno())
        part.replace(target)


def write_private(file: Path, text: str, *, replace: bool = True) -> None:
    """Write a text, in UTF-8, into a file that its owner alone can read, whatever it was before.

    Without `replace`, a file that is there already stays: of two that are made at once, the first. Raises
    OSError; then the file stays as it was.
    """
    target = _target(file)
    with _part_of(target, _OWNER_ALONE) as (part, descriptor):
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
        if replace:
            part.replace(target)
        else:
            with suppress(FileExistsError):
                target.hardlink_to(part)


def refuse_unwritable(file: Path) -> None:
    """Raise SettingsError if the file could not be written: known before an hour's work, and not after."""
    name = file.name or str(file)
    try:
        if file.exists() and not file.is_file():
            raise SettingsError(
                gettext("{name} is not a file, so nothing can be saved there; name a file.").format(name=name)
            )
        folder = _target(file).parent
        if not folder.is_dir():
            raise SettingsError(
                gettext("There is no folder {name} to save {file} in; make it or name another one.").format(
                    name=folder.name, file=name
                )
            )
        with _part_of(_target(file), _OWNER_ALONE) as (_, descriptor):
            os.close(descriptor)
    except OSError as error:
        raise SettingsError(
            gettext("{name} cannot be saved there ({strerror}); name another place.").format(
                name=name, strerror=error.strerror
            )
        ) from error


def unfinished(file: Path) -> str:
    """The names, as a pattern, of what may lie beside a file after a crash while it was written."""
    return f".{file.name}.*.part"


@contextmanager
def _part_of(target: Path, mode: int | None) -> Iterator[tuple[Path, int]]:
    """A new file beside it, gone at the end, and the descriptor to write it, which the caller closes.

    Without a mode it has that of every new file of this person's.

    Its name cannot be guessed and it is opened once: nobody can put a link there, neither beforehand nor
    meanwhile, and other processes may be about to write the same file.
    """
    part = target.with_name(f".{target.name}.{secrets.token_hex(8)}.part")
    descriptor = os.open(
        part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666 if mode is None else mode
    )
    try:
        if mode is not None and sys.platform != "win32":
            os.fchmod(descriptor, mode)  # what the mask for new files has taken away
        yield part, descriptor
    finally:
        part.unlink(missing_ok=True)


def _mode_of(target: Path) -> int | None:
    """Who may do what with a file; None where there is none, or the system knows no such modes."""
    try:
        mode = target.lstat().st_mode
    except FileNotFoundError:
        return None
    return mode & 0o777 if stat.S_ISREG(mode) and sys.platform != "win32" else None


def _target(file: Path) -> Path:
    """What a link leads to in the end. A link in a circle leads nowhere, and is replaced itself."""
    return Path(os.path.realpath(file))  # Path.resolve raises RuntimeError for a circle before Python 3.13
