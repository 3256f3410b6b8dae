"""Captions whose claims were judged by what people wrote, and the odds that are fitted to them.

A claim is borne out if a reference has its word, another form of it or a near synonym, as in
`training.trust.rightness`. People do not write of all that is there, so this counts too few.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from narrator.captioning.claims import KINDS, Claimed, claims_of
from narrator.captioning.familiarity import Familiarity
from narrator.captioning.judging import told_of
from narrator.captioning.odds import ClaimOdds, claim_signs
from narrator.description import Candidate, Claims, Thing
from training.trust.rightness import is_borne_out, words_meant
from training.trust.sign_odds import fit_odds

TOLD_FROM = 0.6
"""What is less probable is not told. It is more than even odds, for of the words for things that are told no
more than one in seven should be without support."""
OFTEN = {"vizwiz": 5}
"""Photographs by those for whom this is made are few, and count so many times each."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Claimant:
    """What a captioner says of one picture, with all that the odds of its claims rest on."""

    dataset: str
    candidates: tuple[Candidate, ...]
    """In neutral words, the most probable first."""
    seen: NDArray[np.float32] | None
    """The witness's log-odds of words [W]."""
    distance: float
    """From the training pictures."""
    kind: str
    references: tuple[str, ...]
    words: Mapping[str, int]
    """Which of the witness's W words speaks for a word."""
    things: tuple[Thing, ...] = ()
    """What the witness names."""

    @cached_property
    def claims(self) -> list[tuple[Claimed, ...]]:
        """Those of each candidate."""
        return [claims_of(candidate.caption) for candidate in self.candidates]

    @cached_property
    def borne_out(self) -> list[list[bool]]:
        """Whether each claim of each candidate is."""
        said = words_meant(self.references)
        return [[is_borne_out(claim.word, said) for claim in own] for own in self.claims]

    @cached_property
    def signs(self) -> list[list[dict[str, float]]]:
        """What speaks for each claim of each candidate."""
        return claim_signs(self.candidates, self.claims, self.words, self.seen, self.distance, self.kind)

    def probabilities(self, odds: ClaimOdds) -> list[list[float]]:
        """Those of each claim of each candidate."""
        return odds.probabilities(self.claims, self.signs)

    def told(self, odds: ClaimOdds) -> Claims:
        """What the program tells."""
        probabilities = self.probabilities(odds)
        return told_of(self.candidates, self.claims, probabilities, self.things, even=odds.even)


def fit_claims(claimants: Sequence[Claimant], familiarity: Familiarity) -> ClaimOdds:
    """Fit the odds of each kind of claim to the claims of all candidates of pictures, at least one."""
    values: dict[str, list[dict[str, float]]] = {kind: [] for kind in KINDS}
    right: dict[str, list[bool]] = {kind: [] for kind in KINDS}
    for each in claimants:
        for claims, own, truths in zip(each.claims, each.signs, each.borne_out, strict=True):
            for claim, sign, truth in zip(claims, own, truths, strict=True):
                times = OFTEN.get(each.dataset, 1)
                values[claim.kind] += [sign] * times
                right[claim.kind] += [truth] * times
    kinds = {kind: fit_odds(values[kind], right[kind]) for kind in KINDS}
    return ClaimOdds(words=claimants[0].words, kinds=kinds, even=TOLD_FROM, familiarity=familiarity)
