"""What a witness sees: a classifier's answer in everyday names, each no more exact than it can be trusted.

An encoder's network was trained to tell many classes of things apart before it learned to caption. Its
classes are folded into a tree of names, "a pill bottle" within "a bottle" within "a container", and a name is
as probable as all classes within it together. Said is the most exact name that is probable enough: hedging
(Deng et al. 2012, "Hedging your bets", https://doi.org/10.1109/CVPR.2012.6248086).

The tree and how far it can be trusted come in the bundle; `python -m training.witness` makes both.
Shape letters: K names, C classes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from narrator.captioning.claims import claims_of
from narrator.captioning.general import singular
from narrator.captioning.look import Look
from narrator.description import Thing

Floats = NDArray[np.float64]
Logits = NDArray[np.floating[Any]]

CLASSES = "witness.classes"
"""What the encoder tells of classes: logits [1, C]."""
WORDS = "witness.words"
"""What it tells of words: log-odds [1, W]."""
NAMED_AT = 0.5
"""From even odds on a name is said. People write of less than there is, so more than these are right."""
BESIDES_AT = 0.75
"""So probable at least is a name that is said besides the surest: of two guesses one is mostly wrong."""
MOST_NAMED = 3
LEAST_SHARE = 0.2
"""Below this share of the classifier's answer a name is not said, however probable. People say "a person" or
"clothes" of so many pictures that such a name is probable with next to nothing to show for it."""
_SMALLEST = 1e-6
"""Log-odds of smaller shares are those of this."""


@dataclass(frozen=True, kw_only=True)
class Name:
    """What a thing is called in daily life."""

    name: str
    """With its article, as it is said: "a pill bottle"."""
    within: str | None
    """The name of what it is one of; None at the top of the tree."""
    words: tuple[str, ...]
    """What people call such a thing, in the singular, besides the words of the names within it."""
    classes: tuple[int, ...]
    """The classes that are called so and by no name within it."""
    trust: float = 0.0
    """What its log-odds are raised by because it is right more often than others, or lowered."""


@dataclass(frozen=True, kw_only=True)
class Witness:
    """A tree of names, and how probable each is when the network finds it so."""

    names: tuple[Name, ...]
    """Each after the one that it is within. Each class is in exactly one."""
    temperature: float
    """What the logits are divided by."""
    intercept: float
    slope: float
    """A name's log-odds are intercept + trust + slope times those of the sum of its classes."""
    places: Mapping[str, int] = field(default_factory=dict)
    """Which of the encoder's log-odds of words speaks for a word. Words of one mean about the same."""

    def __post_init__(self) -> None:
        """Raises ValueError for names that are no tree, or numbers that no fit gives."""
        _check_tree(self.names)
        numbers = (self.temperature, self.intercept, self.slope, *(name.trust for name in self.names))
        if not (all(map(isfinite, numbers)) and self.temperature > 0 and self.slope >= 0):
            raise ValueError("a temperature that is not positive, or a slope that falls")

    def check(self, widths: Mapping[str, int]) -> None:
        """Raises ValueError where the encoder's outputs, of these widths, are not those that it was made of.

        Where there is no such output, nothing is asked of it.
        """
        classes, words = sum(len(name.classes) for name in self.names), widths.get(WORDS)
        if widths.get(CLASSES, classes) != classes:
            raise ValueError("other classes than the encoder has")
        if words is not None and not all(0 <= place < words for place in self.places.values()):
            raise ValueError("a word that the encoder does not have")

    def seen_in(self, look: Look) -> tuple[Thing, ...]:
        """What `things` finds in a picture; nothing where the encoder has no classifier."""
        logits = look.state.witness.get(CLASSES)
        return () if logits is None else self.things(logits[0])

    def things(
        self, logits: Logits, least: float = NAMED_AT, most: int = MOST_NAMED, besides: float = BESIDES_AT
    ) -> tuple[Thing, ...]:
        """What is in the picture of these logits [C], the surest first, none where nothing is sure enough.

        Of each branch of the tree the most exact name of a probability of at least `least`, and of at least
        `besides` where it is not the surest; of several that are as exact the surest, for two names of a
        branch are mostly one thing that was seen twice.
        """
        likely = self.likely(logits)
        enough = np.flatnonzero((likely >= least) & (self.shares(logits) >= LEAST_SHARE)).tolist()
        named_within = {self._parents[place] for place in enough}
        exact = [place for place in enough if place not in named_within]
        branches: dict[int, int] = {}
        for place in sorted(exact, key=lambda place: -likely[place]):
            branches.setdefault(self._branch(place), place)
        surest = list(branches.values())[:most]
        told = surest[:1] + [place for place in surest[1:] if likely[place] >= besides]
        return tuple(Thing(name=self.names[place].name, probability=float(likely[place])) for place in told)

    def likely(self, logits: Logits) -> Floats:
        """The calibrated probability [..., K] of each name by logits [..., C].

        What holds another name is never less probable than that.
        """
        shares = np.clip(self.shares(logits), _SMALLEST, 1 - _SMALLEST)
        trusts = np.array([name.trust for name in self.names])
        log_odds = self.intercept + trusts + self.slope * np.log(shares / (1 - shares))
        likely: Floats = 1 / (1 + np.exp(-log_odds))
        for place, parent in self._upwards:
            likely[..., parent] = np.maximum(likely[..., parent], likely[..., place])
        return likely

    def shares(self, logits: Logits) -> Floats:
        """The softmax of logits [..., C], summed up the tree [..., K]."""
        scaled = logits.astype(np.float64) / self.temperature
        odds = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
        shares: Floats = odds / odds.sum(axis=-1, keepdims=True) @ self._folding
        return shares

    def besides(self, things: Sequence[Thing], sentence: str | None) -> tuple[Thing, ...]:
        """Things, of which those are not told that the sentence names by whatever word: "dogs", "a bike"."""
        claims = (claim for part in (sentence or "").split(", ") for claim in claims_of(part))
        said = {singular(claim.word) for claim in claims if claim.kind == "thing"}
        known = {name.name for name, words in zip(self.names, self._singulars, strict=True) if said & words}
        for place, parent in self._upwards:
            if self.names[place].name in known:
                known.add(self.names[parent].name)
        return tuple(replace(thing, told=thing.name not in known) for thing in things)

    @cached_property
    def _singulars(self) -> tuple[frozenset[str], ...]:
        """The words of each name, of one each."""
        return tuple(frozenset(map(singular, name.words)) for name in self.names)

    def to_record(self) -> dict[str, object]:
        """As plain values for JSON."""
        return asdict(self)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "Witness":
        """What `to_record` gave. Raises KeyError, TypeError or ValueError for anything else."""
        names = tuple(
            Name(**{**name, "words": tuple(name["words"]), "classes": tuple(name["classes"])})
            for name in record["names"]
        )
        numbers = {key: float(record[key]) for key in ("temperature", "intercept", "slope")}
        places = {word: int(place) for word, place in record.get("places", {}).items()}
        return cls(names=names, places=places, **numbers)

    @cached_property
    def _parents(self) -> list[int | None]:
        """The place of what each name is within."""
        places = {name.name: place for place, name in enumerate(self.names)}
        return [None if name.within is None else places[name.within] for name in self.names]

    @cached_property
    def _upwards(self) -> list[tuple[int, int]]:
        """Places with their parents', so that what is within a name comes before that name's own."""
        pairs = [(place, parent) for place, parent in enumerate(self._parents) if parent is not None]
        return pairs[::-1]

    @cached_property
    def _folding(self) -> Floats:
        """Which classes are in which names [C, K], those of the names within a name too."""
        folding = np.zeros((sum(len(name.classes) for name in self.names), len(self.names)))
        for place, name in enumerate(self.names):
            folding[list(name.classes), place] = 1.0
        for place, parent in self._upwards:
            folding[:, parent] += folding[:, place]
        return folding

    def _branch(self, place: int) -> int:
        """The place of the top of its branch."""
        parent = self._parents[place]
        return place if parent is None else self._branch(parent)


def _check_tree(names: Sequence[Name]) -> None:
    known: set[str] = set()
    for name in names:
        if name.name in known or not (name.within is None or name.within in known):
            raise ValueError(f"{name.name} is there twice, or stands before what it is within")
        known.add(name.name)
    numbers = sorted(number for name in names for number in name.classes)
    if not numbers or numbers != list(range(len(numbers))):
        raise ValueError("a class is in no name, or in several")
