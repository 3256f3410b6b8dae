"""One of several: which colour a thing has, and how many there are, by the odds of what can be said.

Each candidate is a statement, "a red shirt" or "two dogs", and has signs of its own. The odds make a
probability of them; the shares of these probabilities are what is answered by.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from narrator.captioning.content import article, number_word
from narrator.captioning.general import plural
from narrator.captioning.likelihood import Likelihood
from narrator.captioning.neutral import neutral
from narrator.captioning.signs import LogOdds
from narrator.questions.meaning import PERSON, Meaning
from narrator.questions.told import ALSO, COLOURS, SEVERAL, things_told
from narrator.questions.view import View

NUMBERS = tuple(range(1, SEVERAL + 1))
"""What can be counted; the last is all beyond."""
_PEOPLE = {
    "man": "men",
    "woman": "women",
    "boy": "boys",
    "girl": "girls",
    "person": "people",
}
"""How the network, which guesses sex and age, calls people: what it says of all of them counts."""
_CHILDREN = {"boy": "boys", "girl": "girls", "child": "children", "kid": "kids"}
_TWO_PEOPLE = ("a man and a woman", "a boy and a girl", "two young men")
_SEVERAL = ("a group of", "several", "many", "five")


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """How probable each candidate is, as shares of one."""

    shares: Mapping[str | int, float]

    @property
    def best(self) -> Sequence[tuple[str | int, float]]:
        """From the most probable on."""
        return sorted(self.shares.items(), key=lambda each: -each[1])


def chosen(odds: LogOdds, candidates: Sequence[str | int], signs: Sequence[Mapping[str, float]]) -> Chosen:
    """By the signs of each candidate."""
    own = [odds.probability(each) for each in signs]
    return Chosen(shares={each: value / sum(own) for each, value in zip(candidates, own, strict=True)})


def colour_signs(
    view: View, meaning: Meaning, likelihood: Likelihood, places: Mapping[str, int]
) -> list[dict[str, float]]:
    """What speaks for each of COLOURS as that of a thing.

    * `given`: the logarithm of its share of all that is said with a colour: "a red shirt".
    * `gain`: the same without what is said by the language alone.
    * `worn`: the same as `given` of "a man in a red shirt".
    * `said`: the share of the samples in which the thing has it.
    * `seen`: the witness's log-odds of its word.
    """
    word = meaning.word
    plain = [[f"{article(each)} {each} {word}" for each in _words(colour)] for colour in COLOURS]
    worn = [[f"a man in a {each} {word}" for each in _words(colour)] for colour in COLOURS]
    given, alone = _read(view, likelihood, plain)
    as_worn, _ = _read(view, likelihood, worn)
    told = [
        {
            colour
            for thing in things_told(neutral(" ".join(caption)))
            if thing.word in meaning.words
            for colour in thing.colours
        }
        for caption in view.captions
    ]
    return [
        {
            "given": float(_shares(given)[number]),
            "gain": float(_shares(given - alone)[number]),
            "worn": float(_shares(as_worn)[number]),
            "said": sum(colour in each for each in told) / len(told),
            "seen": _seen(view, colour, places),
        }
        for number, colour in enumerate(COLOURS)
    ]


def number_signs(view: View, meaning: Meaning, likelihood: Likelihood) -> list[dict[str, float]]:
    """What speaks for each of NUMBERS as that of a thing: `given`, `gain` and `said`, as for colours."""
    given, alone = _read(view, likelihood, [_counted(meaning, number) for number in NUMBERS])
    told = [
        {thing.number for thing in things_told(neutral(" ".join(caption))) if thing.word in meaning.words}
        for caption in view.captions
    ]
    return [
        {
            "given": float(_shares(given)[place]),
            "gain": float(_shares(given - alone)[place]),
            "worn": math.nan,
            "said": sum(number in each for each in told) / len(told),
            "seen": math.nan,
        }
        for place, number in enumerate(NUMBERS)
    ]


def _counted(meaning: Meaning, number: int) -> list[str]:
    """Statements that there are so many: "two dogs"."""
    named = {PERSON: _PEOPLE, "child": _CHILDREN}.get(meaning.word, {meaning.word: plural(meaning.word)})
    if number == 1:
        return [f"{article(one)} {one}" for one in named]
    counts = _SEVERAL if number == SEVERAL else (number_word(number),)
    together = _TWO_PEOPLE if meaning.word == PERSON and number == 2 else ()
    return [*(f"{count} {several}" for count in counts for several in named.values()), *together]


def _read(
    view: View, likelihood: Likelihood, statements: Sequence[Sequence[str]]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The log-probability of each candidate's statements together: of the picture, and without one."""
    texts = [text for each in statements for text in each]
    ends = np.cumsum([len(each) for each in statements])[:-1]
    both = (likelihood.given(view.state, texts), likelihood.alone(texts))
    given, alone = (
        np.array([np.logaddexp.reduce(each) for each in np.split(values, ends)]) for values in both
    )
    return given, alone


def _shares(values: NDArray[np.float64]) -> NDArray[np.float64]:
    shares: NDArray[np.float64] = values - np.logaddexp.reduce(values)
    return shares


def _words(colour: str) -> tuple[str, ...]:
    return (colour, *(word for word in ALSO.get(colour, ()) if word in ("gray", "tan")))


def _seen(view: View, colour: str, places: Mapping[str, int]) -> float:
    if view.seen is None:
        return math.nan
    return max(
        (float(view.seen[places[word]]) for word in _words(colour) if word in places), default=math.nan
    )
