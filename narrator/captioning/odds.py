"""How likely each claim of a caption is borne out: the judge that comes with a bundle.

What counts most is what the witness finds of a claim's word: a logistic regression for each word on all
classes that it knows (`narrator.captioning.witness` has names for the same classes). Beside that stand the
samples that say the word, how certain the network was, and what kind of picture it is. Each kind of claim has
coefficients of its own. `python -m training.calibrate` makes them, and says there what counts as borne out.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from narrator.captioning.claims import KINDS, Claimed
from narrator.captioning.familiarity import Familiarity
from narrator.captioning.judging import Evidence
from narrator.captioning.signs import LogOdds, signs_of_picture
from narrator.captioning.witness import WORDS
from narrator.description import Candidate

SIGNS = frozenset({"seen", "known", "said", "certainty", "familiarity", "clear"})
"""What `claim_signs` tells."""


@dataclass(frozen=True, kw_only=True)
class ClaimOdds:
    """A regression for each kind of claim."""

    words: Mapping[str, int]
    """Which of the witness's W words speaks for a word. Words of one mean about the same."""
    kinds: Mapping[str, LogOdds]
    """One for each of `claims.KINDS`."""
    even: float
    """The probability from which on a claim is told."""
    familiarity: Familiarity

    def judge(self, evidence: Evidence) -> list[list[float]]:
        """The probability of each claim of each candidate, from 0 to 1."""
        seen = evidence.look.state.witness.get(WORDS)
        distance = self.familiarity.distance(evidence.look.features)
        signs = claim_signs(
            evidence.candidates,
            evidence.claims,
            self.words,
            None if seen is None else seen[0],
            distance,
            evidence.kind,
        )
        return self.probabilities(evidence.claims, signs)

    def probabilities(
        self, claims: Sequence[Sequence[Claimed]], signs: Sequence[Sequence[Mapping[str, float]]]
    ) -> list[list[float]]:
        """The same from what `claim_signs` gives."""
        return [
            [self.kinds[claim.kind].probability(values) for claim, values in zip(own, each, strict=True)]
            for own, each in zip(claims, signs, strict=True)
        ]

    def __post_init__(self) -> None:
        """Raises ValueError for a threshold that is no probability."""
        if not 0 < self.even <= 1:
            raise ValueError("a claim is told from no probability on")

    def to_record(self) -> dict[str, object]:
        """As plain values for JSON, but for words and familiarity, which have places of their own."""
        return {"kinds": {kind: odds.to_record() for kind, odds in self.kinds.items()}, "even": self.even}

    @classmethod
    def from_record(
        cls, record: Mapping[str, Any], words: Mapping[str, int], familiarity: Familiarity
    ) -> "ClaimOdds":
        """What `to_record` gave. Raises KeyError, TypeError or ValueError for anything else."""
        return cls(
            words=words,
            kinds={kind: LogOdds.from_record(record["kinds"][kind], SIGNS) for kind in KINDS},
            even=float(record["even"]),
            familiarity=familiarity,
        )


def claim_signs(
    candidates: Sequence[Candidate],
    claims: Sequence[Sequence[Claimed]],
    words: Mapping[str, int],
    seen: NDArray[np.float32] | None,
    distance: float,
    kind: str,
) -> list[list[dict[str, float]]]:
    """What speaks for each claim of each candidate.

    * `seen`: the witness's log-odds of the word; NaN for a word that it does not know.
    * `known`: 1 if it knows it, else 0.
    * `said`: the share of the samples that say it, or a word that means about the same.
    * `certainty`, `familiarity` and `clear`: those of the first candidate, as in `signs.signs_of`.
    """
    common = signs_of_picture(candidates[0], distance, kind)
    samples = sum(candidate.count for candidate in candidates)
    meant = [{words.get(claim.word, claim.word) for claim in own} for own in claims]

    def signs(claim: Claimed) -> dict[str, float]:
        meaning = words.get(claim.word, claim.word)
        said = sum(each.count for each, all_ in zip(candidates, meant, strict=True) if meaning in all_)
        found = math.nan if seen is None or isinstance(meaning, str) else float(seen[meaning])
        return {**common, "seen": found, "known": float(not math.isnan(found)), "said": said / samples}

    return [[signs(claim) for claim in own] for own in claims]
