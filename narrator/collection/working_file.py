"""The file that grows while a collection is described: a JSON object a line, whole after any kill."""

import json
import os
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from hashlib import blake2b
from json import JSONDecodeError
from pathlib import Path
from typing import Self

from narrator.collection.row import Row
from narrator.errors import NarratorError, SettingsError
from narrator.file_lock import lock

_BEGINNING = b'{"path": "'
_SYNC_ROWS = 200
"""So often rows are forced to the disk: a power cut costs these at most, a kill none."""


class WorkingFile:
    """Rows, in order, each written at once. Used in a `with`, it is closed at the end.

    What a kill left half written at its end is cut off when it is opened again.
    """

    def __init__(self, file: Path) -> None:
        """Open it, or make it.

        Raises SettingsError for a file that another process writes, that holds something else, or that cannot
        be written.
        """
        self._file = file
        try:
            self._stream = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
        except OSError as error:
            raise SettingsError(f"{file} cannot be written ({error.strerror}); name another file.") from error
        try:
            if not lock(self._stream):
                raise SettingsError(f"Another narrator writes {file}; wait for it, or name another file.")
            self._done, whole = _read_done(file)
            os.ftruncate(self._stream, whole)
            os.lseek(self._stream, whole, os.SEEK_SET)
        except BaseException:
            os.close(self._stream)
            raise
        self._since_sync = 0

    def __len__(self) -> int:
        """How many rows it had when it was opened."""
        return len(self._done)

    def has(self, name: str) -> bool:
        """Whether a picture of that name had a row when it was opened."""
        key = _key(name.encode())
        place = bisect_left(self._done, key)
        return place < len(self._done) and self._done[place] == key

    def add(self, row: Row) -> None:
        """Write a row. Raises NarratorError when there is no room; then the rows before it are kept."""
        line = line_of(row)
        try:
            written = os.write(self._stream, line)
            if written < len(line):  # the disk is full; the next start cuts it off
                written += os.write(self._stream, line[written:])
            self._since_sync += 1
            if self._since_sync >= _SYNC_ROWS:
                self._since_sync = 0
                os.fsync(self._stream)
        except OSError as error:
            raise NarratorError(
                f"{self._file} cannot be written ({error.strerror}); make room and start the same command "
                "again, it goes on where it was."
            ) from error

    def close(self) -> None:
        """Close it."""
        os.close(self._stream)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def line_of(row: Row) -> bytes:
    """A row as it stands in the file."""
    return json.dumps(row.record(), ensure_ascii=False).encode() + b"\n"


def rows_of(file: Path) -> Iterator[Row]:
    """All its rows, one after the other."""
    with file.open("rb") as stream:
        for line in stream:
            yield Row.from_record(json.loads(line))


def _read_done(file: Path) -> tuple["array[int]", int]:
    """A number for each picture that has a row, sorted, and how many bytes are whole rows."""
    done = array("Q")
    whole = 0
    with file.open("rb") as stream:
        for line in stream:
            if not line.endswith(b"\n"):
                break
            done.append(_key(_name_in(line, file)))
            whole += len(line)
    return array("Q", sorted(done)), whole


def _name_in(line: bytes, file: Path) -> bytes:
    """The name at the beginning of a row; the rest, a hundred times longer, need not be understood."""
    end = line.find(b'"', len(_BEGINNING))
    if line.startswith(_BEGINNING) and end > 0:
        name = line[len(_BEGINNING) : end]
        if b"\\" not in name:
            return name
        try:
            return str(json.loads(line)["path"]).encode()
        except (JSONDecodeError, UnicodeDecodeError, KeyError):
            pass
    raise SettingsError(f"{file} holds something else than rows of narrator describe; name another file.")


def _key(name: bytes) -> int:
    return int.from_bytes(blake2b(name, digest_size=8).digest())
