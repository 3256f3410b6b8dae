"""How alike captions are: CIDEr-D of each of them, with each as the only reference.

Vedantam, Zitnick and Parikh 2015, arXiv:1411.5726: runs of one to four words are compared by the cosine
of their counts, each weighed by how rare it is; whatever a caption says oftener than the other earns
nothing, and a difference in length is damped.

Shape letters: N captions, R different runs of words.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

Run = tuple[str, ...]

_LONGEST = 4
"""Words in a run."""
_DEVIATION = 6.0
"""Of the Gaussian that damps a difference in length, in words."""
_SCALE = 10.0
"""Two captions of four words or more that are the same have this."""


@dataclass(frozen=True, kw_only=True)
class Rarity:
    """How much a run of words says."""

    weights: Mapping[Run, float]
    otherwise: float
    """The weight of all that are not listed."""

    @classmethod
    def counted(cls, frequency: Mapping[Run, int], pictures: int) -> "Rarity":
        """The logarithm of how many pictures there are for each whose captions hold the run."""
        weights = {run: log(pictures / count) for run, count in frequency.items()}
        return cls(weights=weights, otherwise=log(pictures))

    def of(self, run: Run) -> float:
        """One run's weight."""
        return self.weights.get(run, self.otherwise)


EVEN = Rarity(weights={}, otherwise=1.0)
"""Every run says as much as any other: for where nobody has counted them."""


def similarities(captions: Sequence[str], rarity: Rarity = EVEN) -> NDArray[np.float64]:
    """Captions of lower-case words -> [N, N], each row's caption against each column's, from 0 to 10."""
    words = [caption.split() for caption in captions]
    lengths = np.array([len(each) for each in words])
    damping = np.exp(-(np.subtract.outer(lengths, lengths) ** 2) / (2 * _DEVIATION**2))
    cosines = [_cosines([_runs(each, length) for each in words], rarity) for length in range(1, _LONGEST + 1)]
    return np.asarray(_SCALE * damping * np.mean(cosines, axis=0))


def _runs(words: Sequence[str], length: int) -> Counter[Run]:
    return Counter(zip(*(words[start:] for start in range(length)), strict=False))


def _cosines(runs: Sequence[Counter[Run]], rarity: Rarity) -> NDArray[np.float64]:
    """The cosine of the weighed counts, [N, N]; 0 where a caption is too short to have any."""
    known = sorted(set().union(*runs))
    counts = np.array([[each[run] for run in known] for each in runs], dtype=np.float64)  # [N, R]
    weighed = counts * np.array([rarity.of(run) for run in known])
    lengths = np.linalg.norm(weighed, axis=1)
    lengths[lengths == 0] = 1.0
    # Row by row, because all at once would take N * N * R of memory.
    products = [(np.minimum(row, weighed) * weighed).sum(axis=1) for row in weighed]
    return np.asarray(np.stack(products) / np.outer(lengths, lengths))
