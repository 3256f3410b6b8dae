"""What a person's journal holds before and after a command."""

from narrator.journal.entry import Correction, Entry, NewEntry
from narrator.journal.journal import Journal
from narrator.places import journal_file


def remember(*entries: NewEntry) -> list[Entry]:
    """Record entries in the journal that the command will open."""
    with Journal.open(journal_file()) as journal:
        return [journal.record(entry) for entry in entries]


def remembered() -> list[Entry]:
    """All entries of the person's journal."""
    with Journal.open(journal_file()) as journal:
        return list(journal.history())


def corrections() -> list[Correction]:
    """All corrections of the person's journal."""
    with Journal.open(journal_file()) as journal:
        return list(journal.corrections())
