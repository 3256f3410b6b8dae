"""How well queries find their pictures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from narrator.captioning.finder import Finder

Asked = Sequence[tuple[str, int]]
"""Queries, and which of the pictures each is of."""


@dataclass(frozen=True, kw_only=True)
class Recall:
    """The share of queries whose picture is among the first, in per cent, and the middle of all ranks."""

    first: float
    of_five: float
    of_ten: float
    median: float

    @classmethod
    def of(cls, ranks: NDArray[np.int64]) -> "Recall":
        """From the ranks of the right pictures, the best being 1."""
        first, of_five, of_ten = (100 * float((ranks <= most).mean()) for most in (1, 5, 10))
        return cls(first=first, of_five=of_five, of_ten=of_ten, median=float(np.median(ranks)))

    def cells(self) -> list[str]:
        """For a table."""
        return [f"{self.first:.1f}", f"{self.of_five:.1f}", f"{self.of_ten:.1f}", f"{self.median:g}"]


def scores(finder: Finder, pictures: NDArray[np.int8], asked: Asked) -> NDArray[np.float32]:
    """The products [Q, N] of queries with pictures [N, D]; 0 for a query without a known word."""
    vectors = [finder.query(query) for query, _ in asked]
    nothing = np.zeros(pictures.shape[1], np.float32)
    queries = np.stack([nothing if vector is None else vector for vector in vectors])
    return queries @ pictures.T.astype(np.float32) / np.float32(127)


def ranks_of(found: NDArray[np.float32], asked: Asked) -> NDArray[np.int64]:
    """The rank of each query's picture, from its scores [Q, N]; of equals the worst place counts."""
    right = found[np.arange(len(found)), [picture for _, picture in asked]]
    return np.asarray((found >= right[:, np.newaxis]).sum(axis=1))


def recall_of(finder: Finder, pictures: NDArray[np.int8], asked: Asked) -> Recall:
    """By the vectors alone."""
    return Recall.of(ranks_of(scores(finder, pictures, asked), asked))


def fitting_from(
    finder: Finder, shown: Mapping[str, NDArray[np.int8]], asked: Mapping[str, Asked]
) -> tuple[Finder, str]:
    """The finder with the product from which on a picture fits, and what that means in a sentence.

    It is the one that nine in ten of the first set's queries reach with the best of the set's pictures.
    Queries of other sets, most of which none of these pictures fits, tell how many reach it falsely.
    """
    first, *others = shown
    best = scores(finder, shown[first], asked[first]).max(axis=1)
    fitting = float(np.quantile(best, 0.1))
    strange = [
        f"{(scores(finder, shown[first], asked[name]).max(axis=1) >= fitting).mean():.0%} of {name}'s"
        for name in others
    ]
    told = (
        f"From a product of {fitting:.3f} on a picture fits: 90% of {first}'s queries find such a one there"
    )
    return replace(finder, fitting=fitting), ", ".join([told, *strange]) + "."
