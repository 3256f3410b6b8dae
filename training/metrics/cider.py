"""CIDEr-D: how far a caption shares the words that people find worth saying of a picture.

Vedantam, Zitnick and Parikh 2015, arXiv:1411.5726: the cosine of tf-idf vectors of n-grams,
averaged over references and over n = 1..4, times ten. The variant D clips what a caption can earn
by repeating a word and damps it when its length differs from the reference's. The COCO evaluation
code calls its class `Cider` and computes CIDEr-D, so "CIDEr" in papers about COCO means this.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from training.metrics.ngrams import LONGEST, NGram, Words, count_ngrams

SIGMA = 6.0
"""Standard deviation, in words, of the Gaussian that damps a difference in length."""

SCALE = 10.0
"""CIDEr-D runs from 0 to this."""


def document_frequency(references: Iterable[Sequence[Words]]) -> Counter[NGram]:
    """In how many pictures' references each n-gram occurs."""
    frequency: Counter[NGram] = Counter()
    for captions in references:
        frequency.update({ngram for words in captions for ngram in count_ngrams(words)})
    return frequency


@dataclass(frozen=True, kw_only=True)
class PreparedReferences:
    """One picture's references, turned inside out for fast scoring."""

    lengths: tuple[int, ...]
    """Words of each reference."""
    weights: Mapping[NGram, tuple[tuple[int, float, float], ...]]
    """For each n-gram, the references that hold it: number, tf-idf, and tf-idf over the vector's norm."""


class CiderD:
    """CIDEr-D of single captions, with rarity learned once from many pictures.

    For evaluation rarity comes from the references of the pictures that are evaluated; as a reward
    in training it comes from all training references. References are prepared once a picture;
    then `score` costs a few lookups per n-gram of the candidate.
    """

    def __init__(self, frequency: Mapping[NGram, int], pictures: int) -> None:
        """Take the document frequency of n-grams over so many pictures."""
        # N-grams that no reference holds count as if one did: their rarity is log(pictures). So those that
        # one does hold, most of all, need not be kept.
        self._unseen = math.log(pictures)
        self._rarity = {
            ngram: self._unseen - math.log(count) for ngram, count in frequency.items() if count > 1
        }

    @classmethod
    def from_references(cls, references: Sequence[Sequence[Words]]) -> Self:
        """Learn rarity from the references of many pictures: pictures, captions of each, words of each."""
        return cls(document_frequency(references), len(references))

    def prepare(self, references: Sequence[Words]) -> PreparedReferences:
        """Compute the vectors of one picture's references. There must be at least one."""
        if not references:
            raise ValueError("CIDEr-D needs at least one reference a picture.")
        weights: dict[NGram, list[tuple[int, float, float]]] = {}
        for number, words in enumerate(references):
            vector = self._vector(words)
            norms = _norms(vector)
            for ngram, weight in vector.items():
                if weight > 0.0:
                    entry = (number, weight, weight / norms[len(ngram)])
                    weights.setdefault(ngram, []).append(entry)
        return PreparedReferences(
            lengths=tuple(len(words) for words in references),
            weights={ngram: tuple(entries) for ngram, entries in weights.items()},
        )

    def score(self, candidate: Words, references: PreparedReferences) -> float:
        """CIDEr-D of one caption, 0 to 10."""
        vector = self._vector(candidate)
        norms = _norms(vector)
        damping = [_damping(len(candidate), length) for length in references.lengths]
        total = 0.0
        for ngram, weight in vector.items():
            for number, expected, share in references.weights.get(ngram, ()):
                # Clipping: what is said oftener than in the reference earns nothing more.
                total += damping[number] * min(weight, expected) * share / norms[len(ngram)]
        return SCALE * total / (LONGEST * len(references.lengths))

    def _vector(self, words: Words) -> dict[NGram, float]:
        """The tf-idf of each n-gram; all orders share one table, for their keys differ in length."""
        rarity, unseen = self._rarity, self._unseen
        return {ngram: count * rarity.get(ngram, unseen) for ngram, count in count_ngrams(words).items()}


def cider_d(candidates: Sequence[Words], references: Sequence[Sequence[Words]]) -> list[float]:
    """CIDEr-D of each picture's candidate, rarity coming from these same references.

    The corpus' score is the mean.
    """
    scorer = CiderD.from_references(references)
    return [
        scorer.score(words, scorer.prepare(captions))
        for words, captions in zip(candidates, references, strict=True)
    ]


def _norms(vector: Mapping[NGram, float]) -> list[float]:
    """The Euclidean norm of each order's vector, at the order's index."""
    squares = [0.0] * (LONGEST + 1)
    for ngram, weight in vector.items():
        squares[len(ngram)] += weight * weight
    return [math.sqrt(square) for square in squares]


def _damping(length: int, expected: int) -> float:
    # The reference code counts bigrams for words, so that no word and one word are equally long.
    difference = max(length, 1) - max(expected, 1)
    return math.exp(-(difference**2) / (2 * SIGMA**2))
