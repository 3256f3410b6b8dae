"""Which words may be drawn at all; the rest of what a network finds possible is too often nonsense.

Shape letter: V vocabulary.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from narrator.errors import SettingsError


class Truncation(Protocol):
    """One way to cut off what is improbable."""

    def kept(self, log_probs: NDArray[np.float32], position: int) -> NDArray[np.int64]:
        """Log-probabilities [V], -inf for what is forbidden -> the ids that remain, the most probable first.

        Positions count the words said so far.
        """


@dataclass(frozen=True, kw_only=True)
class TopK:
    """The k most probable words (Fan, Lewis and Dauphin 2018, arXiv:1805.04833).

    Raises `SettingsError` when a k is less than 1.
    """

    k: int
    schedule: tuple[tuple[int, int], ...] = ()
    """(position, k): another k before that position."""

    def __post_init__(self) -> None:
        fewest = min([self.k, *(k for _, k in self.schedule)])
        if fewest < 1:
            raise SettingsError(f"The number of choices is {fewest}; set it to 1 or more.")

    def kept(self, log_probs: NDArray[np.float32], position: int) -> NDArray[np.int64]:
        """At most k of them."""
        return best(log_probs, self.choices(position))

    def choices(self, position: int) -> int:
        """The k of a position."""
        return next((k for until, k in self.schedule if position < until), self.k)


DECK = TopK(schedule=((4, 4), (7, 2)), k=1)
"""Open at the beginning, where captions part, and sure of itself from the eighth word on."""


@dataclass(frozen=True, kw_only=True)
class Nucleus:
    """The fewest words that hold the share p of the probability (Holtzman et al. 2020, arXiv:1904.09751).

    The probability is the network's own among the allowed words, whatever the temperature.
    Raises `SettingsError` when p is not above 0 and at most 1.
    """

    p: float

    def __post_init__(self) -> None:
        if not 0 < self.p <= 1:
            raise SettingsError(
                f"The nucleus holds {self.p} of the probability; set it above 0, at most to 1."
            )

    def kept(self, log_probs: NDArray[np.float32], position: int) -> NDArray[np.int64]:
        """As many as it takes, wherever the position."""
        probabilities = np.exp(log_probs.astype(np.float64) - log_probs.max())
        probabilities /= probabilities.sum()
        # All words of (1 - p) / V or less hold at most 1 - p together, so none of these thousands is sorted.
        likely = np.flatnonzero(probabilities > (1 - self.p) / len(probabilities))
        ordered = likely[np.argsort(-probabilities[likely], kind="stable")]
        enough = int(np.searchsorted(probabilities[ordered].cumsum(), self.p)) + 1
        return ordered[:enough]


def best(scores: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """Where the k greatest finite scores are, the greatest first and of equals the first.

    For so few of so many, argmax again and again is several times faster than a partition.
    """
    scores = scores.copy()
    places = []
    for _ in range(k):
        place = int(scores.argmax())
        if scores[place] == -np.inf:
            break
        places.append(place)
        scores[place] = -np.inf
    return np.array(places, dtype=np.int64)
