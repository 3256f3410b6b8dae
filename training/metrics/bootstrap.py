"""How far a mean over pictures can be trusted, by drawing the pictures again (Efron 1979)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, kw_only=True)
class Interval:
    """Where the mean lies with the confidence that was asked for."""

    low: float
    high: float


def interval(
    values: Sequence[float], *, confidence: float = 0.95, resamples: int = 2000, seed: int = 0
) -> Interval:
    """The percentile bootstrap's interval of the mean of one value a picture.

    Of CIDEr-D, rarity stays that of all the pictures. To compare two captioners give the differences
    of their values picture by picture: when the interval leaves 0 out, one is better.
    """
    pictures = np.asarray(values, dtype=np.float64)
    if pictures.size == 0:
        raise ValueError("An interval needs the value of at least one picture.")
    random = np.random.default_rng(seed)
    # One resample at a time: all at once would take resamples x pictures of memory.
    means = [random.choice(pictures, size=pictures.size).mean() for _ in range(resamples)]
    low, high = np.quantile(means, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Interval(low=float(low), high=float(high))
