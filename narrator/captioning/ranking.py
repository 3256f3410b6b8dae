"""Which of several captions is spoken."""

from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from narrator.captioning.decoding import Hypothesis
from narrator.captioning.vocabulary import Vocabulary
from narrator.description import Candidate


class Ranker(Protocol):
    """One way to choose."""

    def rank(self, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
        """The same candidates, which come in the order they were drawn in, the one to be spoken first."""


class MostProbable:
    """By the network's own log-probability a word, the end included; of equals the one drawn sooner.

    A word, because the plain sum prefers short captions.
    """

    def rank(self, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
        """The most probable first."""
        return tuple(sorted(candidates, key=lambda candidate: -candidate.log_prob))


def merge(hypotheses: Sequence[Hypothesis], vocabulary: Vocabulary) -> tuple[Candidate, ...]:
    """Finished hypotheses -> distinct captions with counts, in the order in which they were first drawn."""
    counts = Counter(hypothesis.tokens for hypothesis in hypotheses)
    log_probs = {hypothesis.tokens: hypothesis.log_prob for hypothesis in hypotheses}
    return tuple(
        Candidate(caption=vocabulary.caption(tokens), log_prob=log_probs[tokens], count=count)
        for tokens, count in counts.items()
    )
