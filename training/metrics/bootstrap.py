"""How far a mean over pictures can be trusted, by drawing the pictures again (Efron 1979)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


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
    return percentiles(np.array(means), confidence=confidence)


def resampled_sums(values: NDArray[np.int64], *, resamples: int = 2000, seed: int = 0) -> NDArray[np.int64]:
    """Sums over pictures that are drawn again and again, [pictures, ...] -> [resamples, ...].

    For scores such as BLEU, which are no mean over pictures. The same seed draws the same pictures, so that
    two captioners can be compared draw by draw.
    """
    pictures = len(values)
    draws = np.random.default_rng(seed).multinomial(pictures, np.full(pictures, 1 / pictures), size=resamples)
    return np.asarray(draws @ values)


def percentiles(scores: NDArray[np.float64], *, confidence: float = 0.95) -> Interval:
    """Where the score lies, from its values for each resample."""
    low, high = np.quantile(scores, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Interval(low=float(low), high=float(high))
