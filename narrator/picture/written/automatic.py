"""Descriptions that say of themselves that a machine wrote them, or that begin as only machines begin them.

Office, Facebook, Instagram, Pinterest, LinkedIn and WordPress write alt text by themselves, in the language
of whoever uses them. One of two things is the same in all these languages: a word for "automatically" or "AI"
stands close to a word for "made", or one of a few set phrases begins or ends the text.

Plain searches, no regular expression: one of this size takes 25 ms to compile, and the searches 50 us.
"""

from collections.abc import Iterator, Sequence

from narrator.picture.written.phrases import (
    ABBREVIATIONS,
    ARTIFICIAL,
    AUTOMATICALLY,
    DESCRIPTIONS,
    EDITED,
    ENDINGS,
    FRAMES,
    MADE,
    OPENINGS,
    PROMPTS,
    SCANNED,
)

_CLOSE = 24
"""Letters that may stand between two words that belong together."""
_Place = tuple[int, int]
"""Where something begins and ends in a text."""
_ENDS_OF_SENTENCES = ".!?。:"
_NO_ALPHABET = "\u0530"
"""Before it come Latin, Greek and Cyrillic letters. Other scripts have no space around "AI"."""


def says_it_is_automatic(text: str) -> bool:
    """Whether its own words give a text away, in some thirty languages."""
    plain = text.replace("\u2019", "'")
    small = plain.lower()
    return (
        any(prompt in small for prompt in PROMPTS)
        or any(_begins_a_sentence(opening, small) for opening in OPENINGS)
        or small.rstrip(" .。").endswith(ENDINGS)
        or any(small.startswith(begin) and later in small for begin, later in FRAMES)
        or _stand_close(small, plain)
    )


def tells_of_making(small: str) -> bool:
    """Whether a word in small letters says that something was made, edited or scanned."""
    return any(made in small for made in (*MADE, *EDITED, *SCANNED))


def _begins_a_sentence(phrase: str, text: str) -> bool:
    at = text.find(phrase)
    return at == 0 or (at > 0 and text[:at].rstrip()[-1:] in _ENDS_OF_SENTENCES)


def _stand_close(small: str, plain: str) -> bool:
    """Whether an "automatically" stands close to a "made", or an "AI" close to that or to a "description"."""
    made, described = list(_places(MADE, small)), list(_places(DESCRIPTIONS, small))
    artificial = [*_places(ARTIFICIAL, small), *_abbreviations(plain)]
    return (
        _any_close(artificial, [*made, *described], small)
        or _any_close(list(_places(AUTOMATICALLY, small)), made, small)
        or _any_close(list(_places(("automat",), small)), described, small)
    )


def _any_close(some: Sequence[_Place], others: Sequence[_Place], text: str) -> bool:
    return any(
        max(begin, other_begin) - min(end, other_end) <= _CLOSE
        and not set(".,") & set(text[min(end, other_end) : max(begin, other_begin)])
        for begin, end in some
        for other_begin, other_end in others
    )


def _places(words: tuple[str, ...], text: str) -> Iterator[_Place]:
    """Where each word stands first."""
    for word in words:
        begin = text.find(word)
        if begin >= 0:
            yield begin, begin + len(word)


def _abbreviations(text: str) -> Iterator[_Place]:
    """Where an "AI" is a word of its own."""
    for begin, end in _places(ABBREVIATIONS, text):
        around = text[max(begin - 1, 0) : begin] + text[end : end + 1]
        if not any(letter.isalpha() and letter < _NO_ALPHABET for letter in around):
            yield begin, end
