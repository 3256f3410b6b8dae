"""Whether a person wrote a text, or a camera, a program or a generator left it.

A person's words tell what is in a picture; a machine's name the machine. So a text is a machine's if it says
so itself, if it is data and no language, or if nothing is left of it once all that is technical is taken
away: names of makers and programs, models, versions, files, numbers. One word that no machine uses makes it a
person's.

In doubt a text is a person's: words that are lost are lost for good, and a machine's that are said cost five
seconds. Only of one bare word in capitals, or one that cannot be pronounced, the machine is assumed: in real
files it nearly always is its own, and little is lost with it. `python -m benchmarks.authorship` prints how
often both go wrong.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from narrator.picture.written.automatic import says_it_is_automatic, tells_of_making
from narrator.picture.written.data import is_data, without_tags
from narrator.picture.written.phrases import SCREENSHOTS
from narrator.picture.written.placeholders import is_a_placeholder
from narrator.picture.written.tokens import Kind, Token, tokens
from narrator.picture.written.vocabulary import (
    OF_CREDITS,
    OF_PROGRAMS,
    PICTURES,
    PREPOSITIONS,
    PROGRAMS,
)

_SPEAKS = {Kind.WORD, Kind.PLACE}
"""Kinds of which one token is enough: a person wrote."""
_INDEFINITE = frozenset({"a", "an"})
"""Sentences have articles. A program's own have at most a definite one: "Created with The GIMP"."""
_ARTICLES = _INDEFINITE | {"the", "The"}
_ENOUGH = 500
"""Letters after which who writes is plain."""
_SHORT = 6
"""Tokens of a text that says no more than what it was made with."""
_LONG = 6
"""Letters: words beside the date of a screenshot are shorter in all languages."""
_LONGEST_CREDIT = 9
"""Tokens of "Photo by Somebody on Unsplash"."""
_REACH = 6
"""Tokens behind "created with" among which the name of a program is looked for."""


def is_by_a_machine(text: str) -> bool:
    """Whether what stands in a description's place was left there by a machine."""
    line = without_tags(" ".join(text.split()))
    if says_it_is_automatic(line) or is_a_placeholder(line):
        return True
    line = line[:_ENOUGH]
    if is_data(line):
        return True
    words = tokens(line)
    return (
        _names_a_screenshot(line)
        or _is_left_by_a_program(words)
        or _is_a_credit(words)
        or _is_a_notice(words, line)
        or _is_bare(words)
    )


def _names_a_screenshot(line: str) -> bool:
    """Such as "Screenshot from 2026-07-04 10-15-00", in the languages of desktops."""
    small = line.lower().replace("’", "'")  # noqa: RUF001
    rest = next((small.removeprefix(name) for name in SCREENSHOTS if small.startswith(name)), None)
    if rest is None:
        return False
    words = "".join(letter if letter.isalpha() else " " for letter in rest).split()
    return not words or (
        sum(letter.isdigit() for letter in rest) > 5 and all(len(word) < _LONG for word in words)
    )


def _is_left_by_a_program(words: Sequence[Token]) -> bool:
    """Such as "File written by Adobe Photoshop 4.0"; not "Created by my daughter" or "Made by Anna"."""
    has_program = any(word.small in PROGRAMS for word in words)
    if has_program and len(words) <= _SHORT and any(tells_of_making(word.small) for word in words):
        return True  # "Erstellt mit GIMP"
    for place, (verb, preposition) in enumerate(pairwise(words)):
        if verb.kind is Kind.VERB and preposition.small in PREPOSITIONS | {"in", "on"}:
            return _is_a_program(verb.small, preposition.small, words[place + 2 :])
        if verb.kind in _SPEAKS or verb.kind is Kind.NAME:
            return False
    return False


def _is_a_program(verb: str, preposition: str, words: Sequence[Token]) -> bool:
    """Whether that is what it was done with, by the first word that tells."""
    tells = {Kind.THING, Kind.COMPANY}
    is_of_programs = verb in OF_PROGRAMS and preposition in PREPOSITIONS - {"from"}
    if is_of_programs or preposition != "by":
        tells |= {Kind.MAKER, Kind.CODE}
    if is_of_programs and not any(word.kind in _SPEAKS for word in words):
        tells |= {Kind.NAME, Kind.CAPITALS}  # "Edited by Snapseed", but not "edited by Anna: the old bridge"
    for word in words[:_REACH]:
        if word.kind in _SPEAKS or word.text in _INDEFINITE:
            return False
        if word.kind in tells:
            return True
    return False


def _is_a_credit(words: Sequence[Token]) -> bool:
    """Such as "Photo by Somebody on Unsplash", as such sites ask for it in any language."""
    return (
        2 < len(words) <= _LONGEST_CREDIT
        and words[0].small in PICTURES
        and words[1].small in OF_CREDITS
        and words[-1].small in PROGRAMS
        and sum(word.kind is Kind.WORD for word in words[2:]) <= 1  # "on"
    )


def _is_a_notice(words: Sequence[Token], line: str) -> bool:
    """Such as "Copyright 2024 Somebody", which tells nothing; not "Copyright Row in snow"."""
    begins = line.lower().startswith(("copyright", "(c)", "©", "all rights reserved"))
    return begins and not any(word.kind in _SPEAKS for word in words)


def _is_bare(words: Sequence[Token]) -> bool:
    """Whether nothing is left that a person would have said."""
    if any(word.kind in _SPEAKS or word.text in _ARTICLES for word in words):
        return False
    count = Counter(word.kind for word in words)
    technical = count[Kind.THING] + 2 * count[Kind.COMPANY]
    if count[Kind.NAME]:
        is_model = words[0].kind is Kind.MAKER and not count[Kind.CONNECTIVE]
        numbered = technical + count[Kind.CODE] + count[Kind.NUMBER] > 0
        return technical > count[Kind.NAME] or (is_model and numbered)
    if not count[Kind.CAPITALS]:
        return True
    around = technical + count[Kind.CODE] + count[Kind.MAKER]
    if not around:
        return len(words) == 1
    return count[Kind.CAPITALS] < around + (len(words) <= 2)
