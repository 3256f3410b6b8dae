import os
import pty
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from narrator.journal.journal import Journal
from narrator.places import index_file, journal_file
from narrator.search.following import follow
from narrator.search.index import Index
from tests.commands.memories import corrections, remember, remembered
from tests.conftest import Narrate
from tests.journal.entries import new_entry

DAY = 24 * 60 * 60


@pytest.fixture
def memories(person: Path) -> Iterator[None]:
    """Three entries, of last year, of two days ago and of now, all of them corrected."""
    now = time.time()
    entries = remember(
        new_entry("a dog", when=now - 365 * DAY),
        new_entry("a cat", when=now - 2 * DAY),
        new_entry("a bird", when=now),
    )
    with Journal.open(journal_file()) as journal:
        for entry in entries:
            journal.correct(entry.id, f"words {entry.id}")
    yield


def left() -> list[int]:
    return [entry.id for entry in remembered()]


@pytest.mark.parametrize(
    ("arguments", "count", "rest"),
    [
        (["last"], "1 entry", [1, 2]),
        (["2"], "1 entry", [1, 3]),
        (["1", "3", "99"], "2 entries", [2]),
        (["--until", "3d"], "1 entry", [2, 3]),
        (["--since", "3d", "--until", "1d"], "1 entry", [1, 3]),
        (["--since", "3d"], "2 entries", [1]),
        (["--all"], "3 entries", []),
    ],
)
def test_what_is_named_is_forgotten_and_counted(
    narrate: Narrate, memories: None, arguments: list[str], count: str, rest: list[int]
) -> None:
    process = narrate("forget", *arguments, "--yes")
    assert (process.returncode, process.stdout) == (0, "")
    assert process.stderr == f"{count} forgotten.\n"
    assert left() == rest
    assert {correction.words for correction in corrections()} <= {f"words {number}" for number in rest}


@pytest.mark.parametrize("arguments", [["1"], ["--until", "300d"]])
def test_an_entry_that_cannot_be_read_is_forgotten_with_an_index_too(
    narrate: Narrate, memories: None, arguments: list[str]
) -> None:
    with Journal.open(journal_file()) as journal, Index(index_file()) as index:
        follow(index, journal)
    with closing(sqlite3.connect(journal_file())) as connection, connection:
        connection.execute("UPDATE entries SET description = '{' WHERE id = 1")
    process = narrate("forget", "--yes", *arguments)
    assert (process.returncode, process.stderr) == (0, "1 entry forgotten.\n")
    assert left() == [2, 3]


@pytest.mark.parametrize(
    "arguments", [[], ["last", "2"], ["1", "--all"], ["--all", "--since", "1d"], ["all"], ["-1"], ["9" * 30]]
)
def test_what_is_not_one_thing_is_wrong_usage(narrate: Narrate, memories: None, arguments: list[str]) -> None:
    process = narrate("forget", "--yes", *arguments)
    assert (process.returncode, process.stdout, process.stderr.count("\n")) == (2, "", 1)
    assert left() == [1, 2, 3]


@pytest.mark.parametrize("arguments", [["last", "2"], ["last", "last"], ["--all", "last"]])
def test_two_things_at_once_are_refused_as_such(
    narrate: Narrate, memories: None, arguments: list[str]
) -> None:
    assert narrate("forget", *arguments).stderr.startswith("Name one of these alone: last, or numbers, or ")


@pytest.mark.parametrize("what", ["--all", "last"])
def test_nobody_to_ask_is_wrong_usage(narrate: Narrate, memories: None, what: str) -> None:
    process = narrate("forget", what)
    assert (process.returncode, process.stdout, process.stderr.count("\n")) == (2, "", 1)
    assert "add --yes" in process.stderr
    assert left() == [1, 2, 3]


def test_what_is_not_there_cannot_be_forgotten(narrate: Narrate) -> None:
    for arguments, sentence in (
        (["last"], "Nothing has been described yet, so there is nothing to forget.\n"),
        (["7"], "Nothing like that is in the journal.\n"),
        (["--since", "1d"], "Nothing like that is in the journal.\n"),
    ):
        for agreed in ([], ["--yes"]):
            process = narrate("forget", *arguments, *agreed)
            assert (process.returncode, process.stdout, process.stderr) == (1, "", sentence)
    assert narrate("forget", "--all", "--yes").stderr == "0 entries forgotten.\n"


@pytest.mark.parametrize(
    ("answer", "rest"), [("y\n", [1, 2]), ("n\n", [1, 2, 3]), ("\n", [1, 2, 3]), ("\x04", [1, 2, 3])]
)
def test_on_a_terminal_the_person_is_told_what_goes_and_asked(
    narrator_program: Path, memories: None, answer: str, rest: list[int]
) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [narrator_program, "forget", "last"], stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        os.write(ours, answer.encode())
        output, errors = process.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    forgotten = answer == "y\n"
    assert output == b""
    told, _, question = errors.decode().partition("\n")
    assert told.startswith("3, ")
    assert told.endswith(", Holiday, beach.jpg: words 3")
    assert question.startswith("Forget 1 entry for good? [y/N]: ")
    assert question.endswith("1 entry forgotten.\n" if forgotten else "Nothing was forgotten.\n")
    assert process.returncode == (0 if forgotten else 1)
    assert left() == rest


def test_a_damaged_journal_is_forgotten_with_everything_and_only_then(
    narrate: Narrate, memories: None
) -> None:
    journal_file().write_bytes(b"rubbish" * 1000)
    process = narrate("forget", "last", "--yes")
    assert process.returncode == 1
    assert "damaged; begin a new one with narrator forget --all" in process.stderr

    process = narrate("forget", "--all", "--yes")

    assert process.returncode == 0
    assert process.stderr.splitlines() == [
        "0 entries forgotten.",
        "The journal was damaged and is gone as a whole; a new one has begun.",
    ]
    assert [path.name for path in journal_file().parent.iterdir()] == [journal_file().name]
    assert narrate("history").stderr == "Nothing has been described yet.\n"


def test_words_of_today_for_an_old_picture_are_forgotten_by_their_time(
    narrate: Narrate, person: Path
) -> None:
    (entry,) = remember(new_entry("a dog", when=time.time() - 30 * DAY))
    with Journal.open(journal_file()) as journal:
        journal.correct(entry.id, "my own words")
    process = narrate("forget", "--since", "1d", "--yes")
    assert (process.returncode, process.stderr) == (0, "Your words are forgotten.\n")
    assert (left(), list(corrections())) == ([entry.id], [])
