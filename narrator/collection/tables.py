"""The forms in which a described collection is kept: JSON lines as they grow, CSV and Parquet at the end."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from narrator.collection.row import COLUMNS, Row, refuse_columns
from narrator.collection.working_file import rows_of
from narrator.errors import SettingsError
from narrator.installation.choice import this_installation
from narrator.languages.catalogue import gettext
from narrator.whole_file import whole_file

_GROUP_ROWS = 10_000
"""So many rows are in memory at once while a Parquet file is written."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A form that is written once all rows are there."""

    read: Callable[[Path], Iterator[Row]]
    """The rows that a file has. Raises SettingsError for one of another program's."""
    write: Callable[[Iterable[Row], Path], None]


def table_for(file: Path) -> Table | None:
    """The form that a file's ending names; None for JSON lines, which grow by themselves.

    Raises SettingsError for an ending that names none, and where a form needs a part that is not installed.
    """
    ending = file.suffix.lower()
    if ending in {".jsonl", ".ndjson"}:
        return None
    if ending == ".csv":
        return Table(read=_read_csv, write=_write_csv)
    if ending == ".parquet":
        load_pyarrow()
        return Table(read=_read_parquet, write=_write_parquet)
    raise SettingsError(
        gettext("{name} has an ending that names no form; use .jsonl, .csv or .parquet.").format(
            name=file.name
        )
    )


def all_rows(out: Path) -> Iterator[Row]:
    """The rows of a file, whatever its form."""
    table = table_for(out)
    yield from table.read(out) if table else rows_of(out)


def _write_csv(rows: Iterable[Row], file: Path) -> None:
    with whole_file(file) as stream:
        text = io.TextIOWrapper(stream, "utf-8", newline="")
        table = csv.DictWriter(text, COLUMNS)
        table.writeheader()
        table.writerows(row.record() for row in rows)
        text.detach()  # flushed, and closed by whom it belongs to


def _read_csv(file: Path) -> Iterator[Row]:
    numbers = {"seconds": float, "confidence": float, "width": int, "height": int}
    # Spreadsheets put a mark before UTF-8.
    with (
        file.open(encoding="utf-8-sig", newline="") as text,
        _refused_unless_ours(file, (ValueError, csv.Error)),
    ):
        table = csv.DictReader(text, strict=True)
        refuse_columns(table.fieldnames or (), file)
        for record in table:
            if None in record or None in record.values():
                raise ValueError("a row is longer or shorter than the first one")
            values: dict[str, Any] = {
                name: (numbers[name](value) if value else None) if name in numbers else value
                for name, value in record.items()
            }
            yield Row.from_record(values)


def _write_parquet(rows: Iterable[Row], file: Path) -> None:
    with whole_file(file) as stream:
        write_parquet(rows, stream)


def write_parquet(rows: Iterable[Row], stream: BinaryIO) -> None:
    """Write them as Parquet. Raises SettingsError where pyarrow is not installed."""
    pyarrow, parquet = load_pyarrow()
    real, whole = pyarrow.float32(), pyarrow.int32()
    kinds = {"seconds": pyarrow.float64(), "confidence": real, "width": whole, "height": whole}
    schema = pyarrow.schema([(name, kinds.get(name, pyarrow.string())) for name in COLUMNS])
    left = iter(rows)
    with parquet.ParquetWriter(stream, schema) as writer:
        while group := [row.record() for row in islice(left, _GROUP_ROWS)]:
            writer.write_table(pyarrow.Table.from_pylist(group, schema))


def _read_parquet(file: Path) -> Iterator[Row]:
    pyarrow, parquet = load_pyarrow()
    with _refused_unless_ours(file, (pyarrow.ArrowInvalid, OSError)), parquet.ParquetFile(file) as table:
        refuse_columns(table.schema_arrow.names, file)
        for group in table.iter_batches(_GROUP_ROWS):
            yield from map(Row.from_record, group.to_pylist())


@contextmanager
def _refused_unless_ours(file: Path, faults: tuple[type[Exception], ...]) -> Iterator[None]:
    try:
        yield
    except faults as error:
        raise _not_ours(file) from error


def _not_ours(file: Path) -> SettingsError:
    return SettingsError(
        gettext("{file} is no table of narrator describe; name another file, and it stays as it is.").format(
            file=file
        )
    )


def load_pyarrow() -> tuple[Any, Any]:
    """The modules pyarrow and pyarrow.parquet. Raises SettingsError where they are not installed."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise SettingsError(
            gettext(
                "Parquet needs a part that is not installed; run {to_add}, or let the file end "
                "in .jsonl or .csv."
            ).format(to_add=this_installation().to_add("parquet"))
        ) from error
    return pyarrow, pyarrow.parquet
