"""What somebody wrote about a picture, into its file or beside it: alt text, descriptions, comments, titles.

Who made a picture knows what is in it, so a person's words go before any network's. Much of what stands in
these places was written by no person: makers of cameras, programs and generators leave their own there.
"""

from collections.abc import Sequence

from PIL import Image

from narrator.description import Written
from narrator.picture.written.authorship import is_by_a_machine
from narrator.picture.written.file_words import words_in
from narrator.picture.written.languages import chosen, session_languages
from narrator.picture.written.letters import speakable_line
from narrator.picture.written.words import PLACES, Words

_GENERATORS = frozenset({"parameters", "prompt", "workflow", "dream", "sd-metadata", "invokeai_metadata"})
"""Names of the PNG texts in which generators of pictures leave what they were asked for."""


def written_about(
    image: Image.Image, data: bytes, languages: Sequence[str] | None = None, beside: Sequence[Words] = ()
) -> Written | None:
    """The first description of a picture that a person wrote, else the first of a machine's.

    `data` are the bytes of the image's file, and `languages` the listener's as tags, the dearest first; None
    for those of this session. `beside` is what files beside it say: programs that keep their words there
    change them no more in the picture's file, so in the same place theirs go first.

    Broken metadata says nothing.
    """
    sources = [*beside, *words_in(image, data)]
    generated = any(words.is_generated or words.names & _GENERATORS for words in sources)
    first: Written | None = None
    for texts in (words.texts[place] for place in PLACES for words in sources if place in words.texts):
        text, language = chosen(texts, session_languages() if languages is None else languages)
        line = speakable_line(text)
        if not line:
            continue
        if not generated and not is_by_a_machine(line):
            return Written(text=line, by="person", language=language)
        first = first or Written(text=line, by="machine", language=language)
    return first
