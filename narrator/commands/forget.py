"""`narrator forget`: remove entries from the journal, and their words from the disk."""

import sys
from datetime import datetime

import click

from narrator.journal.journal import Journal
from narrator.journal.selection import Selection
from narrator.languages.catalogue import gettext, ngettext, sentence_of
from narrator.phrasing import caption_sentence
from narrator.places import index_file, journal_file
from narrator.terminal.console import tell
from narrator.terminal.debug import debug_option
from narrator.terminal.entries import line
from narrator.terminal.numbers import number
from narrator.terminal.period import period_options

_NOTHING_YET = sentence_of("Nothing has been described yet, so there is nothing to forget.")
_NOTHING_SUCH = sentence_of("Nothing like that is in the journal.")


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
            selection, question = Selection.all(), gettext("Forget everything for good?")
        else:
            selection = Selection.of(ids) if what else Selection.between(since, until)
            count, words = journal.count(selection), journal.count_corrections(selection)
            if not what:
                described = following.described(index_file(), since, until)
            if not count and not words and not described:
                tell(gettext(_NOTHING_YET if what == ("last",) else _NOTHING_SUCH))
                return 1
            _refuse_unasked(agreed)
            # Words of today may be for a picture of last week, whose entry stays.
            if described:
                question = ngettext(
                    "Forget 1 entry and what narrator find knows of {described} described pictures for good?",
                    "Forget {count} entries and what narrator find knows of {described} described pictures "
                    "for good?",
                    count,
                )
            elif count:
                question = ngettext("Forget 1 entry for good?", "Forget {count} entries for good?", count)
            else:
                question = ngettext(
                    "Forget your words for {words} of the pictures for good?",
                    "Forget your words for {words} of the pictures for good?",
                    words,
                )
            question = question.format(count=count, described=described, words=words)
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
            tell(
                ngettext("1 entry forgotten.", "{count} entries forgotten.", forgotten).format(
                    count=forgotten
                )
            )
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
