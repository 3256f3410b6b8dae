import sqlite3
from pathlib import Path

import pytest

from narrator.errors import JournalError
from narrator.journal.journal import Journal
from narrator.journal.migrations import MIGRATIONS, Migration, migrate
from tests.journal.entries import new_entry

LATER = Migration(
    "places by themselves", ("ALTER TABLE entries ADD COLUMN mood TEXT", "UPDATE entries SET mood = 'good'")
)


def columns(connection: sqlite3.Connection) -> list[str]:
    return [name for (name,) in connection.execute("SELECT name FROM pragma_table_info('entries')")]


def test_a_journal_of_the_first_version_is_taken_along(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Journal.open(file) as journal:
        written = journal.record(new_entry())

    def migrate_later(connection: sqlite3.Connection) -> None:
        migrate(connection, (*MIGRATIONS, LATER))

    monkeypatch.setattr("narrator.journal.connection.migrate", migrate_later)
    for _ in range(2):  # a second time there is nothing to do
        with Journal.open(file) as journal:
            assert journal.last() == written
    connection = sqlite3.connect(file)
    assert "mood" in columns(connection)
    assert [name for (name,) in connection.execute("SELECT name FROM migrations ORDER BY rowid")] == [
        *(migration.name for migration in MIGRATIONS),
        LATER.name,
    ]
    connection.close()


def test_a_newer_journal_is_left_alone(file: Path) -> None:
    with Journal.open(file):
        pass
    connection = sqlite3.connect(file, isolation_level=None)
    migrate(connection, (*MIGRATIONS, LATER))
    connection.close()

    before = file.read_bytes()
    for set_aside in (False, True):
        with pytest.raises(JournalError, match="newer Narrator; update"):
            Journal.open(file, set_aside=set_aside)
    assert file.read_bytes() == before


def test_a_step_that_fails_leaves_no_half(file: Path) -> None:
    broken = Migration("broken", (*LATER.statements, "UPDATE nothing SET a = 1"))
    with Journal.open(file):
        pass
    connection = sqlite3.connect(file, isolation_level=None)
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, (*MIGRATIONS, broken))
    assert "mood" not in columns(connection)
    migrate(connection, (*MIGRATIONS, LATER))
    assert "mood" in columns(connection)
    connection.close()


def test_names_of_steps_are_different() -> None:
    assert len({migration.name for migration in MIGRATIONS}) == len(MIGRATIONS)
