"""`narrator forget`: remove entries from the journal, and their words from the disk."""

import sys
from contextlib import suppress
from datetime import datetime

import click

from narrator.journal.journal import Journal
from narrator.journal.selection import Selection
from narrator.phrasing import caption_sentence
from narrator.places import index_file, journal_file
from narrator.terminal.console import tell
from narrator.terminal.debug import debug_option
from narrator.terminal.entries import line
from narrator.terminal.numbers import number
from narrator.terminal.period import period_options

_NOTHING_YET = "Nothing has been described yet, so there is nothing to forget."
_INDEX_GONE = (
    "The index of narrator find was damaged and is gone as a whole; describe your folders again with "
    "--findable, and it finds them again."
)


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
    named = [bool(what), (since, until) != (None, None), everything].count(True)
    if named == 0:
        raise click.UsageError("Name what to forget: last, or numbers, or a time, or --all")
    if named > 1 or ("last" in what and len(what) > 1):
        raise click.UsageError("Name one of these alone: last, or numbers, or a time, or --all")
    if everything:
        _refuse_unasked(agreed)
    # With --all a damaged journal is no obstacle: it goes as well.
    with Journal.open(journal_file(), set_aside=everything) as journal:
        if everything:
            code = _forget_all(journal, agreed=agreed)
        else:
            code = _forget(journal, what, since, until, agreed=agreed)
        if code == 0 and journal.note:
            tell(journal.note)
    return code


def _forget_all(journal: Journal, *, agreed: bool) -> int:
    from narrator.search import following  # loads numpy

    if not agreed and not _agrees(journal, [], "Forget everything for good?"):
        return 1
    following.remove(index_file())
    tell(f"{_entries(journal.forget(Selection.all(), caption_sentence))} forgotten.")
    return 0


def _forget(
    journal: Journal, what: tuple[str, ...], since: float | None, until: float | None, *, agreed: bool
) -> int:
    from narrator.search import following  # loads numpy

    ids = _ids(what, journal)
    selection = Selection.of(ids) if what else Selection.between(since, until)
    count, words = journal.count(selection), journal.count_corrections(selection)
    described = 0 if what else _described(since, until)
    if not count and not words and described == 0:
        tell(_NOTHING_YET if what == ("last",) else "Nothing like that is in the journal.")
        return 1
    _refuse_unasked(agreed)
    if not agreed and not _agrees(journal, ids, f"Forget {_what_goes(count, words, described)} for good?"):
        return 1
    # First, as long as the journal knows their files. What the index copied and is kept, comes back.
    index_gone = following.forget(index_file(), journal.paths(selection), since, until)
    forgotten = journal.forget(selection, caption_sentence)
    if forgotten:
        tell(f"{_entries(forgotten)} forgotten.")
    elif words:
        tell("Your words are forgotten.")
    if described:
        tell(f"What narrator find knew of {described} described pictures is forgotten.")
    if index_gone:
        tell(_INDEX_GONE)
    return 0


def _what_goes(count: int, words: int, described: int | None) -> str:
    if described is None:
        return f"{_entries(count)} and all that narrator find knows, because its index is damaged,"
    if described:
        return f"{_entries(count)} and what narrator find knows of {described} described pictures"
    # Words of today may be for a picture of last week, whose entry stays.
    return _entries(count) if count else f"your words for {words} of the pictures"


def _described(since: float | None, until: float | None) -> int | None:
    """How many pictures of collections were described in that time; None where the index is damaged."""
    from narrator.search.following import described
    from narrator.search.index import DamagedIndexError

    try:
        return described(index_file(), since, until)
    except DamagedIndexError:
        return None


def _refuse_unasked(agreed: bool) -> None:
    if not agreed and not sys.stdin.isatty():
        raise click.UsageError("Nobody is here to be asked; add --yes to forget without a question")


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
    with suppress(click.Abort):  # Ctrl-D
        if click.confirm(question, err=True):
            return True
    tell("Nothing was forgotten.")
    return False


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"
