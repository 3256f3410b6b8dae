"""The caption of which the picture says most, and habit least: maximum mutual information.

After Li, Galley, Brockett, Gao and Dolan 2016, arXiv:1510.03055. "A man in a blue shirt" is probable whatever
the picture shows; what is probable of this picture alone tells more of it.
"""

from collections.abc import Sequence

import numpy as np

from narrator.captioning.network import Network, State
from narrator.captioning.teacher_forcing import teacher_forced
from narrator.captioning.vocabulary import Vocabulary
from narrator.description import Candidate

_GREY = 128


class MutualInformation:
    """By log p(caption | picture) - weight * log p(caption), both a word; of equals the one drawn sooner."""

    def __init__(self, network: Network, vocabulary: Vocabulary, habit: State, *, weight: float) -> None:
        """`habit` is the network's state where there is nothing to see; the weight 0 is plain probability."""
        self._network = network
        self._vocabulary = vocabulary
        self._habit = habit
        self._weight = weight

    def rank(self, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
        """The one that owes most to the picture first."""
        captions = [self._vocabulary.encode(candidate.caption) for candidate in candidates]
        habitual = teacher_forced(self._network, self._habit, captions)
        scores = [
            candidate.log_prob - self._weight * hypothesis.log_prob
            for candidate, hypothesis in zip(candidates, habitual, strict=True)
        ]
        ranked = sorted(zip(scores, candidates, strict=True), key=lambda each: -each[0])
        return tuple(candidate for _, candidate in ranked)


def nothing_to_see(network: Network) -> State:
    """The state of a grey picture: an empty grid of features cannot be had from the graphs."""
    side = network.image_size
    return network.encode(np.full((side, side, 3), _GREY, dtype=np.uint8))
