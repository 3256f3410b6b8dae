"""What the journal says while Narrator runs, and what becomes of one that is found damaged then."""

from collections.abc import Callable
from typing import TypeVar

from narrator.daemon.memories import Memories
from narrator.errors import JournalError, NarratorError
from narrator.journal.faults import DamagedJournalError
from narrator.journal.journal import Journal

T = TypeVar("T")


def remembered(
    journal: Journal | Memories, ask: Callable[[], T | None], on_fault: Callable[[NarratorError], None]
) -> T | None:
    """What the journal says; nothing where it cannot be asked, for no picture waits for a journal.

    A damaged one is set aside, and a new one begun.
    """
    try:
        return ask()
    except DamagedJournalError:
        # Its own sentence names a command that would also remove what is set aside here.
        if note := journal.start_afresh():
            on_fault(JournalError(note))
    except JournalError as error:
        on_fault(error)
    return None
