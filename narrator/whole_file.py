"""Files that are there whole, or as they were before: whatever is killed, and however full the disk is."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from narrator.errors import NarratorError, SettingsError


@contextmanager
def whole_file(file: Path, *, synced: bool = False) -> Iterator[BinaryIO]:
    """A stream whose bytes take the file's place once all are written, and `synced` to the disk.

    A link keeps pointing to its file. Raises NarratorError when the bytes cannot be written; then the file
    stays as it was.
    """
    try:
        with _part_of(file) as part:
            with part.open("wb") as stream:
                yield stream
                if synced:
                    stream.flush()
                    os.fsync(stream.fileno())
            part.replace(_target(file))
    except OSError as error:
        raise NarratorError(
            f"{file} cannot be written ({error.strerror}): make room or name another place, and start the "
            "same command again; what it held before is kept."
        ) from error


def refuse_unwritable(file: Path) -> None:
    """Raise SettingsError if the file could not be written: known before an hour's work, and not after."""
    name = file.name or str(file)
    try:
        if file.exists() and not file.is_file():
            raise SettingsError(f"{name} is not a file, so nothing can be saved there; name a file.")
        folder = _target(file).parent
        if not folder.is_dir():
            raise SettingsError(
                f"There is no folder {folder.name} to save {name} in; make it or name another one."
            )
        with _part_of(file):
            pass
    except OSError as error:
        raise SettingsError(
            f"{name} cannot be saved there ({error.strerror}); name another place."
        ) from error


@contextmanager
def _part_of(file: Path) -> Iterator[Path]:
    """A new file beside it, gone at the end.

    Its name cannot be guessed: nobody can put a link there beforehand, and other processes may be about to
    write the same file.
    """
    target = _target(file)
    part = target.with_name(f".{target.name}.{os.urandom(4).hex()}.part")
    try:
        part.touch(exist_ok=False)
        yield part
    finally:
        part.unlink(missing_ok=True)


def _target(file: Path) -> Path:
    """What a link leads to in the end. A link in a circle leads nowhere, and is replaced itself."""
    return Path(os.path.realpath(file))  # Path.resolve raises RuntimeError for a circle before Python 3.13
