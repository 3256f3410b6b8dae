"""Several words as one part of a sentence."""

from collections.abc import Iterable

from narrator.languages.catalogue import pgettext, term_of
from narrator.languages.passages import joined

NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
"""Numbers that stand in a sentence as words."""
_CONJUNCTIONS = (
    term_of("between the last two of several", "and"),
    term_of("between the last two of several", "or"),
)


def enumerated(words: Iterable[str], conjunction: str = "and") -> str:
    """Words such as "sea, sand and sky"; one stays as it is. Raises ValueError where there is none.

    The `conjunction` is "and" or "or", and said in the listener's language.
    """
    *others, last = words
    if not others:
        return last
    between = pgettext("between the last two of several", conjunction)
    return joined([joined(others, ", "), between, last])
