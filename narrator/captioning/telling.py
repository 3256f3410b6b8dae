"""What is told of a picture when each claim of each caption has a probability of its own.

Nothing is made up: all words are those of a sampled caption, or more general names of what it names.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from narrator.captioning.claims import Claimed
from narrator.captioning.content import QUALITIES, SINGULAR_ARTICLES, article, is_plural
from narrator.captioning.cutting import cut
from narrator.captioning.general import generals_of, singular
from narrator.captioning.parsing import DETERMINERS, clauses_of
from narrator.captioning.phrases import Phrase, Sort

EVEN = 0.5
"""A claim is told from this probability on."""
_LEAST_RIVAL = 0.25
"""What is less probable is nobody's rival."""
_CLEARLY = 0.5
"""So much more than the most probable sample must another tell to be told in its place: a sure claim."""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A caption with how probable each of its claims is."""

    caption: str
    claims: tuple[Claimed, ...]
    """Those of `claims_of`."""
    probabilities: tuple[float, ...]


def told(
    judged: Sequence[Judged], names: Mapping[str, float] | None = None, even: float = EVEN
) -> str | None:
    """The sentence that tells most of what is at least as probable as `even`; None if nothing is.

    `judged` are the samples' captions, the most probable first: it is told unless another tells clearly more.
    What is doubtful in it gives way to what another sample names in its place, is named together with that
    where they are close, gets a more general name, or is left out. `names` are what else is seen, with
    probabilities, and bear out such general names.
    """
    named = [list(_things(caption)) for caption in judged]
    cuts: list[tuple[str | None, float]] = []
    for number, caption in enumerate(judged):
        others = [thing for each in named[:number] + named[number + 1 :] for thing in each]
        cuts.append(_cut(caption, _Names(named[number], others, names or {}, even), even))
    first, *_ = cuts or [(None, 0.0)]
    best = max(cuts, key=lambda each: each[1], default=first)
    return best[0] if first[0] is None or best[1] - first[1] >= _CLEARLY else first[0]


def _cut(judged: Judged, names: "_Names", even: float) -> tuple[str | None, float]:
    """What is left of a caption, and how much it tells: by how much it is surer than it must be."""
    probable = {
        claim.place: probability
        for claim, probability in zip(judged.claims, judged.probabilities, strict=True)
    }
    instead = names.instead()
    replaced = {place for name in instead.values() for place in name.replaced}
    kept = {place for place, probability in probable.items() if probability >= even} - replaced
    rest = cut(judged.caption, kept, {place: name.words for place, name in instead.items()})
    if rest is None:
        return None, 0.0
    renamed = {place: (name.probability - even) / 2 for place, name in instead.items()}
    values = {**renamed, **{place: probable[place] - even for place in kept}}
    return rest.sentence, sum(value for place, value in values.items() if place in rest.places)


@dataclass(frozen=True, kw_only=True)
class _Thing:
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

    def fits(self, other: "_Thing") -> bool:
        """Whether it can stand after the other's article."""
        alike = (self.article in SINGULAR_ARTICLES) == (other.article in SINGULAR_ARTICLES)
        return is_plural(self.word) == is_plural(other.word) and (alike or other.article in DETERMINERS)

    def rivals(self, other: "_Thing") -> bool:
        """Whether it may be one or the other: both of one kind or of none, and neither is the other's kind."""
        mine, others = ([*map(singular, generals_of(each.word))] for each in (self, other))
        if singular(self.word) in others or singular(other.word) in mine or "clothes" in mine:
            return False
        return not (mine or others) or not set(mine).isdisjoint(others)


@dataclass(frozen=True, kw_only=True)
class _Name:
    """What is told in place of a doubtful thing."""

    words: str
    probability: float
    replaced: frozenset[int] = frozenset()
    """The places of what described the thing and does not describe this."""


class _Names:
    """Other names for what is doubtful in a caption."""

    def __init__(
        self, things: Sequence[_Thing], others: Sequence[_Thing], seen: Mapping[str, float], even: float
    ) -> None:
        """The caption's own things, those of all other samples, and what else is seen."""
        self._things = things
        self._others = others
        self._seen = seen
        self._even = even

    def instead(self) -> dict[int, _Name]:
        """Other names of doubtful things, by the things' places."""
        doubtful = [thing for thing in self._things if thing.probability < self._even]
        found = {thing.place: self._name_for(thing) for thing in doubtful}
        return {place: name for place, name in found.items() if name is not None}

    def _name_for(self, thing: _Thing) -> _Name | None:
        rivals = self._rivals(thing)
        generals = generals_of(thing.word)
        sure = [rival for rival in rivals if rival.probability >= self._even and rival.word not in generals]
        if sure:
            return _Name(
                words=sure[0].name(self._even),
                probability=sure[0].probability,
                replaced=frozenset(claim.place for claim, _ in thing.described),
            )
        for rival in rivals:
            either = _either([thing.probability, rival.probability])
            close = min(thing.probability, rival.probability) >= _LEAST_RIVAL
            if close and either >= self._even and rival.rivals(thing):
                return _Name(words=f"{thing.word} or {rival.full_name(self._even)}", probability=either)
        for general in generals:
            probability = self._probability(general, [thing, *rivals])
            if probability >= self._even and (general != "clothes" or thing.name(self._even) != thing.word):
                # "a baseball player" is no "baseball person".
                parts = {claim.place for claim, _ in thing.described if _is_part_of_name(claim)}
                return _Name(words=general, probability=probability, replaced=frozenset(parts))
        return None

    def _rivals(self, thing: _Thing) -> list[_Thing]:
        """What other samples name in its place, the most probable first."""
        taken = {each.word for each in self._things} | {claim.word for claim, _ in thing.described}
        rivals: dict[str, _Thing] = {}
        for other in sorted(self._others, key=lambda each: -each.probability):
            if other.role == thing.role and other.fits(thing) and other.word not in taken:
                rivals.setdefault(other.word, other)
        return list(rivals.values())

    def _probability(self, general: str, things: Sequence[_Thing]) -> float:
        """How probable it is that it is of this kind, whichever of these it is."""
        kind = singular(general)
        named = [each.probability for each in things if general in (each.word, *generals_of(each.word))]
        seen = [own for name, own in self._seen.items() if kind in (name, *generals_of(name))]
        return max(_either(named), *seen, 0.0)


def _is_part_of_name(claim: Claimed) -> bool:
    """Whether a word that stands before a thing tells which it is, and not how it is."""
    return claim.kind == "quality" and claim.word not in QUALITIES


def _either(probabilities: Sequence[float]) -> float:
    """At least one of them, as if they were independent."""
    none = 1.0
    for probability in probabilities:
        none *= 1.0 - probability
    return 1.0 - none


def _things(judged: Judged) -> Iterator[_Thing]:
    probable = {
        claim.place: probability
        for claim, probability in zip(judged.claims, judged.probabilities, strict=True)
    }
    words = judged.caption.split()

    def named(owner: Phrase, role: tuple[str, ...]) -> Iterator[_Thing]:
        own = {
            Sort.CLAUSE: ("who",),
            Sort.VERB: ("what", owner.head.word if owner.head else "is"),
            Sort.PLACE: (*role, *(words[place] for place in owner.places)),
        }.get(owner.sort, role)
        for noun in owner.nouns:
            if noun.head is not None and noun.head.kind == "thing":
                yield _Thing(
                    place=noun.head.place,
                    word=noun.head.word,
                    role=own,
                    article=words[noun.places[0]],
                    described=tuple(
                        (each, probable[each.place]) for each in noun.modifiers if each.kind != "number"
                    ),
                    probability=probable[noun.head.place],
                )
            for part in noun.parts:
                yield from named(part, own)
        for part in owner.parts:
            yield from named(part, ())

    for clause in clauses_of(judged.caption):
        yield from named(clause, ())
