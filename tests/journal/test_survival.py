"""What the journal must survive: processes killed, processes beside it, a disk that is full."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from narrator.journal.journal import Journal
from tests.journal.entries import PREAMBLE, PYTHON, new_entry
from tests.places import ROOT

WRITES_FOR_EVER = f"""{PREAMBLE}
journal = Journal.open(file)
while True:
    entry = journal.record(new_entry("a long caption " * 50))
    journal.correct(entry.id, "my words", bytes(5000))
    journal.heard([entry.id])
    print(entry.id, flush=True)
"""

DIES_AT_A_STEP = f"""{PREAMBLE}
import signal, sqlite3
steps = int(sys.argv[2])

def step():
    global steps
    steps -= 1
    if not steps:
        os.kill(os.getpid(), signal.SIGKILL)
    return 0

class Dying(sqlite3.Connection):
    def execute(self, sql, *values):
        if sql == "BEGIN IMMEDIATE":
            self.set_progress_handler(step, 1)  # counts the steps of SQLite's own machine
        return super().execute(sql, *values)

connect = sqlite3.connect
sqlite3.connect = lambda *arguments, **options: connect(*arguments, **options, factory=Dying)
Journal.open(file).record(new_entry("the last words"))
"""

WRITES_SOME = f"""{PREAMBLE}
input()
with Journal.open(file) as journal:
    for number in range(200):
        entry = journal.record(new_entry(sys.argv[2]))
        journal.correct(entry.id, sys.argv[2])
"""

FILLS_THE_DISK = f"""{PREAMBLE}
import resource
_, most = resource.getrlimit(resource.RLIMIT_FSIZE)
if sys.argv[2] == "limit":
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, most))
journal = Journal.open(file)
written = 0
try:
    while True:
        journal.record(new_entry("a long caption " * 50))
        written += 1
except JournalError as error:
    print(error)
assert len(list(journal.history())) == written > 10
try:
    journal.record(new_entry("a long caption " * 500))
    raise SystemExit("there was still room")
except JournalError:
    pass
if sys.argv[2] == "limit":
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
else:
    (file.parent / "ballast").unlink()
journal.record(new_entry("there is room again"))
assert len(list(journal.history())) == written + 1
"""


def start(script: str, *arguments: object) -> subprocess.Popen[str]:
    command = [*PYTHON, script, *map(str, arguments)]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    )


def entries_of(file: Path) -> list[int]:
    """The ids of all entries, each of which has been read, in a file that SQLite finds whole."""
    with Journal.open(file) as journal:
        ids = [entry.id for entry in journal.history()]
        connection = sqlite3.connect(file)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.close()
        return ids


def test_killed_while_it_writes_the_journal_has_every_entry_that_was_acknowledged(file: Path) -> None:
    last = 0
    for count in range(1, 16):
        with start(WRITES_FOR_EVER, file) as process:
            assert process.stdout
            for _ in range(count):
                last = int(process.stdout.readline())
            process.kill()
            acknowledged = process.stdout.read().split()
        last = int(acknowledged[-1]) if acknowledged else last
        ids = entries_of(file)
        assert last in ids
        assert ids == list(range(1, ids[-1] + 1))


def test_killed_within_a_transaction_the_journal_has_nothing_of_it(file: Path) -> None:
    with Journal.open(file) as journal:
        journal.record(new_entry("before"))
    died = 0
    for steps in range(1, 200, 6):
        with start(DIES_AT_A_STEP, file, steps) as process:
            output, errors = process.communicate()
        assert (output, errors) == ("", "")
        if process.returncode == 0:
            break
        died += 1
        assert entries_of(file) == [1]
    assert died > 3
    assert entries_of(file) == [1, 2]


def test_processes_write_side_by_side_from_the_first_moment_on(file: Path) -> None:
    writers = [start(WRITES_SOME, file, f"writer {number}") for number in range(3)]
    for writer in writers:
        assert writer.stdin
        writer.stdin.write("\n")  # only now, so that all of them make the file at once
        writer.stdin.flush()
    for writer in writers:
        with writer:
            assert writer.communicate(timeout=100) == ("", "")
    assert len(entries_of(file)) == 600
    with Journal.open(file) as journal:
        assert [correction.words for correction in journal.corrections()] == [
            "writer 0",
            "writer 1",
            "writer 2",
        ]


def small_disk(folder: Path) -> Sequence[str] | None:
    """The beginning of a command that runs with a full disk of its own on the folder, if that may be made."""
    mount = f"mount -t tmpfs -o size=1000k narrator {folder} && head -c 100k /dev/zero > {folder}/ballast"
    prefix = ["unshare", "--mount", "--map-root-user", "sh", "-c", f'{mount} && exec "$@"', "sh"]
    allowed = (
        shutil.which("unshare") and subprocess.run([*prefix, "true"], capture_output=True).returncode == 0
    )
    return prefix if allowed else None


def test_a_full_disk_is_said_and_what_was_written_stays(tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    disk = small_disk(folder)  # else the nearest thing to it
    kind = "disk" if disk else "limit"
    process = subprocess.run(
        [*(disk or ()), *PYTHON, FILLS_THE_DISK, str(folder / "journal.sqlite"), kind],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert (process.returncode, process.stderr) == (0, "")
    assert process.stdout.count("\n") == 1
    assert ("disk is full" if disk else "free space") in process.stdout


def test_a_file_that_may_not_grow_is_said_and_what_was_written_stays(file: Path) -> None:
    with start(FILLS_THE_DISK, file, "limit") as process:
        output, errors = process.communicate()
    assert (process.returncode, errors) == (0, "")
    assert "check the disk and its free space" in output


def test_a_journal_that_was_removed_or_replaced_is_made_anew_and_not_written_where_nobody_looks(
    file: Path, tmp_path: Path
) -> None:
    with Journal.open(file) as journal:
        journal.record(new_entry("before"))
        shutil.rmtree(file.parent)
        assert journal.last() is None
        journal.record(new_entry("after"))
        assert entries_of(file) == [1]

        with Journal.open(tmp_path / "another.sqlite") as another:
            ids = [another.record(new_entry(f"another {number}")).id for number in range(3)]
        for path in file.parent.iterdir():
            path.unlink()
        (tmp_path / "another.sqlite").replace(file)
        assert journal.record(new_entry("after")).id == ids[-1] + 1
        assert entries_of(file) == [*ids, ids[-1] + 1]


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_nothing_is_left_open(file: Path) -> None:
    before = open_files()
    for _ in range(20):
        with Journal.open(file) as journal:
            journal.record(new_entry())
    assert open_files() == before
    assert [path.name for path in file.parent.iterdir()] == [file.name]


@pytest.mark.parametrize("umask", [0o000, 0o022])
def test_nobody_else_may_read_it(file: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        with Journal.open(file) as journal:
            journal.record(new_entry())
            modes = {path.name: path.stat().st_mode & 0o777 for path in file.parent.iterdir()}
    finally:
        os.umask(before)
    assert modes == {f"journal.sqlite{ending}": 0o600 for ending in ("", "-wal", "-shm")}
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_one_that_others_could_read_is_closed_to_them(file: Path) -> None:
    with Journal.open(file):
        pass
    file.chmod(0o644)
    with Journal.open(file):
        assert file.stat().st_mode & 0o777 == 0o600
