"""The order of what was found: how near vectors are, and which words pictures have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WORDS_COUNT = 0.1
"""How much words count beside the vector: of the values tried on Flickr8k's development
pictures the best. `python -m benchmarks.finding` prints what each way of ranking finds."""
CAPTIONER_COUNTS = 0.03
"""How much a nat of the captioner's own log-probability counts beside these."""
BLOCK = 20_000
"""So many vectors are turned into floating point numbers at once."""


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """A picture and why it has its place."""

    id: int
    score: float
    nearness: float | None
    """The product of its vector with the query's; None where it has none."""
    words: float
    """How well its words fit, of the best one's: from 0 to 1."""


def nearness(embeddings: bytes, query: NDArray[np.float32]) -> NDArray[np.float32]:
    """The products [N] of vectors [N, D], a byte a number, one after the other, with one [D] of length 1."""
    rows = np.frombuffer(embeddings, np.int8).reshape(-1, len(query))
    parts = [rows[start : start + BLOCK] @ query for start in range(0, len(rows), BLOCK)]
    return (np.concatenate(parts) / 127).astype(np.float32) if parts else np.zeros(0, np.float32)


def ranked(
    ids: Sequence[int],
    near: NDArray[np.float32],
    by_words: Mapping[int, float],
    limit: int,
    *,
    words_count: float = WORDS_COUNT,
) -> list[Ranked]:
    """The best pictures by both, the best first; of equals the newer one.

    `near` [N] belongs to `ids`. A picture without a vector is as near as the middle of all.
    """
    best = max(by_words.values(), default=0.0) or 1.0
    words = {id_: score / best for id_, score in by_words.items()}
    middle = float(np.median(near)) if len(near) else 0.0
    places = dict(zip(ids, near.tolist(), strict=True)) if by_words else {}
    # Whoever is neither among the nearest nor has one of the words cannot be among the best.
    first = np.argpartition(-near, limit - 1)[:limit] if len(near) > limit else np.arange(len(near))
    chosen = {ids[place]: float(near[place]) for place in first}
    everything = [
        Ranked(
            id=id_,
            score=chosen.get(id_, places.get(id_, middle)) + words_count * words.get(id_, 0.0),
            nearness=chosen.get(id_, places.get(id_)),
            words=words.get(id_, 0.0),
        )
        for id_ in chosen.keys() | words.keys()
    ]
    return sorted(everything, key=lambda each: (-each.score, -each.id))[:limit]
