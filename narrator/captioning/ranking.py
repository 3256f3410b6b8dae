"""Which of several captions is spoken."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from narrator.captioning.consensus import Consensus
from narrator.captioning.decoding import Hypothesis
from narrator.captioning.vocabulary import Vocabulary
from narrator.description import Candidate


class Ranker(Protocol):
    """One way to choose."""

    def rank(self, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
        """The same candidates, which come in the order they were drawn in, the one to be spoken first."""


@dataclass(frozen=True, kw_only=True)
class MostProbable:
    """By the network's own log-probability a word, the end included; of equals the one drawn sooner.

    A word, because the plain sum prefers short captions. What a beam found can be ranked so as well.
    """

    length_power: float = 1.0
    """The sum is divided by this power of the length: 0 leaves it as it is, 1 makes it the mean a word."""

    def rank(self, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
        """The most probable first."""
        return tuple(sorted(candidates, key=lambda candidate: -self._score(candidate)))

    def _score(self, candidate: Candidate) -> float:
        length = len(candidate.caption.split()) + 1
        return candidate.log_prob * float(length ** (1.0 - self.length_power))


MOST_PROBABLE = "most probable"
RANKINGS: Mapping[str, Ranker] = {
    MOST_PROBABLE: MostProbable(),
    "consensus": Consensus(),
    "weighted consensus": Consensus(voters="model"),
}
"""Those that a person can choose by name: all that need no second reading by the network."""


def merge(hypotheses: Sequence[Hypothesis], vocabulary: Vocabulary) -> tuple[Candidate, ...]:
    """Finished hypotheses -> distinct captions with counts, in the order in which they were first drawn."""
    counts = Counter(hypothesis.tokens for hypothesis in hypotheses)
    log_probs = {hypothesis.tokens: hypothesis.log_prob for hypothesis in hypotheses}
    return tuple(
        Candidate(caption=vocabulary.caption(tokens), log_prob=log_probs[tokens], count=count)
        for tokens, count in counts.items()
    )
