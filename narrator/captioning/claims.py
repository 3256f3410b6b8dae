"""What a caption claims, word by word: each thing, action, colour, quality and number by itself.

A caption is seldom wrong as a whole. "A brown dog holding a frisbee" claims five things, and each of them can
be borne out or doubted without the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from narrator.captioning.content import (
    AUXILIARIES,
    COLOUR_WORDS,
    EMPTY_WORDS,
    NUMBERS,
    ONE_OR_TWO,
    QUALITIES,
    gerund,
    is_plural,
)
from narrator.captioning.reading import Mention, Part, mentions

KINDS = ("thing", "action", "colour", "quality", "number")
"""What can be claimed. People are things too; a quality is all else that describes, the "tennis" of "tennis
racket" or the "happily" of "happily running"."""

_TOGETHER = frozenset({"bunch", "couple", "group", "pair"})
"""Things by themselves, though they say nothing before "of"."""
_INFINITIVES = frozenset(
    {
        *("avoid", "be", "board", "buy", "catch", "climb", "cross", "cut", "do", "drink", "eat", "get", "go"),
        *("have", "hit", "hold", "jump", "keep", "kick", "land", "look", "make", "open", "pass", "play"),
        *("pull", "put", "reach", "read", "ride", "see", "serve", "show", "ski", "stand", "surf", "swim"),
        *("swing", "take", "tell", "throw", "use", "watch"),
    }
)
"""Actions after "to": "jumping up to catch a ball"."""


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """One word of a caption that says something."""

    kind: str
    """One of KINDS."""
    word: str
    """As `Agreement.words` counts it: an action in -ing, all else as it stands; "one or two" is one word."""
    place: int
    """Which of `caption.split()` it is, the first of the three for "one or two"."""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A caption with how probable each of its claims is."""

    caption: str
    claims: tuple[Claimed, ...]
    """Those of `claims_of`."""
    probabilities: tuple[float, ...]

    def __getitem__(self, claim: Claimed) -> float:
        """How probable one of its claims is."""
        return self.probabilities[self.claims.index(claim)]


def claims_of(caption: str) -> tuple[Claimed, ...]:
    """All that a caption of lower-case words claims, in its order.

    Each word that says something is in exactly one claim.
    """
    words = caption.split()
    mentioned = {mention.place: mention for mention in mentions(caption)}
    claims: list[Claimed] = []
    after = 0  # the place after what was read as one word
    for place, word in enumerate(words):
        if place < after:
            continue
        if " ".join(words[place : place + 3]) == ONE_OR_TWO and len(words) > place + 3:
            claims.append(Claimed(kind="number", word=ONE_OR_TWO, place=place))
            after = place + 3
        elif word in NUMBERS - {"one"} or word.isdecimal():
            claims.append(Claimed(kind="number", word=word, place=place))
        elif word in _TOGETHER and words[place + 1 : place + 2] != ["of"]:
            claims.append(Claimed(kind="thing", word=word, place=place))
        elif word not in EMPTY_WORDS:
            claims.append(_claimed(words, place, mentioned.get(place)))
    return tuple(claims)


def _claimed(words: Sequence[str], place: int, mention: Mention | None) -> Claimed:
    """The claim of a word, `mention` being what ends with it."""
    word = words[place]
    if mention is not None and mention.part in (Part.DOES, Part.ASIDE):
        return Claimed(kind="action", word=mention.words[0], place=place)
    if word in _INFINITIVES and place and words[place - 1] == "to":
        return Claimed(kind="action", word=gerund(word), place=place)
    if word in COLOUR_WORDS and not (word == "orange" and _is_fruit(mention)):
        return Claimed(kind="colour", word=word, place=place)
    described = word in QUALITIES or words[place : place + 2] == ["close", "up"]
    if mention is None or described or _is_predicate(words, place):
        return Claimed(kind="quality", word=word, place=place)
    return Claimed(kind="thing", word=word, place=place)


def _is_fruit(mention: Mention | None) -> bool:
    """Whether a colour that ends a mention has nothing to colour: "an orange"."""
    return mention is not None and len(mention.words) == 1 and bool(mention.determiner or mention.number)


def _is_predicate(words: Sequence[str], place: int) -> bool:
    """Whether it tells how something is: "the sky is cloudy"."""
    if place < 2 or words[place - 1] not in AUXILIARIES or words[place - 2] == "there":
        return False
    return not is_plural(words[place])
