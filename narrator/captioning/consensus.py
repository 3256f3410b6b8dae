"""The caption that is most like all the others: minimum Bayes risk (Kumar and Byrne 2004, N04-1022).

A caption that differs from the rest in one word risks little, whichever of them is true.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, fsum
from typing import Literal

from narrator.captioning.similarity import EVEN, Rarity, similarities
from narrator.description import Candidate


@dataclass(frozen=True, kw_only=True)
class Consensus:
    """By the mean CIDEr-D with all samples as references; of equals the most probable.

    Which runs of words are rare only those know who have the training captions, so that by default all count
    alike.
    """

    voters: Literal["samples", "model"] = "samples"
    """Each sample has a vote; or each distinct caption as much as the network finds it probable."""
    rarity: Rarity = EVEN

    def rank(self, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
        """The one that is nearest to all others first."""
        votes = (
            [candidate.count for candidate in candidates] if self.voters == "samples" else _shares(candidates)
        )
        alike = similarities([candidate.caption for candidate in candidates], self.rarity)
        # An exact sum does not depend on the order of the candidates.
        support = [
            fsum(vote * value for vote, value in zip(votes, row, strict=True)) for row in alike.tolist()
        ]
        ranked = sorted(zip(support, candidates, strict=True), key=lambda each: (-each[0], -each[1].log_prob))
        return tuple(candidate for _, candidate in ranked)


def _shares(candidates: Sequence[Candidate]) -> list[float]:
    """Each one's probability at the mean length, so that short ones have no greater say; not normalised."""
    length = sum(len(candidate.caption.split()) + 1 for candidate in candidates) / len(candidates)
    best = max(candidate.log_prob for candidate in candidates)
    return [exp(length * (candidate.log_prob - best)) for candidate in candidates]
