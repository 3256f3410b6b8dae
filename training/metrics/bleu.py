"""BLEU: how much of what is said the references say too.

Papineni, Roukos, Ward and Zhu 2002: the geometric mean of the clipped precision of n-grams, over a
whole corpus, times a penalty for brevity. The reference length of a picture is the one closest to the
candidate's, the shorter of two equally close.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from training.metrics.ngrams import LONGEST, NGram, Words, count_ngrams

# The two small numbers of COCO's evaluation, which keep an empty corpus from dividing by zero.
_SMALL = 1e-9
_TINY = 1e-15


def bleu(candidates: Sequence[Words], references: Sequence[Sequence[Words]]) -> list[float]:
    """BLEU-1, -2, -3 and -4 of a corpus, each 0 to 1; one candidate and some references a picture."""
    return [float(score) for score in bleu_of(bleu_counts(candidates, references).sum(axis=0))]


def bleu_counts(candidates: Sequence[Words], references: Sequence[Sequence[Words]]) -> NDArray[np.int64]:
    """What is counted of each of P pictures, [P, 2 + 4 + 4].

    How many words were said and how many expected; of each length of n-gram, how many were said, and how many
    of these are right.
    """
    counted = [_counts(words, captions) for words, captions in zip(candidates, references, strict=True)]
    return np.array(counted, dtype=np.int64).reshape(-1, 2 + 2 * LONGEST)


def bleu_of(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Counts summed over a corpus, or over many [..., 10] -> BLEU-1 to BLEU-4 of each [..., 4]."""
    length, expected = counts[..., 0], counts[..., 1]
    said, correct = counts[..., 2 : 2 + LONGEST], counts[..., 2 + LONGEST :]
    ratio = (length + _TINY) / (expected + _SMALL)
    brevity = np.exp(np.minimum(0.0, 1 - 1 / ratio))
    products = ((correct + _TINY) / (said + _SMALL)).cumprod(axis=-1)
    return np.asarray(brevity[..., np.newaxis] * products ** (1 / np.arange(1, LONGEST + 1)))


def _counts(words: Words, captions: Sequence[Words]) -> list[int]:
    allowed: Counter[NGram] = Counter()
    for caption in captions:
        allowed |= count_ngrams(caption)
    counts = count_ngrams(words)
    said, correct = [0] * LONGEST, [0] * LONGEST
    for ngram, count in counts.items():
        said[len(ngram) - 1] += count
    for ngram, count in (counts & allowed).items():
        correct[len(ngram) - 1] += count
    return [len(words), _closest([len(caption) for caption in captions], len(words)), *said, *correct]


def _closest(lengths: Sequence[int], length: int) -> int:
    return min(lengths, key=lambda expected: (abs(expected - length), expected))
