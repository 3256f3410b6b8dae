"""Other names for what is doubtful in a caption: its rival in another sample, both, or what they both are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod

from narrator.captioning.claims import Claimed, Judged
from narrator.captioning.content import QUALITIES, SINGULAR_ARTICLES, article, is_plural
from narrator.captioning.general import OF_ANOTHER_THING, generals_of, singular
from narrator.captioning.parsing import DETERMINERS, clauses_of, determiner_of
from narrator.captioning.phrases import Phrase, Sort

_SURER = 0.2
"""By so much surer than what is told must a name from another sample be: it is the surest of several, and the
surest of several is surer than it should be."""
_LEAST_RIVAL = 0.25
"""What is less probable is nobody's rival."""


@dataclass(frozen=True, kw_only=True)
class OtherName:
    """What is told in place of a doubtful thing."""

    words: str
    probability: float
    replaced: frozenset[int] = frozenset()
    """The places of what described the thing and does not describe this."""
    general: bool = False
    """Whether it is the more general name of several things, or of what is seen besides."""


@dataclass(frozen=True, kw_only=True)
class NamedThing:
    """What a caption names somewhere."""

    place: int
    word: str
    role: tuple[str, ...]
    """Who or what it is in its sentence: things of one role in two samples may be the same."""
    article: str
    described: tuple[tuple[Claimed, float], ...]
    """What describes it, with probabilities."""
    probability: float

    def name(self, even: float) -> str:
        """With what surely describes it: "small dog"."""
        described = [claim for claim, own in self.described if own >= even]
        words = [claim.word for claim in described if claim.kind != "colour"]
        colours = " and ".join(claim.word for claim in described if claim.kind == "colour")
        return " ".join([colours, *words, self.word]).strip()

    def full_name(self, even: float) -> str:
        """The same with its article."""
        name = self.name(even)
        return f"{article(name)} {name}" if self.article in SINGULAR_ARTICLES else name

    def fits(self, other: "NamedThing") -> bool:
        """Whether it can stand after the other's article."""
        alike = (self.article in SINGULAR_ARTICLES) == (other.article in SINGULAR_ARTICLES)
        either = other.article in DETERMINERS - SINGULAR_ARTICLES  # "the"
        return is_plural(self.word) == is_plural(other.word) and (alike or either)

    def rivals(self, other: "NamedThing") -> bool:
        """Whether it may be one or the other: both of one kind or of none, and neither is the other's."""
        mine, others = ([*map(singular, generals_of(each.word))] for each in (self, other))
        if singular(self.word) in others or singular(other.word) in mine or "clothes" in mine:
            return False  # a hat and a coat can both be worn
        return not (mine or others) or not set(mine).isdisjoint(others)


def things_of(judged: Judged) -> list[NamedThing]:
    """All that a caption names, in no certain order, but for "a plate of food" and "a toy truck"."""
    words = judged.caption.split()
    return [
        NamedThing(
            place=noun.head.place,
            word=noun.head.word,
            role=role,
            article=determiner_of(noun, words),
            described=tuple((each, judged[each]) for each in noun.modifiers if each.kind != "number"),
            probability=judged[noun.head],
        )
        for clause in clauses_of(judged.caption)
        for noun, role in _nouns(clause, (), words)
        if noun.head is not None and noun.head.kind == "thing" and not _is_of_something(noun, words)
        if OF_ANOTHER_THING.isdisjoint(each.word for each in noun.modifiers)
    ]


def _nouns(
    phrase: Phrase, above: tuple[str, ...], words: Sequence[str]
) -> Iterator[tuple[Phrase, tuple[str, ...]]]:
    """All nouns of a phrase and of what hangs on it, with their roles; `above` is that of its own noun."""
    role = above
    if phrase.sort is Sort.CLAUSE:
        role = ("who",)
    elif phrase.sort is Sort.VERB:
        role = ("what", phrase.head.word if phrase.head else "is")
    elif phrase.sort is Sort.PLACE:
        role = (*above, *(words[place] for place in phrase.places))
    for noun in phrase.nouns:
        yield noun, role
        for part in noun.parts:
            yield from _nouns(part, role, words)
    for part in phrase.parts:
        yield from _nouns(part, (), words)


def _is_of_something(noun: Phrase, words: Sequence[str]) -> bool:
    return any(words[place] == "of" for part in noun.parts for place in part.places[:1])


def names_instead(
    things: Sequence[NamedThing], others: Sequence[NamedThing], seen: Mapping[str, float], even: float
) -> dict[int, OtherName]:
    """Other names of those things of a caption that are less probable than `even`, by the things' places.

    `others` are the things of all other samples, `seen` is what is seen besides, with probabilities.
    """
    names = _Names(things, others, seen, even)
    found = {thing.place: names.of(thing) for thing in things if thing.probability < even}
    return {place: name for place, name in found.items() if name is not None}


class _Names:
    def __init__(
        self,
        things: Sequence[NamedThing],
        others: Sequence[NamedThing],
        seen: Mapping[str, float],
        even: float,
    ) -> None:
        self._things = things
        self._others = sorted(others, key=lambda other: -other.probability)
        self._seen = seen
        self._even = even

    def of(self, thing: NamedThing) -> OtherName | None:
        rivals = self._rivals(thing)
        return self._sure(thing, rivals) or self._either(thing, rivals) or self._general(thing, rivals)

    def _rivals(self, thing: NamedThing) -> list[NamedThing]:
        """What other samples name in its place, the most probable first."""
        taken = {each.word for each in self._things} | {claim.word for claim, _ in thing.described}
        rivals: dict[str, NamedThing] = {}
        for other in self._others:
            if other.role == thing.role and other.fits(thing) and other.word not in taken:
                rivals.setdefault(other.word, other)
        return list(rivals.values())

    def _sure(self, thing: NamedThing, rivals: Sequence[NamedThing]) -> OtherName | None:
        generals = generals_of(thing.word)
        for rival in rivals:
            if rival.probability >= self._even + _SURER and rival.word not in generals:
                replaced = frozenset(claim.place for claim, _ in thing.described)
                return OtherName(
                    words=rival.name(self._even), probability=rival.probability, replaced=replaced
                )
        return None

    def _either(self, thing: NamedThing, rivals: Sequence[NamedThing]) -> OtherName | None:
        """Such as "cat or a small dog", to stand after the thing's article."""
        for rival in rivals:
            either = _at_least_one([thing.probability, rival.probability])
            close = min(thing.probability, rival.probability) >= _LEAST_RIVAL
            if close and either >= self._even + _SURER and rival.rivals(thing):
                return OtherName(words=f"{thing.word} or {rival.full_name(self._even)}", probability=either)
        return None

    def _general(self, thing: NamedThing, rivals: Sequence[NamedThing]) -> OtherName | None:
        for general in (thing.word, *generals_of(thing.word)):
            probability = self._probability(general, thing, rivals)
            # Whoever is in clothes tells nothing; in white clothes they do.
            says_something = general != "clothes" or thing.name(self._even) != thing.word
            if probability >= self._even and says_something:
                # "a baseball player" is no "baseball person".
                own = general == thing.word
                parts = {claim.place for claim, _ in thing.described if not own and _is_part_of_name(claim)}
                return OtherName(
                    words=general, probability=probability, replaced=frozenset(parts), general=True
                )
        return None

    def _probability(self, general: str, thing: NamedThing, rivals: Sequence[NamedThing]) -> float:
        """How probable it is that it is of this kind, whichever of these it is.

        What is seen and is named elsewhere in the caption bears out nothing more.
        """
        kind = singular(general)
        named = [
            each.probability for each in (thing, *rivals) if general in (each.word, *generals_of(each.word))
        ]
        elsewhere = {singular(each.word) for each in self._things if each is not thing}
        seen = [
            own
            for name, own in self._seen.items()
            if kind in (name, *generals_of(name)) and name not in elsewhere
        ]
        return max(_at_least_one(named), *seen, 0.0)


def _is_part_of_name(claim: Claimed) -> bool:
    """Whether a word that stands before a thing tells which it is, and not how it is."""
    return claim.kind == "quality" and claim.word not in QUALITIES


def _at_least_one(probabilities: Sequence[float]) -> float:
    """The probability of that, as if they were independent."""
    return 1.0 - prod(1.0 - probability for probability in probabilities)
