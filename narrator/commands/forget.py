"""`narrator forget`: remove entries from the journal, and their words from the disk."""

import sys
from datetime import datetime

import click

from narrator.journal.journal import Journal
from narrator.journal.selection import Selection
from narrator.languages.catalogue import gettext
from narrator.phrasing import caption_sentence
from narrator.places import index_file, journal_file
from narrator.terminal.console import tell
from narrator.terminal.debug import debug_option
from narrator.terminal.entries import line
from narrator.terminal.numbers import number
from narrator.terminal.period import period_options

_NOTHING_YET = "Nothing has been described yet, so there is nothing to forget."


@click.command("forget")
@click.argument("what", metavar="[last | NUMBER...]", nargs=-1)
@period_options
@click.option("--all", "everything", is_flag=True, help="Everything, your corrections included.")
@click.option("--yes", "agreed", is_flag=True, help="Do not ask.")
@debug_option
def command(
    what: tuple[str, ...], since: float | None, until: float | None, everything: bool, agreed: bool
) -> int:
    """Forget what was described, for good.

    Name the last picture, or entries by the numbers that narrator history gives, or a time, or all. Your own
    words for these pictures are forgotten with them.
    """
    from narrator.search import following  # loads numpy

    named = [bool(what), (since, until) != (None, None), everything].count(True)
    if named == 0:
        raise click.UsageError(gettext("Name what to forget: last, or numbers, or a time, or --all"))
    if named > 1 or ("last" in what and len(what) > 1):
        raise click.UsageError(gettext("Name one of these alone: last, or numbers, or a time, or --all"))
    if everything:
        _refuse_unasked(agreed)
    # With --all a damaged journal is no obstacle: it goes as well.
    with Journal.open(journal_file(), set_aside=everything) as journal:
        ids, described = _ids(what, journal), 0
        if everything:
            selection, question = Selection.all(), "Forget everything for good?"
        else:
            selection = Selection.of(ids) if what else Selection.between(since, until)
            count, words = journal.count(selection), journal.count_corrections(selection)
            if not what:
                described = following.described(index_file(), since, until)
            if not count and not words and not described:
                tell(_NOTHING_YET if what == ("last",) else "Nothing like that is in the journal.")
                return 1
            _refuse_unasked(agreed)
            # Words of today may be for a picture of last week, whose entry stays.
            what_goes = _entries(count) if count else f"your words for {words} of the pictures"
            if described:
                what_goes = (
                    f"{_entries(count)} and what narrator find knows of {described} described pictures"
                )
            question = f"Forget {what_goes} for good?"
        if not agreed and not _agrees(journal, ids, question):
            tell(gettext("Nothing was forgotten."))
            return 1
        # First, as long as the journal knows their files. What the index copied and is kept, comes back.
        if everything:
            following.remove(index_file())
        else:
            following.forget(index_file(), journal.paths(selection), since, until)
        forgotten = journal.forget(selection, caption_sentence)
        if forgotten or everything or described:
            tell(gettext("{entries} forgotten.").format(entries=_entries(forgotten)))
        else:
            tell(gettext("Your words are forgotten."))
        if journal.note:
            tell(journal.note)
    return 0


def _refuse_unasked(agreed: bool) -> None:
    if not agreed and not sys.stdin.isatty():
        raise click.UsageError(gettext("Nobody is here to be asked; add --yes to forget without a question"))


def _ids(what: tuple[str, ...], journal: Journal) -> list[int]:
    if what == ("last",):
        last = journal.last()
        return [last.id] if last else []
    return [number(text) for text in what]


def _agrees(journal: Journal, ids: list[int], question: str) -> bool:
    if journal.note:
        tell(journal.note)
    for entry in filter(None, map(journal.entry, ids)):
        tell(line(entry, datetime.now().date()))
    try:
        return click.confirm(question, err=True)
    except click.Abort:  # Ctrl-D
        return False


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"
