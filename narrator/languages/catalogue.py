"""What Narrator says, in the listener's language: English stands in the code, the rest in catalogues.

The tongue is the language that is spoken just now. A process has one, which its settings choose; a folder or
a request may have another for a while: `with in_tongue("de"): ...`. A worker process gets it with each
request.

The catalogues are those of gettext, `narrator/locale/LANGUAGE/LC_MESSAGES/narrator.po`, compiled to `.mo`
beside it. `python -m docs.make.catalogues` finds the sentences in the code and writes both.
"""

import gettext as catalogues
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Final

from narrator.languages.passages import in_language, marked
from narrator.languages.session import session_languages
from narrator.languages.tags import primary

ENGLISH: Final = "en"
LANGUAGES = (ENGLISH, "de", "fr", "cs")
"""What can be spoken, the language of the code first."""
AUTOMATIC = "auto"
"""The setting by which the session's own language is spoken."""
LOCALE = Path(__file__).parents[1] / "locale"

_of_now: ContextVar[str | None] = ContextVar("tongue", default=None)


class _Process:
    """What all threads of this process speak, unless somebody chose otherwise for a while."""

    tongue = ENGLISH
    setting: Callable[[], str] | None = None
    """Tells it when the first sentence is said."""


def tongue() -> str:
    """The language that is spoken just now, one of LANGUAGES."""
    return _of_now.get() or _tongue_of_process()


def speak_in(language: str) -> None:
    """From now on this process speaks it: one of LANGUAGES, or "auto" for that of the session."""
    _Process.tongue, _Process.setting = chosen(language), None


def speak_as(setting: Callable[[], str]) -> None:
    """The same for a language that takes time to find out: it is asked for with the first sentence."""
    _Process.setting = setting


def _tongue_of_process() -> str:
    setting, _Process.setting = _Process.setting, None
    if setting is not None:
        _Process.tongue = chosen(AUTOMATIC)  # for what is said while it is asked
        _Process.tongue = chosen(setting())
    return _Process.tongue


@contextmanager
def in_tongue(language: str | None) -> Iterator[None]:
    """Meanwhile this thread or task speaks another language; None changes nothing."""
    before = _of_now.set(chosen(language) if language else _of_now.get())
    try:
        yield
    finally:
        _of_now.reset(before)


def chosen(language: str) -> str:
    """What a setting means: itself, or for "auto" the first of the session's languages that there is."""
    return best_of(session_languages()) if language == AUTOMATIC else language


def best_of(wanted: Sequence[str]) -> str:
    """The first of these tags that can be spoken, else English."""
    return next((language for tag in wanted if (language := primary(tag)) in LANGUAGES), ENGLISH)


def gettext(message: str) -> str:
    """A sentence, or part of one, in the tongue."""
    return _catalogue(tongue()).gettext(message)


def ngettext(one: str, several: str, number: int) -> str:
    """What is said of so many."""
    return _catalogue(tongue()).ngettext(one, several, number)


def pgettext(context: str, message: str) -> str:
    """The same for words that mean several things, or have several forms: `context` says which is meant."""
    return _catalogue(tongue()).pgettext(context, message)


def npgettext(context: str, one: str, several: str, number: int) -> str:
    """What is said of so many, of words that mean several things."""
    return _catalogue(tongue()).npgettext(context, one, several, number)


def sentence_of(message: str) -> str:
    """Marks a sentence of a table for the catalogues; `gettext` translates it where it is said."""
    return message


def term_of(context: str, message: str) -> str:
    """The same for what `pgettext` translates."""
    return message


def has(context: str, message: str) -> bool:
    """Whether the tongue has these words; English has all."""
    return tongue() == ENGLISH or (context, message) in _words(tongue())


def spoken(text: str) -> str:
    """A text on its way to the voice: what has no language of its own is in the tongue."""
    return text if tongue() == ENGLISH == _tongue_of_process() else marked(text, tongue())


def missing(language: str) -> tuple[str, ...]:
    """Sentences that another catalogue has and this one has not, in their order."""
    if language == ENGLISH:
        return ()
    others = set().union(*(_words(other) for other in LANGUAGES if other != ENGLISH))
    return tuple(sorted(message for _, message in others - _words(language)))


class _English(catalogues.NullTranslations):
    """What a catalogue lacks stays English, and says so: the voice follows."""

    def gettext(self, message: str) -> str:
        return in_language(super().gettext(message), ENGLISH)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return in_language(super().ngettext(msgid1, msgid2, n), ENGLISH)

    def pgettext(self, context: str, message: str) -> str:
        return in_language(super().pgettext(context, message), ENGLISH)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return in_language(super().npgettext(context, msgid1, msgid2, n), ENGLISH)


@cache
def _catalogue(language: str) -> catalogues.NullTranslations:
    if language == ENGLISH:
        return catalogues.NullTranslations()
    read = _read(language)
    if read is None:
        return _English()
    read.add_fallback(_English())
    return read


def _read(language: str) -> catalogues.GNUTranslations | None:
    """A catalogue; None for one that is missing or damaged, of which `narrator doctor` tells."""
    try:
        with (LOCALE / language / "LC_MESSAGES" / "narrator.mo").open("rb") as file:
            return catalogues.GNUTranslations(file)
    except (OSError, ValueError, struct.error):
        return None


@cache
def _words(language: str) -> frozenset[tuple[str, str]]:
    """Context and English words of all that a catalogue has."""
    read = _read(language)
    entries = {} if read is None else vars(read)["_catalog"]
    keys = (key[0] if isinstance(key, tuple) else key for key in entries)
    return frozenset((*key.split("\x04", 1),) if "\x04" in key else ("", key) for key in keys if key)
