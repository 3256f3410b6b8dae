"""Which word translates which, learned from pairs of sentences alone: IBM's model 1.

Brown et al. 1993, J93-2003: each word of a target comes from one word of its source, or from none, and all
places are equally likely. Expectation maximisation then finds how probable each word is given another.

Shape letters: W words of one language, P pairs of words that are in a pair of sentences, C cells: each word
of a target with each of its source.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ITERATIONS = 10
FROM_NONE = 1e-3
"""How probable a word is without any word of the other sentence."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Lexicon:
    """How probable words are given those of the other language."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    pairs: NDArray[np.int64]
    """[P, 2]: places in `sources` and in `targets`."""
    forward: NDArray[np.float64]
    """[P]: p(target | source)."""
    backward: NDArray[np.float64]
    """[P]: p(source | target)."""
    together: NDArray[np.int64]
    """[P]: in how many sentences."""


def learn_lexicon(sentences: Sequence[tuple[Sequence[str], Sequence[str]]]) -> Lexicon:
    """The words of sources beside those of their targets -> what translates what."""
    sources, targets = (sorted({word for pair in sentences for word in pair[side]}) for side in (0, 1))
    numbers = [{word: i for i, word in enumerate(words)} for words in (sources, targets)]
    coded = [
        tuple(
            np.array([number[word] for word in words], dtype=np.int64)
            for number, words in zip(numbers, pair, strict=True)
        )
        for pair in sentences
    ]
    cells = np.concatenate([_cells(source, target) for source, target in coded])
    keys, inverse, together = np.unique(
        cells[:, 0] * len(targets) + cells[:, 1], return_inverse=True, return_counts=True
    )
    pairs = np.stack([keys // len(targets), keys % len(targets)], axis=1)
    forward = _given(pairs[:, 0], inverse, _places(coded, 1))
    backward = _given(pairs[:, 1], inverse, _places(coded, 0))
    return Lexicon(
        sources=tuple(sources),
        targets=tuple(targets),
        pairs=pairs,
        forward=forward,
        backward=backward,
        together=together,
    )


def _cells(source: NDArray[np.int64], target: NDArray[np.int64]) -> NDArray[np.int64]:
    """[S] and [T] -> [S * T, 2]."""
    return np.stack([np.repeat(source, len(target)), np.tile(target, len(source))], axis=1)


def _places(coded: Sequence[tuple[NDArray[np.int64], ...]], side: int) -> NDArray[np.int64]:
    """[C]: the number of each cell's word on that side, counted through all sentences."""
    before = 0
    places = []
    for source, target in coded:
        own = np.arange(len((source, target)[side])) + before
        places.append(np.tile(own, len(source)) if side else np.repeat(own, len(target)))
        before += len(own)
    return np.concatenate(places)


def _given(
    givers: NDArray[np.int64], cells: NDArray[np.int64], places: NDArray[np.int64]
) -> NDArray[np.float64]:
    """[P] p(the other word | the giver) of each pair; cells are numbers of pairs [C]."""
    probable = np.ones(len(givers))
    for _ in range(ITERATIONS):
        shares = probable[cells]
        explained = np.bincount(places, shares) + FROM_NONE
        counts = np.bincount(cells, shares / explained[places], len(givers))
        probable = counts / np.bincount(givers, counts)[givers]
    return probable
