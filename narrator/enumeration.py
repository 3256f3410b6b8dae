"""Several words as one part of a sentence."""

from collections.abc import Iterable


def enumerated(words: Iterable[str], conjunction: str = "and") -> str:
    """Words such as "sea, sand and sky"; one stays as it is. Raises ValueError where there is none."""
    *others, last = words
    return f"{', '.join(others)} {conjunction} {last}" if others else last
