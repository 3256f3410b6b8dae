"""What is forgotten is gone from the files, byte by byte."""

import sqlite3
import subprocess
from pathlib import Path

import pytest

from narrator.errors import JournalError
from narrator.journal import connection
from narrator.journal.journal import Journal
from narrator.journal.selection import Selection
from tests.journal.entries import PREAMBLE, PYTHON, new_entry

SECRET = "xylophone"
OTHERS = 300


def places_of(words: str, file: Path) -> list[str]:
    """The files of the journal in which these words can be read, whatever SQLite makes of their pages."""
    return sorted(
        path.name for path in file.parent.iterdir() if words.encode().lower() in path.read_bytes().lower()
    )


@pytest.fixture
def secrets(journal: Journal) -> list[int]:
    """Ids of entries that are to be forgotten, among many others; so many that pages were split."""
    ids = []
    for number in range(OTHERS):
        journal.record(new_entry(f"a quiet beach {number}"))
        entry = journal.record(new_entry(f"a {SECRET} {number}", name=f"{SECRET}.jpg", path=f"/{SECRET}.jpg"))
        journal.correct(entry.id, f"my own {SECRET}", f"jpeg of a {SECRET}".encode())
        journal.correct(entry.id, f"no, another {SECRET}")
        ids.append(entry.id)
    return ids


def test_forgotten_words_are_in_no_file_any_more(journal: Journal, file: Path, secrets: list[int]) -> None:
    assert places_of(SECRET, file) != []  # the test can see them

    assert journal.forget(Selection.of(secrets)) == len(secrets)

    assert places_of(SECRET, file) == []
    assert places_of("quiet beach", file) == [file.name]
    assert len(list(journal.history())) == OTHERS
    assert len(journal.missed()) == journal.missed_count() == OTHERS


def test_a_period_and_everything_leave_no_words_either(journal: Journal, file: Path) -> None:
    journal.record(new_entry(f"a {SECRET}", when=1000))
    journal.record(new_entry("a quiet beach", when=2000))
    assert journal.forget(Selection.between(500, 1500)) == 1
    assert (places_of(SECRET, file), places_of("quiet beach", file)) == ([], [file.name])
    assert journal.forget(Selection.all()) == 1
    assert places_of("quiet beach", file) == []


def test_pruned_words_are_in_no_file_any_more(journal: Journal, file: Path) -> None:
    journal.record(new_entry(f"a {SECRET}", when=1000))
    assert journal.prune(30) == 1
    assert places_of(SECRET, file) == []


def test_damaged_journals_that_were_set_aside_are_forgotten_with_everything(file: Path) -> None:
    with Journal.open(file) as journal:
        journal.record(new_entry(f"a {SECRET}"))
    file.write_bytes(b"rubbish " * 10 + file.read_bytes())
    with Journal.open(file, set_aside=True) as journal:
        assert places_of(SECRET, file) != []
        journal.forget(Selection.of([1]))
        assert places_of(SECRET, file) != []
        journal.forget(Selection.all())
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_daemon_that_has_the_journal_open_does_not_keep_the_words(
    journal: Journal, file: Path, secrets: list[int]
) -> None:
    script = f"{PREAMBLE}\nwith Journal.open(file) as journal: print(journal.forget(Selection.all()))"
    process = subprocess.run([*PYTHON, script, str(file)], capture_output=True, text=True)
    assert (process.stdout, process.stderr) == (f"{OTHERS + len(secrets)}\n", "")
    assert places_of(SECRET, file) == []
    assert file.stat().st_size < 70_000  # no pages are kept for later
    assert journal.last() is None
    assert journal.record(new_entry()).id > secrets[-1]


def test_traces_that_another_program_holds_are_told_and_go_the_next_time(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 0.2)
    with Journal.open(file) as journal:
        journal.record(new_entry(f"a {SECRET}"))
        reader = sqlite3.connect(file, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM entries").fetchall()

        with pytest.raises(JournalError, match=r"traces may still be .* forget the same once more"):
            journal.forget(Selection.all())
        assert journal.last() is None
        assert places_of(SECRET, file) != []

        reader.close()
        assert journal.forget(Selection.all()) == 0
        assert places_of(SECRET, file) == []


def test_a_journal_in_memory_touches_no_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Journal.in_memory() as journal:
        for number in range(500):
            journal.record(new_entry(f"{SECRET} {number}"))
        journal.forget(Selection.all())
    assert list(tmp_path.iterdir()) == []


def test_a_person_s_words_are_in_no_other_entry_of_the_same_picture(journal: Journal, file: Path) -> None:
    first = journal.record(new_entry("a dog"))
    journal.correct(first.id, f"my {SECRET}", b"a small picture")
    again = journal.record(new_entry("a dog", said=f"My {SECRET}."))
    other = journal.record(new_entry("a cat"))
    assert journal.forget(Selection.of([first.id]), lambda description: f"{description.caption}!") == 1
    assert places_of(SECRET, file) == places_of("a small picture", file) == []
    left = {entry.id: entry.said for entry in journal.history()}
    assert left == {again.id: "a dog!", other.id: "A cat."}


def test_words_of_a_time_are_in_no_older_entry(journal: Journal, file: Path) -> None:
    old = journal.record(new_entry("a dog", when=1000, said=f"My {SECRET}."))
    journal.correct(old.id, f"my {SECRET}")
    assert journal.forget(Selection.between(2000, None)) == 0
    assert places_of(SECRET, file) == []
