"""The order of what was found: how near vectors are, and which words pictures have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WORDS_COUNT = 0.1
"""How much words count beside the vector; `python -m benchmarks.finding` prints what both find."""
CAPTIONER_COUNTS = 0.03
"""How much a nat of the captioner's log-probability counts beside these: training/log has other values."""
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
    ids: NDArray[np.int64],
    near: NDArray[np.float32],
    by_words: Mapping[int, float],
    limit: int,
    *,
    words_count: float = WORDS_COUNT,
) -> list[Ranked]:
    """The best pictures by both, the best first; of equals the newer one.

    `near` [N] belongs to `ids`, which rise. A picture without a vector is as near as the middle of all.
    """
    best = max(by_words.values(), default=0.0) or 1.0
    words = {id_: score / best for id_, score in by_words.items()}
    middle = float(np.median(near)) if len(near) else 0.0
    # Whoever is neither among the nearest nor has one of the words cannot be among the best.
    first = np.argpartition(-near, limit - 1)[:limit] if len(near) > limit else np.arange(len(near))
    places = {int(ids[place]): place for place in first} | _places_of(ids, list(words))
    everything = []
    for id_ in places.keys() | words.keys():
        own = float(near[places[id_]]) if id_ in places else None
        score = (middle if own is None else own) + words_count * words.get(id_, 0.0)
        everything.append(Ranked(id=id_, score=score, nearness=own, words=words.get(id_, 0.0)))
    return sorted(everything, key=lambda each: (-each.score, -each.id))[:limit]


def _places_of(ids: NDArray[np.int64], wanted: Sequence[int]) -> dict[int, int]:
    """Where those of the wanted ids stand that are among these, which rise."""
    if not len(ids):
        return {}
    places = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
    return {id_: int(place) for id_, place in zip(wanted, places, strict=True) if ids[place] == id_}
