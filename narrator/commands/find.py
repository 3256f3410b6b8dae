"""`narrator find WORDS`: pictures of the journal, and of described folders, by words or by a picture."""

import json
from datetime import datetime
from typing import TYPE_CHECKING

import click

from narrator.errors import SettingsError
from narrator.languages.catalogue import gettext, ngettext
from narrator.places import index_file, journal_file
from narrator.settings.settings import Settings, load_settings
from narrator.terminal.console import show, tell
from narrator.terminal.debug import debug_option
from narrator.terminal.setting_options import setting_options

if TYPE_CHECKING:
    from narrator.search.finding import Hit, Search

LONGEST = 1000
"""Letters of a query."""


@click.command("find")
@click.argument("words", metavar="[WORDS...]", nargs=-1)
@click.option("--like", metavar="PICTURE", help="Find pictures that are like this one.")
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
    most: int,
    thorough: bool,
    aloud: bool,
    as_json: bool,
    **options: str | None,
) -> int:
    """Find pictures by what they show, such as "dog on a beach".

    Those that Narrator has described are searched: the journal, and collections that narrator describe
    --findable went through. The first line tells how many fit, the best comes first.
    """
    query = " ".join(words)
    _refuse(query, like, thorough=thorough)
    settings = load_settings(options)
    hits = _hits(query, like, most, settings, thorough=thorough)
    from narrator.search.answer import line, record, summary

    today = datetime.now().date()
    sentence = summary(hits, today)
    if as_json:
        for hit in hits:
            show(json.dumps(record(hit)))
    else:
        (show if hits else tell)(sentence)
        for place, hit in enumerate(hits, start=1):
            show(line(place, hit, today))
    if aloud:
        _say(sentence, settings)
    return 0 if any(hit.fits for hit in hits) else 1


def _refuse(query: str, like: str | None, *, thorough: bool) -> None:
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


def _hits(query: str, like: str | None, most: int, settings: Settings, *, thorough: bool) -> "list[Hit]":
    from narrator.captioning.bundle import Bundle
    from narrator.captioning.shelves import find_bundle
    from narrator.journal.journal import Journal
    from narrator.picture.addresses import path_of
    from narrator.search.finding import Search
    from narrator.search.following import follow
    from narrator.search.index import Index

    bundle = Bundle.open(find_bundle(settings.model))
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
        _tell_what_is_missed(search, query, index.count())
        if like is not None:
            return search.like(path_of(like), most)
        return search.by_words(query, most, thorough=thorough)


def _tell_what_is_missed(search: "Search", query: str, pictures: int) -> None:
    if strangers := search.strangers:
        tell(
            gettext(
                "{strangers} of {pictures} pictures were described by another model, or an "
                "older Narrator, and are found by their words alone; describe them again to "
                "find more."
            ).format(strangers=strangers, pictures=pictures)
        )
    if unknown := search.unknown(query):
        tell(
            ngettext(
                "No picture has the word {words}.", "No picture has the words {words}.", len(unknown)
            ).format(words=", ".join(unknown))
        )


def _say(sentence: str, settings: Settings) -> None:
    from narrator.speech.chooser import default_speaker
    from narrator.speech.silent import SilentSpeaker
    from narrator.speech.voices import VoiceOptions
    from narrator.terminal.narration import Narration

    voice = VoiceOptions(voice=settings.voice, rate=settings.rate, volume=settings.volume)
    with default_speaker(voice, settings.speaker, on_passed_over=tell) as speaker:
        narration = Narration(aloud=speaker, saved=SilentSpeaker())
        narration.say(sentence, keep=True)
        narration.finish()
