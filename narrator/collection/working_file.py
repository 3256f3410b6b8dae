"""The file that grows while a collection is described: a JSON object a line, whole after any kill."""

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Self

from narrator.collection.names import Names, key_of
from narrator.collection.row import Row, refuse_columns
from narrator.errors import NarratorError, SettingsError
from narrator.file_lock import lock
from narrator.languages.catalogue import gettext
from narrator.whole_file import whole_file

_BEGINNING = b'{"path": "'
_SECONDS, _NO_SECONDS, _BUNDLE = b'", "seconds": ', b'", "seconds": null', b'"bundle": "'
_FAILED = b'"kind": ""'
"""Within a text each of these quotes would have a backslash before it."""
_SYNC_ROWS = 200
"""So often rows are forced to the disk: a power cut costs these at most, a kill none."""


class Age(Enum):
    """What a row is worth, when pictures are described again."""

    FRESH = auto()
    """It stays."""
    OUTDATED = auto()
    """A new one takes its place; a failure does not, for what it says is still true."""
    WORTHLESS = auto()
    """It is a failure, or tells of another picture than the one that is there now."""


class WorkingFile:
    """Rows, in order, each written at once. Used in a `with`, it is closed at the end.

    What a kill left half written at its end is cut off when it is opened again: half a row, and the scenes of
    a video whose own row is missing.
    """

    def __init__(self, file: Path, *, age: Callable[[Row], Age] | None = None) -> None:
        """Open it, or make it. Of rows that are not fresh by their `age` it is as if they were not there.

        Raises SettingsError for a file that another process writes, that holds something else, or that cannot
        be written.
        """
        self._file = file
        self._age = age
        self._since_sync = 0
        self._made = not file.exists()
        try:
            stream = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
        except OSError as error:
            raise SettingsError(
                gettext("{file} cannot be written ({strerror}); name another file.").format(
                    file=file, strerror=error.strerror
                )
            ) from error
        self._stream: int | None = stream
        try:
            # Whoever finished it may have removed it since it was opened.
            still_there = lock(stream) and os.path.samestat(os.fstat(stream), file.stat())
            if not still_there:
                raise SettingsError(
                    gettext("Another narrator writes {file}; wait for it, or name another file.").format(
                        file=file
                    )
                )
            self._contents = _contents(file, age)
            os.ftruncate(stream, self._contents.whole)
            os.lseek(stream, self._contents.whole, os.SEEK_SET)
        except BaseException:
            self.close()
            raise

    def __len__(self) -> int:
        """How many pictures had a row when it was opened."""
        return len(self._contents.done)

    def has(self, name: str) -> bool:
        """Whether a picture of that name had a row when it was opened."""
        return name.encode() in self._contents.done

    def prefers_its_own(self, row: Row) -> bool:
        """Whether it has a row of that picture which is better than this one: not fresh, but no failure."""
        return row.failed and row.path.encode() in self._contents.good

    def add(self, row: Row) -> None:
        """Write a row. Raises NarratorError when there is no room; then the rows before it are kept."""
        assert self._stream is not None  # nobody writes into what is closed
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
                gettext(
                    "{file} cannot be written ({strerror}); make room and start the same command "
                    "again, it goes on where it was."
                ).format(file=self._file, strerror=error.strerror)
            ) from error

    def take_over(self, rows: Iterable[Row]) -> None:
        """Write those rows whose pictures it does not have; after a kill the next call does the rest."""
        for row in rows:
            if not self.has(row.path):
                self.add(row)
        self._contents = _contents(self._file, self._age)

    @property
    def bundles(self) -> Counter[str]:
        """How many rows it had of each bundle, when it was opened."""
        return self._contents.bundles

    @property
    def failed(self) -> int:
        """How many of the pictures that had a row had one that only tells of a failure."""
        return self._contents.failed

    def rows_named(self, names: set[str]) -> Iterator[Row]:
        """The rows of these pictures, those of scenes left out."""
        with self._file.open("rb") as stream:
            for line in stream:
                name, is_scene = _beginning(line, self._file)
                if not is_scene and name.decode() in names:
                    yield Row.from_record(json.loads(line))

    def rows(self) -> Iterator[Row]:
        """All its rows; of a picture that was described again the later one, in its place."""
        return _latest(self._file) if self._contents.superseded else rows_of(self._file)

    def finish(self, *, remove: bool) -> None:
        """Close it without the rows that others took the place of, or `remove` it.

        Raises NarratorError when there is no room.
        """
        if sys.platform == "win32":  # where nothing takes the place of a file that is open
            self.close()
        if remove:
            self._file.unlink(missing_ok=True)
        elif self._contents.superseded:
            with whole_file(self._file) as stream:
                stream.writelines(map(line_of, _latest(self._file)))
        self.close()

    def close(self) -> None:
        """Close it. A second time is nothing."""
        stream, self._stream = self._stream, None
        if stream is not None:
            os.close(stream)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._stream is not None and self._made and not os.fstat(self._stream).st_size:
            # A run that had nothing to write leaves nothing behind; as long as it is locked, it is ours.
            with suppress(PermissionError):  # Windows, which removes nothing that is open
                self._file.unlink(missing_ok=True)
        self.close()


def line_of(row: Row) -> bytes:
    """A row as it stands in the file."""
    return json.dumps(row.record(), ensure_ascii=False).encode() + b"\n"


def rows_of(file: Path) -> Iterator[Row]:
    """All rows of a file, one after the other, without one at its end that is only half written.

    Raises SettingsError for a file of something else, and for a line that is damaged.
    """
    with file.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            if number == 1:
                _refuse_others(line, file)
            if not line.endswith(b"\n"):
                return
            try:
                yield Row.from_record(json.loads(line))
            except (ValueError, TypeError, AttributeError) as error:  # JSONDecodeError is a ValueError
                raise SettingsError(
                    gettext(
                        "Line {number} of {file} is damaged; delete it and start the same command "
                        "again, its picture is described anew."
                    ).format(number=number, file=file)
                ) from error


def _latest(file: Path) -> Iterator[Row]:
    """The rows without those of pictures that have a later one. A video's scenes go with its own row."""
    last = {key_of(row.path.encode()): number for number, row in enumerate(rows_of(file)) if not row.is_scene}
    scenes: list[Row] = []
    for number, row in enumerate(rows_of(file)):
        scenes.append(row)
        if not row.is_scene:
            if last[key_of(row.path.encode())] == number:
                yield from scenes
            scenes = []


@dataclass(frozen=True, kw_only=True)
class _Contents:
    """What a file has."""

    done: Names
    """The pictures that have a fresh row."""
    good: Names
    """Those that have one which is outdated, and still true."""
    whole: int
    """How many bytes are whole rows, and whole videos."""
    superseded: bool
    """Whether it has rows that are not fresh, or several of one picture."""
    failed: int
    """How many of the fresh rows tell of a failure."""
    bundles: Counter[str]
    """How many rows are of each bundle."""


def _contents(file: Path, age: Callable[[Row], Age] | None) -> _Contents:
    bundles = Counter[str]()
    whole = 0
    ages = Counter[Age]()
    good: list[bytes] = []

    failed = 0

    def names() -> Iterator[bytes]:
        nonlocal whole, failed
        read = 0
        with file.open("rb") as stream:
            for line in stream:
                if not read:
                    _refuse_others(line, file)
                if not line.endswith(b"\n"):
                    break
                read += len(line)
                name, is_scene = _beginning(line, file)
                bundles[_bundle(line)] += 1
                if is_scene:
                    continue
                whole = read
                own = age(Row.from_record(json.loads(line))) if age else Age.FRESH
                ages[own] += 1
                if own is Age.FRESH:
                    failed += _FAILED in line
                    yield name
                elif own is Age.OUTDATED:
                    good.append(name)

    done = Names(names())
    superseded = ages[Age.FRESH] < ages.total() or done.repeated
    return _Contents(
        done=done, good=Names(good), whole=whole, superseded=superseded, failed=failed, bundles=bundles
    )


def _refuse_others(line: bytes, file: Path) -> None:
    """Raise SettingsError if the first line of a file is not of ours, be it only half written."""
    if not _BEGINNING.startswith(line[: len(_BEGINNING)]):
        raise _something_else(file)
    try:
        record = json.loads(line)
    except ValueError:
        return  # half a line; of a whole one the reader says that it is damaged
    refuse_columns(record, file)


def _something_else(file: Path) -> SettingsError:
    return SettingsError(
        gettext("{file} holds something else than rows of narrator describe; name another file.").format(
            file=file
        )
    )


def _beginning(line: bytes, file: Path) -> tuple[bytes, bool]:
    """The name in a row, and whether it is of a scene; the rest, a hundred times longer, is not looked at."""
    end = line.find(b'"', len(_BEGINNING))
    if line.startswith(_BEGINNING) and end > 0:
        name = line[len(_BEGINNING) : end]
        if b"\\" not in name:
            return name, line.startswith(_SECONDS, end) and not line.startswith(_NO_SECONDS, end)
        try:
            row = Row.from_record(json.loads(line))
            return row.path.encode(), row.is_scene
        except (ValueError, TypeError):
            pass
    raise _something_else(file)


def _bundle(line: bytes) -> str:
    begin = line.rfind(_BUNDLE) + len(_BUNDLE)
    return line[begin : line.find(b'"', begin)].decode(errors="replace") if begin >= len(_BUNDLE) else ""
