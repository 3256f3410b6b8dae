"""Which translators this computer has; they stand beside the captioners, one folder for each language."""

from contextlib import suppress
from pathlib import Path

from narrator.captioning.shelves import shelves
from narrator.errors import BundleError, TranslationError
from narrator.languages.catalogue import ENGLISH, gettext
from narrator.languages.tags import primary
from narrator.translation.bundle import PAPER
from narrator.translation.translator import Translator

_PREFIX = "translator-"


def translator_for(language: str) -> Translator:
    """The translator of captions into a language, a tag such as "de" or "de-AT".

    Raises `TranslationError`, whose one sentence says why captions stay English: nobody has made one for this
    language, it is damaged, or a part of Narrator is not installed.
    """
    folder = _folder_of(language)
    try:
        return Translator.load(folder)
    except BundleError as error:
        raise TranslationError(str(error)) from error


def translated_languages() -> tuple[str, ...]:
    """The tags of all languages for which a translator is there, in the order of the alphabet."""
    found: set[str] = set()
    for shelf in shelves():
        with suppress(OSError):  # of a folder that may not be entered
            found |= {paper.parent.name.removeprefix(_PREFIX) for paper in shelf.glob(f"{_PREFIX}*/{PAPER}")}
    return tuple(sorted(found))


def _folder_of(language: str) -> Path:
    named = primary(language)
    if named is not None and named.isalpha():  # a tag, and no path
        for shelf in shelves():
            folder = shelf / f"{_PREFIX}{named}"
            with suppress(OSError):
                if (folder / PAPER).is_file():
                    return folder
    raise TranslationError(
        gettext(
            "There is no translator of captions into {language}, so they stay English; put its folder there "
            "as {folder}, or set the language to one of these: {languages}."
        ).format(
            language=language,
            folder=shelves()[0] / f"{_PREFIX}{named or language}",
            languages=", ".join((ENGLISH, *translated_languages())),
        )
    )
