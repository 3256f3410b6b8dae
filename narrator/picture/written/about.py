"""What somebody wrote about a picture, into its file or beside it: alt text, descriptions, comments, titles.

Who made a picture knows what is in it, so a person's words go before any network's. Much of what stands in
these places was written by no person: makers of cameras, programs and generators leave their own there.
"""

from collections.abc import Sequence

from narrator.description import Written
from narrator.picture.written.authorship import is_by_a_machine
from narrator.picture.written.languages import chosen
from narrator.picture.written.letters import speakable_line
from narrator.picture.written.words import PLACES, Words

_GENERATORS = frozenset({"parameters", "prompt", "workflow", "dream", "sd-metadata", "invokeai_metadata"})
"""Names of the PNG texts in which generators of pictures leave what they were asked for."""


def written_about(sources: Sequence[Words], languages: Sequence[str]) -> Written | None:
    """The first description of a picture that a person wrote, else the first of a machine's.

    In the same place the first of `sources` is believed: programs that keep their words in a file beside the
    picture change them no more in the picture's own. `languages` are the listener's as tags, the dearest
    first.
    """
    generated = any(words.is_generated or words.names & _GENERATORS for words in sources)
    first: Written | None = None
    for texts in (words.texts[place] for place in PLACES for words in sources if place in words.texts):
        text, language = chosen(texts, languages)
        line = speakable_line(text)
        if not line:
            continue
        if not generated and not is_by_a_machine(line):
            return Written(text=line, by="person", language=language)
        first = first or Written(text=line, by="machine", language=language)
    return first
