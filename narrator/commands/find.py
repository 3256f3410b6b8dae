"""`narrator find WORDS`: pictures of the journal, and of described folders, by words or by a picture."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from narrator.errors import SettingsError
from narrator.languages.catalogue import gettext, ngettext
from narrator.places import index_file, journal_file
from narrator.settings.settings import Settings, load_settings
from narrator.terminal.arguments import not_empty
from narrator.terminal.console import show, tell
from narrator.terminal.debug import debug_option
from narrator.terminal.setting_options import setting_options
from narrator.terminal.twice import would_be_heard_twice

if TYPE_CHECKING:
    from narrator.captioning.bundle import Bundle
    from narrator.search.finding import Hit, Search

LONGEST = 1000
"""Letters of a query."""
_VOICE = ("voice", "rate", "volume")
"""Options for which the voice of the Narrator that runs is not taken."""
_DAEMON_SECONDS = 10.0


@click.command("find")
@click.argument("words", metavar="[WORDS...]", nargs=-1)
@click.option("--like", metavar="PICTURE", help="Find pictures that are like this one.")
@click.option(
    "--in",
    "table",
    metavar="TABLE",
    callback=not_empty,
    help="Search this table of narrator describe alone, by its words.",
)
@click.option(
    "--most", metavar="N", type=click.IntRange(1, 100), default=10, show_default=True, help="List so many."
)
@click.option("--thorough", is_flag=True, help="Look at the best pictures again, which takes seconds.")
@click.option("--speak", "aloud", is_flag=True, help="Say what was found, too.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a picture.")
@setting_options("language", "voice", "rate", "volume", "model")
@debug_option
def command(
    words: tuple[str, ...],
    like: str | None,
    table: str | None,
    most: int,
    thorough: bool,
    aloud: bool,
    as_json: bool,
    **options: str | None,
) -> int:
    """Find pictures by what they show, such as "dog on a beach".

    Those that Narrator has described are searched: the journal, and collections that narrator describe
    --findable went through; or with --in any table that narrator describe wrote. The first line tells how
    many fit, the best comes first.
    """
    query = " ".join(words)
    _refuse(query, like, table, thorough=thorough)
    settings = load_settings(options)
    hits = _hits(query, like, most, settings, table, thorough=thorough)
    from narrator.search.answer import summary

    sentence = summary(hits, datetime.now().date())
    # Beside a screen reader what is said is not printed, too, unless nobody could hear it.
    only_heard = aloud and not as_json and would_be_heard_twice(settings.printing)
    if not only_heard:
        _print(sentence, hits, as_json=as_json)
    if aloud and not _say(sentence, settings, options) and only_heard:
        _print(sentence, hits, as_json=as_json)
    return 0 if any(hit.fits for hit in hits) else 1


def _refuse(query: str, like: str | None, table: str | None, *, thorough: bool) -> None:
    if (like is None) == (not query.strip()):
        raise click.UsageError(gettext("Name either words to find or a picture with --like"))
    if len(query) > LONGEST:
        raise click.UsageError(
            gettext("The words have {query} letters; name at most {longest}").format(
                query=len(query), longest=LONGEST
            )
        )
    if like is not None and thorough:
        raise click.UsageError(gettext("--thorough goes with words, and not with --like"))
    if like is not None and table is not None:
        raise click.UsageError(
            gettext("--in searches the words of a table, and --like has none; leave one out")
        )


def _hits(
    query: str, like: str | None, most: int, settings: Settings, table: str | None, *, thorough: bool
) -> "list[Hit]":
    from narrator.picture.addresses import path_of

    with _table(table, settings) if table else _everything(settings) as search:
        if like is not None:
            return search.like(path_of(like), most)
        if unknown := search.unknown(query):
            none = ngettext(
                "No picture has the word {words}.", "No picture has the words {words}.", len(unknown)
            )
            tell(none.format(words=", ".join(unknown)))
        return search.by_words(query, most, thorough=thorough)


@contextmanager
def _everything(settings: Settings) -> "Iterator[Search]":
    """The journal and all collections that can be found."""
    from narrator.journal.journal import Journal
    from narrator.search.finding import Search
    from narrator.search.following import follow
    from narrator.search.index import Index

    bundle = _bundle(settings)
    with Journal.open(journal_file()) as journal, Index(index_file()) as index:
        follow(index, journal)
        if not index.count():
            raise SettingsError(
                gettext(
                    "Nothing has been described yet, so there is nothing to find; narrator "
                    "describe FOLDER --out FILE --findable describes a folder."
                )
            )
        search = Search(index, bundle)
        if strangers := search.strangers:
            tell(
                gettext(
                    "{strangers} of {pictures} pictures were described by another model, or an "
                    "older Narrator, and are found by their words alone; describe them again to "
                    "find more."
                ).format(strangers=strangers, pictures=index.count())
            )
        yield search


@contextmanager
def _table(table: str, settings: Settings) -> "Iterator[Search]":
    """One table, by its words."""
    from narrator.collection.searched import documents_of
    from narrator.search.finding import Search
    from narrator.search.index import Index

    bundle = _bundle(settings)
    with Index(None) as index:
        index.add(documents_of(Path(table)))
        if not index.count():
            raise SettingsError(
                gettext("{table} tells of no picture, so there is nothing to find in it.").format(table=table)
            )
        yield Search(index, bundle, words_alone=True)


def _bundle(settings: Settings) -> "Bundle":
    from narrator.captioning.bundle import Bundle
    from narrator.captioning.shelves import find_bundle

    return Bundle.open(find_bundle(settings.model))


def _print(sentence: str, hits: "Sequence[Hit]", *, as_json: bool) -> None:
    from narrator.search.answer import lines, record

    if as_json:
        for hit in hits:
            show(json.dumps(record(hit)))
        return
    (show if hits else tell)(sentence)
    for line in lines(hits, datetime.now().date()):
        show(line)


def _say(sentence: str, settings: Settings, options: Mapping[str, str | None]) -> bool:
    """Say it, by the Narrator that runs where it is to sound as usual; whether it can be heard."""
    from narrator.daemon.control.client import NoDaemonError, ask

    if all(options[name] is None for name in _VOICE):
        with suppress(NoDaemonError):
            ask("say", {"text": sentence}, timeout=_DAEMON_SECONDS)
            return True
    from narrator.speech.chooser import default_speaker
    from narrator.speech.silent import SilentSpeaker
    from narrator.speech.voices import VoiceOptions
    from narrator.terminal.narration import Narration

    voice = VoiceOptions(voice=settings.voice, rate=settings.rate, volume=settings.volume)
    with default_speaker(voice, settings.speaker, on_passed_over=tell) as speaker:
        narration = Narration(aloud=speaker, saved=SilentSpeaker())
        narration.say(sentence, keep=True)
        narration.finish()
    return narration.speaks
