"""`narrator wrong WORDS`: what a picture really is, in the person's own words."""

from datetime import datetime

import click

from narrator.daemon.control.client import NoDaemonError, ask
from narrator.errors import JournalError
from narrator.journal.journal import Journal
from narrator.journal.words import checked_words
from narrator.languages.catalogue import gettext
from narrator.places import journal_file
from narrator.terminal.console import tell
from narrator.terminal.debug import debug_option
from narrator.terminal.entries import line
from narrator.terminal.numbers import number


@click.command("wrong")
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--entry",
    "entry_id",
    metavar="N",
    type=number,
    help="Correct this entry, not the last; narrator history gives the numbers.",
)
@debug_option
def command(words: tuple[str, ...], entry_id: int | None) -> int:
    """Correct the last picture in your own WORDS.

    From then on the same picture is described with them, wherever it comes from.
    """
    text = _checked(" ".join(words))
    if entry_id is None:
        # The Narrator that runs may keep another journal, and says what it has noted.
        try:
            tell(str(ask("wrong", {"words": text})["text"]))
            return 0
        except NoDaemonError:
            pass
    from narrator.journal.snapshot import snapshot_of

    with Journal.open(journal_file()) as journal:
        entry = journal.last() if entry_id is None else journal.entry(entry_id)
        if entry is None:
            raise JournalError(
                "Nothing has been described yet, so that nothing can be corrected; describe a picture first."
                if entry_id is None
                else f"The journal has no entry {entry_id}; narrator history lists them."
            )
        corrected = journal.correct(entry.id, text, snapshot_of(entry))
    tell(gettext("Noted: {line}").format(line=line(corrected, datetime.now().date())))
    return 0


def _checked(words: str) -> str:
    try:
        return checked_words(words)
    except JournalError as error:
        raise click.UsageError(str(error)) from error
