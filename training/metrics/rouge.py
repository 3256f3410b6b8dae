"""ROUGE-L: how much of a caption and its references runs in the same order.

Lin 2004: an F-measure over the longest common subsequence, recall weighing more. As in COCO's
evaluation, precision and recall are each the best over the references, perhaps of different ones.
"""

from collections.abc import Sequence

from training.metrics.ngrams import Words

BETA = 1.2
"""How many times more recall counts than precision."""


def rouge_l(candidates: Sequence[Words], references: Sequence[Sequence[Words]]) -> list[float]:
    """ROUGE-L of each picture's candidate, 0 to 1; the corpus' score is the mean."""
    return [_score(words, captions) for words, captions in zip(candidates, references, strict=True)]


def _score(words: Words, captions: Sequence[Words]) -> float:
    common = [_longest_common_subsequence(words, caption) for caption in captions]
    # Nothing said counts as one wrong word, in COCO's evaluation too.
    precision = max(common) / max(1, len(words))
    recall = max(shared / max(1, len(caption)) for shared, caption in zip(common, captions, strict=True))
    if precision == 0 or recall == 0:
        return 0.0
    return (1 + BETA**2) * precision * recall / (recall + BETA**2 * precision)


def _longest_common_subsequence(first: Words, second: Words) -> int:
    """Its length, by dynamic programming over one row."""
    row = [0] * (len(second) + 1)
    for word in first:
        before = 0
        for column, other in enumerate(second, start=1):
            above = row[column]
            row[column] = before + 1 if word == other else max(above, row[column - 1])
            before = above
    return row[-1]
