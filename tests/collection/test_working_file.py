import json
from pathlib import Path

import pytest

from narrator.collection.row import Row
from narrator.collection.working_file import WorkingFile, rows_of
from narrator.errors import SettingsError

NAMES = ["a.jpg", 'quo"te.jpg', "back\\slash.jpg", "größe.jpg"]


def test_it_knows_the_pictures_that_it_has_and_no_others(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    with WorkingFile(file) as rows:
        assert len(rows) == 0
        for name in NAMES:
            rows.add(Row(path=name, kind="photo"))
    with WorkingFile(file) as rows:
        assert len(rows) == len(NAMES)
        assert all(map(rows.has, NAMES))
        assert not rows.has("b.jpg")
    assert [row.path for row in rows_of(file)] == NAMES


@pytest.mark.parametrize("cut", range(1, 30, 7))
def test_half_a_row_is_cut_off_and_its_picture_is_not_there(tmp_path: Path, cut: int) -> None:
    file = tmp_path / "rows.jsonl"
    with WorkingFile(file) as rows:
        for name in NAMES:
            rows.add(Row(path=name))
    file.write_bytes(file.read_bytes()[:-cut])

    with WorkingFile(file) as rows:
        assert (rows.has(NAMES[2]), rows.has(NAMES[3])) == (True, False)
        rows.add(Row(path=NAMES[3]))
    assert [json.loads(line)["path"] for line in file.read_text("utf-8").splitlines()] == NAMES


def test_somebody_elses_file_is_refused_and_stays_as_it_was(tmp_path: Path) -> None:
    for content in (b'{"name": "a.jpg"}\n', b"shopping list\n", b'{"path": 7}\n'):
        file = tmp_path / "other.jsonl"
        file.write_bytes(content)
        with pytest.raises(SettingsError, match="something else than rows"):
            WorkingFile(file)
        assert file.read_bytes() == content


def test_two_do_not_write_one_file(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    with WorkingFile(file) as rows:
        rows.add(Row(path="a.jpg"))
        with pytest.raises(SettingsError, match="Another narrator writes"):
            WorkingFile(file)
    with WorkingFile(file) as rows:
        assert rows.has("a.jpg")
