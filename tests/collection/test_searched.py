from pathlib import Path

import pytest

from narrator.collection.row import Row
from narrator.collection.searched import documents_of
from narrator.collection.tables import table_for, write_parquet
from narrator.collection.working_file import line_of
from narrator.errors import SettingsError
from narrator.search.index import Index

ROWS = (
    Row(path="dog.jpg", alt="A dog.", kind="photo", day="2026-11-30"),
    Row(path="broken.jpg", reason="It is damaged."),
    Row(path="film.mp4", seconds=65.5, alt="A red car.", kind="photo"),
    Row(path="film.mp4", seconds=70.0, alt="A man.", kind="photo"),
    Row(path="film.mp4", alt="A video of 2 scenes.", kind="video"),
    Row(
        path="talk.pptx#slide=3&picture=image2.png", place="slide 3, Results", alt="A chart.", kind="drawing"
    ),
    Row(path="s3://album/cat.jpg", alt="A cat.", kind="photo", day="yesterday"),
    Row(path="doubtful.jpg", reason="The caption is right with a probability of 0.20 only.", kind="photo"),
)
NAMES = [
    "dog.jpg",
    "film.mp4 at 1:05",
    "film.mp4 at 1:10",
    "talk.pptx, slide 3, Results",
    "cat.jpg",
    "doubtful.jpg",
]


def test_pictures_scenes_and_what_is_in_documents_are_found_by_their_words(tmp_path: Path) -> None:
    table = tmp_path / "rows.jsonl"
    table.write_bytes(b"".join(map(line_of, ROWS)))
    with Index(None) as index:
        index.add(documents_of(table))
        found = {found.name: found for found in index.found(list(index.with_words(["a", "probability"], 99)))}
    assert sorted(found) == sorted(NAMES)
    assert found["film.mp4 at 1:05"].path == "film.mp4#t=65.5"
    assert found["cat.jpg"].path == "s3://album/cat.jpg"
    assert found["cat.jpg"].when == table.stat().st_mtime, "a day that nobody can read is that of the file"


@pytest.mark.needs_parquet
def test_a_folder_of_parts_is_one_table(tmp_path: Path) -> None:
    for number, rows in enumerate((ROWS[:3], ROWS[3:])):
        with (tmp_path / f"part-{number}.parquet").open("wb") as stream:
            write_parquet(rows, stream)
    assert [document.name for document in documents_of(tmp_path)] == NAMES


def test_a_folder_without_tables_is_none(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="There is no table"):
        list(documents_of(tmp_path))


def test_a_table_of_another_program_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "size.csv"
    file.write_text("name,size\n")
    assert table_for(file)
    with pytest.raises(SettingsError, match="is no table of narrator describe"):
        list(documents_of(file))
