"""A person's own words for a picture, as they are kept."""

from narrator.errors import JournalError

LONGEST_WORDS = 300
"""Letters. More than that is no caption, and takes half a minute to say."""


def checked_words(words: str) -> str:
    """The words without what has no sound, and with single spaces between them.

    Raises JournalError if nothing is left or too much.
    """
    clean = " ".join("".join(letter if letter.isprintable() else " " for letter in words).split())
    if not clean:
        raise JournalError("There are no words in the correction; say what the picture shows.")
    if len(clean) > LONGEST_WORDS:
        raise JournalError(
            f"The correction has {len(clean)} letters, and at most {LONGEST_WORDS} are kept; say it shorter."
        )
    return clean
