"""What the journal keeps of watched folders."""

import sqlite3
from array import array
from pathlib import Path

import pytest

from narrator.journal import folders
from narrator.journal.folders import WatchedFolder
from narrator.journal.journal import Journal
from narrator.journal.selection import Selection
from tests.journal.entries import new_entry


def numbers(*values: int) -> bytes:
    return array("q", values).tobytes()


def kept(journal: Journal, folder: Path, *, recursive: bool = False) -> WatchedFolder:
    found = journal.folder(folder, recursive=recursive)
    assert found
    return found


@pytest.fixture
def holiday(tmp_path: Path) -> Path:
    (tmp_path / "Holiday").mkdir()
    return tmp_path / "Holiday"


def test_it_is_there_in_the_next_run(file: Path, holiday: Path) -> None:
    with Journal.open(file) as journal:
        folder = kept(journal, holiday)
        assert folder.kept() is None
        assert not folder.add(numbers(1), numbers(2)), "it has not begun"
        folder.begin(numbers(1, 2), numbers(3, 4), mounted=False)
        folder.trying(5)
        folder.trying(5)
        folder.trying(6)
        assert folder.add(numbers(6), numbers(-7))
    with Journal.open(file) as journal:
        found = kept(journal, holiday).kept()
        assert found
        assert (found.states, found.names) == (numbers(1, 2, 6), numbers(3, 4, -7))
        assert found.tries == {5: 2}
        assert kept(journal, holiday, recursive=True).kept() is None


def test_many_additions_become_one_row(
    journal: Journal, file: Path, holiday: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "_ROWS", 10)
    folder = kept(journal, holiday)
    folder.begin(b"", b"", mounted=False)
    for number in range(12):
        folder.add(numbers(number), numbers(-number))
    found = folder.kept()
    assert found and found == folder.kept()
    assert found.states == numbers(*range(12))
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT count(*) FROM seen").fetchone() == (1,)


def test_a_folder_that_was_renamed_keeps_its_past(journal: Journal, holiday: Path) -> None:
    kept(journal, holiday).begin(numbers(1), numbers(2), mounted=False)
    journey = holiday.rename(holiday.with_name("Journey"))
    found = kept(journal, journey).kept()
    assert found and found.states == numbers(1)
    holiday.mkdir()
    assert kept(journal, holiday).kept() is None


def test_everything_forgotten_is_a_folder_without_a_past(journal: Journal, holiday: Path) -> None:
    folder = kept(journal, holiday)
    assert not folder.exists()
    folder.begin(numbers(1), numbers(2), mounted=False)
    entry = journal.record(new_entry())
    journal.forget(Selection.of([entry.id]))
    assert folder.exists()
    assert folder.kept(), "or the forgotten picture would be described again"
    journal.forget(Selection.all())
    assert folder.kept() is None
    assert not folder.exists()
    assert not folder.add(numbers(3), numbers(4))


def test_who_watches_incognito_leaves_no_past_on_the_disk(file: Path, holiday: Path, tmp_path: Path) -> None:
    inner, other = holiday / "inner", tmp_path / "Other"
    for folder in (inner, other):
        folder.mkdir()
    with Journal.open(file) as journal:
        for folder in (tmp_path, holiday, inner, other):
            kept(journal, folder).begin(numbers(1), numbers(2), mounted=False)
        before = journal.record(new_entry())
    with Journal.in_memory(instead_of=file) as hidden:
        assert hidden.folder(holiday, recursive=False) is None
    with Journal.open(file) as journal:
        assert [bool(kept(journal, folder).kept()) for folder in (tmp_path, holiday, inner, other)] == [
            False,
            False,
            False,
            True,
        ]
        assert journal.last() == before


def test_no_journal_is_made_for_who_watches_incognito(file: Path, holiday: Path) -> None:
    with Journal.in_memory(instead_of=file) as hidden:
        assert hidden.folder(holiday, recursive=False) is None
    assert not file.exists()


def test_who_was_told_of_what(journal: Journal) -> None:
    first = journal.record(new_entry("a dog"))
    journal.record(new_entry("a cat"))
    journal.heard([first.id])
    assert journal.untold_count() == 1
    journal.told()
    assert journal.untold_count() == 0
    journal.record(new_entry("a bird"))
    assert (journal.untold_count(), journal.missed_count()) == (1, 2)
