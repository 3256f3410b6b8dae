from pathlib import Path

import pytest

from narrator.errors import JournalError
from narrator.journal.faults import DamagedJournalError
from narrator.journal.journal import Journal
from narrator.journal.state import state_of
from tests.journal.entries import new_entry


def test_entries_and_bytes_are_counted_while_another_program_writes(tmp_path: Path) -> None:
    file = tmp_path / "journal 100%?.sqlite"
    with Journal.open(file) as journal:
        for number in (1, 2):
            journal.record(new_entry())
            state = state_of(file)
            files = (path for path in tmp_path.iterdir() if not path.name.endswith("-shm"))
            assert (state.entries, state.size) == (number, sum(path.stat().st_size for path in files))


def test_what_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(JournalError):
        state_of(tmp_path / "absent")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"rubbish" * 1000, b""])
def test_a_file_that_is_no_journal_is_refused_and_stays(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "journal.sqlite"
    file.write_bytes(content)
    with pytest.raises(JournalError):
        state_of(file)
    assert file.read_bytes() == content


def test_damage_inside_is_found(tmp_path: Path) -> None:
    file = tmp_path / "journal.sqlite"
    with Journal.open(file) as journal:
        for number in range(100):
            journal.record(new_entry(f"a cat {number}"))
    content = bytearray(file.read_bytes())
    content[4096 : 4096 * 3] = b"x" * 8192
    file.write_bytes(content)
    with pytest.raises(DamagedJournalError, match="is damaged; begin a new one"):
        state_of(file)
