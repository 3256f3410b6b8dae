"""What of a description is said in the listener's language, translated when it is needed.

A sentence takes the translator some milliseconds, and a description has up to ten captions: what is told at
once is translated at once, the rest when somebody wants to know more.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from threading import Lock, Thread

from narrator.description import Description, Translation
from narrator.errors import TranslationError
from narrator.languages.catalogue import ENGLISH, gettext, has, tongue
from narrator.phrasing.wording import A_THING
from narrator.translation.shelf import translator_for
from narrator.translation.translator import Translator

_LOADING = Lock()


def translated(description: Description, *, whole: bool = False) -> Description:
    """The description with what is told of it in the tongue; if `whole`, with all that it says.

    Unchanged if that is English, or if nobody has made a translator for the language: then its captions are
    said in English, `narrator doctor` tells why.
    """
    language = tongue()
    translator = None if language == ENGLISH else _translator(language)
    if translator is None:
        return description
    before = description.translation
    if before is None or before.language != language:
        before = Translation(language=language, texts={})
    wanted = dict.fromkeys(text for text in _texts(description, whole=whole) if text not in before.texts)
    if not wanted:
        return replace(description, translation=before)
    found = translator.translate(list(wanted))
    captions = {description.told, *(candidate.caption for candidate in description.candidates)}
    # Of a word or two without a sentence around them only what is sure and has no English in it is taken; the
    # rest stays English.
    kept = [each for each in found if each.source in captions or (each.sure and not each.kept)]
    texts = {**before.texts, **{each.source: each.within for each in kept}}
    unsure = (*before.unsure, *(each.source for each in kept if not each.sure))
    return replace(description, translation=Translation(language=language, texts=texts, unsure=unsure))


def _texts(description: Description, *, whole: bool) -> Iterator[str]:
    if description.told is not None:
        yield description.told
    for thing in description.things:
        if not has(A_THING, thing.name):
            yield thing.name
    if not whole:
        return
    for candidate in description.candidates:
        yield candidate.caption
    for claim in () if description.claims is None else description.claims.each:
        if not claim.told:
            yield claim.words
    for part in () if description.agreement is None else description.agreement.parts:
        for said in part:
            yield said.phrase


def stays_english(description: Description) -> str:
    """The sentence for whoever hears its caption in English because of a missing translator; else nothing."""
    translated = description.translation
    if tongue() == ENGLISH or description.told is None or (translated and translated.language == tongue()):
        return ""
    return gettext(
        "Captions stay English, because no translator into your language can be used; narrator doctor says "
        "why."
    )


def expect_translation() -> None:
    """Begin to load the translator of the tongue, so that it is there once something has been captioned."""
    language = tongue()
    if language != ENGLISH:
        # No daemon: ONNX Runtime must not be taken down while it loads a graph.
        Thread(target=_translator, args=(language,), name="narrator translator").start()


def _translator(language: str) -> Translator | None:
    """The translator; None where there is none that can be used; that holds while this runs."""
    with _LOADING:  # whoever needs one that is expected waits for it
        return _loaded(language)


@cache
def _loaded(language: str) -> Translator | None:
    try:
        return translator_for(language)
    except TranslationError:
        return None
