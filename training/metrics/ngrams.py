"""The n-grams of a caption, which BLEU and CIDEr-D both count."""

from collections import Counter
from collections.abc import Sequence

Words = Sequence[str]
"""A caption after `tokenize`."""

NGram = tuple[str, ...]

LONGEST = 4
"""Words in the longest n-gram that is counted."""


def count_ngrams(words: Sequence[str]) -> Counter[NGram]:
    """How often each run of one to four words occurs."""
    counts: Counter[NGram] = Counter()
    for order in range(1, LONGEST + 1):
        counts.update(zip(*(words[start:] for start in range(order)), strict=False))
    return counts
