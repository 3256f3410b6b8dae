"""What is said of a colour and of a number, by the shares of all that it could be."""

from narrator.captioning.general import plural
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
        return _told(f"Probably {first}: the {meaning.word}{place}.", share)
    if share + other >= EITHER_FROM:
        return _told(f"Probably {first} or {second}: the {meaning.word}{place}.", share + other)
    return unsure(f"I cannot tell what colour the {meaning.word}{place} is.", share)


def number_answer(meaning: Meaning, found: Chosen, part: str | None = None) -> Answer:
    """That there is one, that there are more, or neither."""
    place = where(part)
    one = found.shares[1]
    if one >= ONE_FROM:
        return _told(f"Probably one {meaning.word}{place}.", one)
    if 1 - one >= MORE_FROM:
        return _told(f"Probably more than one {meaning.word}{place}; I cannot count them.", 1 - one)
    return unsure(f"I cannot tell how many {plural(meaning.word)} there are{place}.", max(one, 1 - one))


def _told(said: str, probability: float) -> Answer:
    return Answer(said=said, verdict="told", probability=probability)
