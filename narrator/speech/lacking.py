"""That a language has no voice is said once, and not with every sentence in it."""

from narrator.languages.catalogue import ENGLISH, gettext, in_tongue, tongue
from narrator.languages.names import language_name
from narrator.languages.passages import filled, joined, marked
from narrator.speech.repertoire import Repertoire


class Lacking:
    """Remembers, as long as a speaker lives, of which languages it was told."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def remark_on(self, text: str, repertoire: Repertoire) -> str:
        """Of languages in the text that no voice has, in sentences; "" where all is told or well.

        They are in the tongue, or in English where it is the tongue that has no voice.
        """
        new = [language for language in repertoire.lacked(text) if language not in self._told]
        self._told.update(new)
        with in_tongue(ENGLISH if tongue() in new else None):
            return marked(joined(map(_sentence, new)), tongue()) if new else ""


def _sentence(language: str) -> str:
    message = gettext(
        "There is no voice for {language} here, so another one reads it; "
        "install one, and narrator voices lists it."
    )
    return filled(message, language=language_name(language))
