"""Reading and writing at the same time, and in how much memory."""

import platform
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from narrator.journal.database import Database

PATIENCE_SECONDS = 20
COUNT = "SELECT count(*) FROM corrections"
INSERT = "INSERT INTO corrections (digest, words, time) VALUES ('a digest', 'a word', 1)"


PAGES = """
import ctypes, sys
from pathlib import Path
from narrator.journal.database import Database

class Counts(ctypes.Structure):  # mallinfo2(3)
    _fields_ = [(str(number), ctypes.c_size_t) for number in range(7)] + [("used", ctypes.c_size_t)]

def used():
    count = ctypes.CDLL(None).mallinfo2
    count.restype = Counts
    return count().used + getattr(count(), "4")

database = Database(Path(sys.argv[1]))
before = used()
with database.transaction() as connection:
    for number in range(10_000):
        connection.execute(
            "INSERT INTO corrections (digest, words, time) VALUES (?, ?, 1)", (str(number), "w" * 500)
        )
print(database.rows("SELECT sum(length(words)) FROM corrections")[0][0], used() - before)
"""


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


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="no other C library is asked here")
def test_pages_that_were_read_and_written_do_not_pile_up(file: Path) -> None:
    command = [sys.executable, "-c", PAGES, str(file)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    length, grown = map(int, run.stdout.split())
    assert length == 5_000_000
    assert grown < 1_000_000, "SQLite would keep 2 MB for who writes, and as much for who reads"
