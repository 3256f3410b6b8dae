from collections.abc import Callable
from pathlib import Path

import pytest

from narrator.collection.row import Row
from narrator.collection.tables import all_rows, table_for
from narrator.errors import SettingsError

ROWS = [
    Row(
        path='b "x", y.jpg',
        alt="Zwei\nZeilen",
        confidence=0.25,
        band="unsure",
        kind="photo",
        width=3,
        height=4,
    ),
    Row(path="größe.mp4", seconds=4.5, alt="A dog.", kind="photo", bundle="tiny 1"),
    Row(path="gone.jpg", reason="gone.jpg does not exist."),
]
FORMS = ["csv", pytest.param("parquet", marks=pytest.mark.needs_parquet)]


@pytest.mark.parametrize("form", FORMS)
def test_rows_come_back_as_they_were(tmp_path: Path, form: str) -> None:
    file = tmp_path / f"c.{form}"
    table = table_for(file)
    assert table
    table.write(ROWS, file)
    assert list(table.read(file)) == ROWS


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("content", [b"name,size\na,1\n", b"PAR1 of another kind", b"\xff\xfe\x00", b""])
def test_another_programs_table_is_refused_and_stays(tmp_path: Path, form: str, content: bytes) -> None:
    file = tmp_path / f"c.{form}"
    file.write_bytes(content)
    table = table_for(file)
    assert table
    with pytest.raises(
        SettingsError, match="is no table of narrator describe; name another file, and it stays"
    ):
        list(table.read(file))
    assert file.read_bytes() == content


@pytest.mark.needs_parquet
def test_another_programs_parquet_file_is_refused(tmp_path: Path) -> None:
    import pyarrow
    from pyarrow import parquet

    file = tmp_path / "c.parquet"
    parquet.write_table(pyarrow.table({"name": ["a"]}), file)
    table = table_for(file)
    assert table
    with pytest.raises(SettingsError, match="is no table of narrator describe"):
        list(table.read(file))


def csv_of(tmp_path: Path, change: Callable[[bytes], bytes]) -> tuple[Path, bytes]:
    """A file of rows that a person has changed, and its bytes."""
    file = tmp_path / "c.csv"
    table = table_for(file)
    assert table
    table.write(ROWS, file)
    file.write_bytes(change(file.read_bytes()))
    return file, file.read_bytes()


def test_what_a_spreadsheet_has_saved_is_read(tmp_path: Path) -> None:
    file, _ = csv_of(tmp_path, lambda data: b"\xef\xbb\xbf" + data)
    assert list(all_rows(file)) == ROWS


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda data: data.replace(b"path,", b"my notes,path,", 1), r"would lose \(my notes\); name another"),
        (lambda data: data.replace(b"gone.jpg,", b"gone.jpg,,,,,,,,,,,,,,,,,,,my note,", 1), "is no table"),
        (lambda data: data.rstrip() + b"\r\nshort.jpg\r\n", "is no table"),
        (lambda data: data.replace(b",0.25,", b',"0,25",', 1), "is no table"),
    ],
)
def test_what_a_person_added_to_a_table_is_not_lost(
    tmp_path: Path, change: Callable[[bytes], bytes], sentence: str
) -> None:
    file, before = csv_of(tmp_path, change)
    with pytest.raises(SettingsError, match=sentence):
        list(all_rows(file))
    assert file.read_bytes() == before
