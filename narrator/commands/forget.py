"""`narrator forget`: remove entries from the journal, and their words from the disk."""

import sys
from contextlib import suppress
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
_INDEX_GONE = sentence_of(
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
        raise click.UsageError(gettext("Name what to forget: last, or numbers, or a time, or --all"))
    if named > 1 or ("last" in what and len(what) > 1):
        raise click.UsageError(gettext("Name one of these alone: last, or numbers, or a time, or --all"))
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

    if not agreed and not _agrees(journal, [], gettext("Forget everything for good?")):
        return 1
    following.remove(index_file())
    tell(_forgotten(journal.forget(Selection.all(), caption_sentence)))
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
        tell(gettext(_NOTHING_YET if what == ("last",) else _NOTHING_SUCH))
        return 1
    _refuse_unasked(agreed)
    if not agreed and not _agrees(journal, ids, _question(count, words, described)):
        return 1
    # First, as long as the journal knows their files. What the index copied and is kept, comes back.
    index_gone = following.forget(index_file(), journal.paths(selection), since, until)
    forgotten = journal.forget(selection, caption_sentence)
    if forgotten:
        tell(_forgotten(forgotten))
    elif words:
        tell(gettext("Your words are forgotten."))
    if described:
        known = ngettext(
            "What narrator find knew of 1 described picture is forgotten.",
            "What narrator find knew of {described} described pictures is forgotten.",
            described,
        )
        tell(known.format(described=described))
    if index_gone:
        tell(gettext(_INDEX_GONE))
    return 0


def _question(count: int, words: int, described: int | None) -> str:
    if described is None:
        asked = ngettext(
            "Forget 1 entry and all that narrator find knows, because its index is damaged, for good?",
            "Forget {count} entries and all that narrator find knows, because its index is damaged, "
            "for good?",
            count,
        )
    elif described:
        asked = ngettext(
            "Forget 1 entry and what narrator find knows of {described} described pictures for good?",
            "Forget {count} entries and what narrator find knows of {described} described pictures for good?",
            count,
        )
    elif count:
        asked = ngettext("Forget 1 entry for good?", "Forget {count} entries for good?", count)
    else:
        # Words of today may be for a picture of last week, whose entry stays.
        asked = ngettext(
            "Forget your words for {words} of the pictures for good?",
            "Forget your words for {words} of the pictures for good?",
            words,
        )
    return asked.format(count=count, described=described, words=words)


def _forgotten(count: int) -> str:
    return ngettext("1 entry forgotten.", "{count} entries forgotten.", count).format(count=count)


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
    with suppress(click.Abort):  # Ctrl-D
        if click.confirm(question, err=True):
            return True
    tell(gettext("Nothing was forgotten."))
    return False
