"""A journal that cannot be used is said in one sentence, and damage can be set aside."""

import os
import re
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from narrator.errors import JournalError
from narrator.journal import connection, files
from narrator.journal.faults import DamagedJournalError
from narrator.journal.journal import Journal
from narrator.journal.selection import Selection
from tests.journal.entries import PREAMBLE, PYTHON, new_entry

ASIDE = re.compile(r"journal\.sqlite\.damaged-\d{4}-\d\d-\d\d-\d{6}")


def written(file: Path, entries: int = 1) -> Path:
    with Journal.open(file) as journal:
        for number in range(entries):
            journal.record(new_entry(f"picture {number}"))
    return file


def spoil(file: Path) -> None:
    """Overwrite all but the first pages, so that it opens and cannot be read."""
    data = bytearray(file.read_bytes())
    start = 5 * 4096
    data[start:] = b"\xa5" * (len(data) - start)
    file.write_bytes(data)


@pytest.mark.parametrize("spoilt", [b"this is no journal" * 500, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_is_said_and_set_aside_only_on_request(file: Path, spoilt: bytes) -> None:
    written(file).write_bytes(spoilt)
    with pytest.raises(DamagedJournalError, match="is damaged; begin a new one with narrator forget --all"):
        Journal.open(file)
    assert file.read_bytes() == spoilt

    with Journal.open(file, set_aside=True) as journal:
        assert journal.record(new_entry()).id == 1
        (aside,) = [path for path in file.parent.iterdir() if ASIDE.fullmatch(path.name)]
        assert aside.read_bytes() == spoilt
        assert journal.note
        assert aside.name in journal.note
    with Journal.open(file, set_aside=True) as journal:
        assert journal.note is None


def test_the_log_of_a_damaged_file_goes_with_it(file: Path) -> None:
    file.parent.mkdir()
    for ending in ("", "-wal", "-shm"):
        files.beside(file, ending).write_text(ending)
    aside = files.set_aside(file)
    assert ASIDE.fullmatch(aside.name)
    left = {path.name: path.read_text() for path in file.parent.iterdir()}
    assert left == {aside.name: "", f"{aside.name}-wal": "-wal"}
    files.remove_set_aside(file)
    assert list(file.parent.iterdir()) == []


def test_damage_that_is_found_later_can_be_set_aside_while_the_journal_is_in_use(file: Path) -> None:
    spoil(written(file, entries=100))
    with Journal.open(file) as journal:
        with pytest.raises(DamagedJournalError):
            list(journal.history())
        note = journal.start_afresh()
        assert note == journal.note
        assert "a new one has begun" in str(note)
        assert journal.record(new_entry()).id == 1


def test_a_whole_journal_is_never_set_aside(journal: Journal, file: Path) -> None:
    entry = journal.record(new_entry())
    assert journal.start_afresh() is None, "as a second thread is told that found the damage too"
    assert (journal.note, journal.last()) == (None, entry)
    with Journal.open(file, set_aside=True) as another:
        assert (another.note, another.last()) == (None, entry)


def test_a_folder_that_goes_and_comes_back_is_an_error_meanwhile(journal: Journal, file: Path) -> None:
    journal.record(new_entry())
    shutil.rmtree(file.parent)
    file.parent.write_text("in the way")
    for _ in range(2):
        with pytest.raises(JournalError, match="cannot be opened"):
            journal.record(new_entry())
    file.parent.unlink()
    assert journal.record(new_entry()).id == 1


def test_a_file_that_cannot_be_read_is_forgotten_with_everything(file: Path) -> None:
    spoil(written(file, entries=100))
    with Journal.open(file) as journal:
        with pytest.raises(DamagedJournalError):
            journal.forget(Selection.of([50]))
        journal.forget(Selection.all())
        assert journal.note == "The journal was damaged and is gone as a whole; a new one has begun."
        assert journal.record(new_entry()).id == 1
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_one_entry_that_cannot_be_read_is_named(file: Path) -> None:
    written(file, entries=2)
    connection = sqlite3.connect(file)
    with connection:
        connection.execute("UPDATE entries SET description = '{' WHERE id = 1")
    connection.close()
    with Journal.open(file) as journal:
        assert journal.entry(2)
        with pytest.raises(JournalError, match=r"Entry 1 .* narrator forget --yes 1"):
            list(journal.history())
        assert journal.forget(Selection.of([1])) == 1
        assert [entry.id for entry in journal.history()] == [2]


def test_a_folder_or_a_file_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "journal.sqlite").mkdir()
    with pytest.raises(JournalError, match=r"cannot be used .* check its folder"):
        Journal.open(tmp_path / "journal.sqlite")
    (tmp_path / "state").write_text("a file")
    with pytest.raises(JournalError, match=r"cannot be opened .* check its folder"):
        Journal.open(tmp_path / "state" / "journal.sqlite")


@pytest.mark.parametrize("existing", [False, True])
def test_a_journal_of_somebody_else_is_said(tmp_path: Path, existing: bool) -> None:
    folder = tmp_path / "state"
    folder.mkdir()
    file = folder / "journal.sqlite"
    if existing:
        written(file).chmod(0o400)
    folder.chmod(0o500)
    script = f"""{PREAMBLE}
if os.getuid() == 0:
    os.chdir(file.parent)
    os.setuid(65534)  # what root may not do, there is not
try:
    Journal.open(Path(file.name)).record(new_entry())
except JournalError as error:
    print(error)
"""
    process = subprocess.run([*PYTHON, script, str(file)], capture_output=True, text=True)
    folder.chmod(0o700)
    assert process.stderr == ""
    assert re.fullmatch(
        r"The journal .* cannot be .*; check its folder and its permissions\.\n", process.stdout
    )


def test_a_journal_that_another_program_holds_is_said_and_usable_afterwards(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 0.1)
    with Journal.open(file) as journal:
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalError, match="in use by another program; try again"):
            journal.record(new_entry())
        assert journal.last() is None  # reading does not wait
        other.close()
        assert journal.record(new_entry()).id == 1


def test_every_error_is_one_sentence(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(os.urandom(5000))
    with pytest.raises(JournalError) as error:
        Journal.open(file)
    assert re.fullmatch(r"[^\n]+; [^\n]+\.", str(error.value))
