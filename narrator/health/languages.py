"""The language in which the person is spoken to."""

from narrator.health.check import Finding
from narrator.languages.catalogue import ENGLISH, chosen, gettext, missing, ngettext, sentence_of
from narrator.settings.settings import Settings

_NAMES = {
    "en": sentence_of("English"),
    "de": sentence_of("German"),
    "fr": sentence_of("French"),
    "cs": sentence_of("Czech"),
}


def language(settings: Settings) -> Finding:
    """Whether all is said in the language of the settings, captions too.

    Raises TranslationError where captions stay English.
    """
    spoken = chosen(settings.language)
    name = gettext(_NAMES[spoken])
    if spoken == ENGLISH:
        return Finding(works=True, what=gettext("Narrator speaks {language}.").format(language=name))
    if lacking := missing(spoken):
        what = ngettext(
            "1 sentence is not there in {language} and stays English: {sentence}",
            "{count} sentences are not there in {language} and stay English, such as: {sentence}",
            len(lacking),
        )
        return Finding(
            works=False,
            what=what.format(count=len(lacking), language=name, sentence=lacking[0]),
            mend=gettext("Install narrator again."),
        )
    from narrator.translation.shelf import translator_for

    translator_for(spoken)
    return Finding(
        works=True, what=gettext("Narrator speaks {language}, captions too.").format(language=name)
    )
