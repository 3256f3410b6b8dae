"""A journal that is found damaged in the middle of the work."""

from pathlib import Path

from narrator.daemon.remembering import remembered
from narrator.journal.journal import Journal
from tests.journal.entries import new_entry
from tests.journal.test_faults import spoil, written


def test_a_damaged_journal_is_set_aside_and_nobody_is_told_to_forget_it(tmp_path: Path) -> None:
    file = tmp_path / "journal" / "journal.sqlite"
    spoil(written(file, entries=100))
    faults: list[str] = []
    with Journal.open(file) as journal:

        def forget_old() -> int | None:
            return remembered(journal, lambda: journal.prune(0), lambda error: faults.append(str(error)))

        assert forget_old() is None
        (aside,) = file.parent.glob("journal.sqlite.damaged-*[0-9]")
        assert [fault.endswith(f"the old one is kept as {aside.name}.") for fault in faults] == [True]
        journal.record(new_entry())
        assert forget_old() == 1
    assert len(faults) == 1
