"""A person's own words for a picture, as they are kept."""

from narrator.errors import JournalError
from narrator.languages.catalogue import gettext

LONGEST_WORDS = 300
"""Letters. More than that is no caption, and takes half a minute to say."""


def checked_words(words: str) -> str:
    """The words without what has no sound, and with single spaces between them.

    Raises JournalError if nothing is left or too much.
    """
    clean = " ".join("".join(letter if letter.isprintable() else " " for letter in words).split())
    if not clean:
        raise JournalError(gettext("There are no words in the correction; say what the picture shows."))
    if len(clean) > LONGEST_WORDS:
        raise JournalError(
            gettext(
                "The correction has {clean} letters, and at most {longest_words} are kept; say it shorter."
            ).format(clean=len(clean), longest_words=LONGEST_WORDS)
        )
    return clean
