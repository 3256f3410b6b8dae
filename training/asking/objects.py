"""Which things are in a picture, and which are not, by what several people wrote of it.

Nobody writes of all that is there. So a thing counts as absent only if nobody names it, anything that it is
a kind of, or anything that is a kind of it; and things of which people seldom write, though they are there,
are not asked about: clothes, and what a scene is made of.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from narrator.captioning.claims import claims_of
from narrator.captioning.general import is_worn, singular
from narrator.captioning.neutral import neutral
from narrator.captioning.vocabulary import words_of
from narrator.captioning.witness import Name
from narrator.questions.meaning import PERSON, Meaning, meaning_of, named_alone

LEAST_PICTURES = 5
"""A thing is asked about that so many pictures of a set show."""
LEAST_TELLERS = 2
"""So many people name a thing that counts as there."""
_UNASKED = ("clothes or cloth", "an outdoor scene")
"""Names of the witness's tree for what people leave unsaid."""
_VAGUE = frozenset(
    {
        *("adult", "city", "concert", "couple", "crowd", "equipment", "game", "group", "leave", "market"),
        *("post", "race", "ride", "room", "someone", "structure", "yard"),
    }
)
"""Nothing that one could point at, or that one could be sure is not there."""
_MEANS_PEOPLE = frozenset(
    {
        *("arm", "audience", "couple", "crowd", "everyone", "face", "family", "group", "hand", "he", "her"),
        *("his", "leg", "pair", "people", "she", "somebody", "someone", "team", "they"),
    }
)
"""Words that tell of a person without naming one."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What people say of one picture."""

    counts: Counter[str]
    """Thing in the singular -> how many of them name it, or a kind of it."""
    said: frozenset[str]
    """All words that any of them says, as they are and in the singular."""

    def holds(self, meaning: Meaning) -> bool:
        """Whether enough people name it."""
        return self.counts[meaning.word] >= LEAST_TELLERS

    def lacks(self, meaning: Meaning) -> bool:
        """Whether nobody names it, nor anything that may be it."""
        if not self.said.isdisjoint(meaning.words | meaning.wider):
            return False
        if meaning.word != PERSON:
            return True
        return self.said.isdisjoint(_MEANS_PEOPLE)


class Objects:
    """The things that a set of pictures is asked about."""

    def __init__(self, pictures: Sequence[Sequence[str]], names: Sequence[Name]) -> None:
        """`pictures` are the captions of each; `names` are the witness's tree."""
        known = {singular(word) for name in names for word in name.words if not _is_unasked(name, names)}
        told = [[_things(caption) for caption in captions] for captions in pictures]
        shown = Counter(thing for each in told for thing in set().union(*each))
        wanted = [word for word, count in shown.items() if count >= LEAST_PICTURES and word in known]
        meanings = [meaning_of(word, names) for word in wanted if not (is_worn(word) or word in _VAGUE)]
        by_words = {each.words: each for each in sorted(meanings, key=lambda each: each.word)[::-1]}
        self.meanings = tuple(sorted(by_words.values(), key=lambda each: each.word))
        """In the order of the alphabet, those that mean the same once."""
        self.shown = [self._of(things, captions) for things, captions in zip(told, pictures, strict=True)]
        """What each picture shows."""

    def _of(self, told: Sequence[frozenset[str]], captions: Sequence[str]) -> Shown:
        counts = Counter(
            meaning.word
            for meaning in self.meanings
            for things in told
            if not things.isdisjoint(meaning.words)
        )
        words = {word for caption in captions for word in words_of(caption)}
        return Shown(counts=counts, said=frozenset(words | set(map(named_alone, words))))


@cache
def _things(caption: str) -> frozenset[str]:
    plain = neutral(" ".join(words_of(caption)))
    return frozenset(named_alone(claim.word) for claim in claims_of(plain) if claim.kind == "thing")


def _is_unasked(name: Name, names: Iterable[Name]) -> bool:
    within = {each.name: each.within for each in names}
    place: str | None = name.name
    while place is not None:
        if place in _UNASKED:
            return True
        place = within[place]
    return False
