"""What is said of a colour and of a number, by the shares of all that it could be."""

from narrator.captioning.content import number_word
from narrator.captioning.general import plural
from narrator.questions.choosing import Chosen
from narrator.questions.meaning import Meaning
from narrator.questions.presence import where
from narrator.questions.question import Answer, unsure
from narrator.questions.told import SEVERAL

COLOUR_FROM = 0.5
"""From this share on one colour is told, which is right nine times in ten."""
EITHER_FROM = 0.75
"""From this share of two colours together on both are told: "black or brown"."""
NUMBER_FROM = 0.75
"""From this share on a number is told, or that there is more than one."""


def colour_answer(meaning: Meaning, found: Chosen, part: str | None = None) -> Answer:
    """One colour, one of two, or neither."""
    (first, share), (second, other), *_ = found.best
    place = where(part)
    if share >= COLOUR_FROM:
        return _told(f"Probably {first}: the {meaning.word}{place}.", share)
    if share + other >= EITHER_FROM:
        return _told(f"Probably {first} or {second}: the {meaning.word}{place}.", share + other)
    return unsure(f"I cannot tell what colour the {meaning.word}{place} is.", share)


def number_answer(meaning: Meaning, found: Chosen, part: str | None = None) -> Answer:
    """A number; that there is more than one; or neither."""
    several, place = plural(meaning.word), where(part)
    number, share = found.best[0]
    if share >= NUMBER_FROM and isinstance(number, int) and number < SEVERAL:
        named = meaning.word if number == 1 else several
        return _told(f"Probably {number_word(number)} {named}{place}.", share)
    more = 1 - found.shares[1]
    if more >= NUMBER_FROM:
        return _told(f"Probably more than one {meaning.word}{place}; I cannot count them.", more)
    return unsure(f"I cannot tell how many {several} there are{place}.", share)


def _told(said: str, probability: float) -> Answer:
    return Answer(said=said, verdict="told", probability=probability)
