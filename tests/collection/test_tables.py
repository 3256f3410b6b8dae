from pathlib import Path

import pytest

from narrator.collection.row import Row
from narrator.collection.tables import table_for
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
