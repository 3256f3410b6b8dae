"""What is said of a colour and of a number, by the shares of all that it could be."""

from narrator.captioning.general import plural
from narrator.enumeration import enumerated
from narrator.languages.catalogue import ENGLISH, gettext, tongue
from narrator.languages.passages import filled
from narrator.phrasing.wording import colour_name
from narrator.questions.choosing import Chosen
from narrator.questions.meaning import Meaning
from narrator.questions.presence import where
from narrator.questions.question import Answer, unsure

COLOUR_FROM = 0.55
"""From this share on one colour is told, which is right 85 times in 100."""
EITHER_FROM = 0.75
"""From this share of two colours together on both are told: "black or brown"."""
ONE_FROM = 0.75
"""From this share on it is told that there is one, which is right 95 times in 100."""
MORE_FROM = 0.9
"""From this share on, that there are more: three times in four. How many is not told: of two, three and four
hardly a third was right, however sure."""


def colour_answer(meaning: Meaning, found: Chosen, part: str | None = None) -> Answer:
    """One colour, one of two, or neither."""
    (first, share), (second, other), *_ = found.best
    place = where(part)
    if share >= COLOUR_FROM:
        said = gettext("Probably {colour}: {thing}{place}.")
        colour = colour_name(str(first))
        return _told(filled(said, colour=colour, thing=meaning.known, place=place), share)
    if share + other >= EITHER_FROM:
        said = gettext("Probably {colour}: {thing}{place}.")
        colour = enumerated((colour_name(str(first)), colour_name(str(second))), "or")
        return _told(filled(said, colour=colour, thing=meaning.known, place=place), share + other)
    said = gettext("I cannot tell what colour {thing}{place} is.")
    return unsure(filled(said, thing=meaning.known, place=place), share)


def number_answer(meaning: Meaning, found: Chosen, part: str | None = None) -> Answer:
    """That there is one, that there are more, or neither."""
    place = where(part)
    one = found.shares[1]
    if one >= ONE_FROM:
        said = gettext("Probably one {word}{place}.")
        return _told(filled(said, word=_one(meaning), place=place), one)
    if 1 - one >= MORE_FROM:
        said = gettext("Probably more than one {word}{place}; I cannot count them.")
        return _told(filled(said, word=_one(meaning), place=place), 1 - one)
    said = gettext("I cannot tell how many {things} there are{place}.")
    return unsure(
        filled(said, things=plural(meaning.word) if tongue() == ENGLISH else meaning.spoken, place=place),
        max(one, 1 - one),
    )


def _one(meaning: Meaning) -> str:
    """What is counted, after a number; in other languages than English with its article."""
    return meaning.word if tongue() == ENGLISH else meaning.spoken


def _told(said: str, probability: float) -> Answer:
    return Answer(said=said, verdict="told", probability=probability)
