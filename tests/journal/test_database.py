"""Reading and writing at the same time."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from narrator.journal.database import Database

PATIENCE_SECONDS = 20
COUNT = "SELECT count(*) FROM corrections"
INSERT = "INSERT INTO corrections (digest, words, time) VALUES ('a digest', 'a word', 1)"


@pytest.fixture
def database(file: Path) -> Iterator[Database]:
    database = Database(file)
    yield database
    database.close()


def test_who_reads_waits_for_no_thread_that_writes(database: Database) -> None:
    with ThreadPoolExecutor() as threads:
        with database.transaction() as connection:
            connection.execute(INSERT)
            assert threads.submit(database.rows, COUNT).result(PATIENCE_SECONDS) == [(0,)]
            assert database.rows(COUNT) == [(1,)], "who writes sees what was written"
        assert threads.submit(database.rows, COUNT).result(PATIENCE_SECONDS) == [(1,)]
