"""BLEU: how much of what is said the references say too.

Papineni, Roukos, Ward and Zhu 2002: the geometric mean of the clipped precision of n-grams, over a
whole corpus, times a penalty for brevity. The reference length of a picture is the one closest to the
candidate's, the shorter of two equally close.
"""

import math
from collections import Counter
from collections.abc import Sequence

from training.metrics.ngrams import LONGEST, NGram, Words, count_ngrams

# The two small numbers of COCO's evaluation, which keep an empty corpus from dividing by zero.
_SMALL = 1e-9
_TINY = 1e-15


def bleu(candidates: Sequence[Words], references: Sequence[Sequence[Words]]) -> list[float]:
    """BLEU-1, -2, -3 and -4 of a corpus, each 0 to 1; one candidate and some references a picture."""
    said, correct = [0] * LONGEST, [0] * LONGEST
    length = expected = 0
    for words, captions in zip(candidates, references, strict=True):
        length += len(words)
        expected += _closest([len(caption) for caption in captions], len(words))
        allowed: Counter[NGram] = Counter()
        for caption in captions:
            allowed |= count_ngrams(caption)
        counts = count_ngrams(words)
        for ngram, count in counts.items():
            said[len(ngram) - 1] += count
        for ngram, count in (counts & allowed).items():
            correct[len(ngram) - 1] += count

    ratio = (length + _TINY) / (expected + _SMALL)
    brevity = math.exp(1 - 1 / ratio) if ratio < 1 else 1.0
    precisions = [
        (right + _TINY) / (all_said + _SMALL) for right, all_said in zip(correct, said, strict=True)
    ]
    return [brevity * math.prod(precisions[:order]) ** (1 / order) for order in range(1, LONGEST + 1)]


def _closest(lengths: Sequence[int], length: int) -> int:
    return min(lengths, key=lambda expected: (abs(expected - length), expected))
