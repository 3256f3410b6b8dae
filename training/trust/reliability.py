"""How far probabilities can be trusted, measured against what turned out right."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]

BINS = 10


@dataclass(frozen=True, kw_only=True)
class Bin:
    """Pictures of which about the same was expected."""

    expected: float
    """The mean of what was expected."""
    happened: float
    """The share that was right."""
    pictures: int


@dataclass(frozen=True, kw_only=True)
class Reliability:
    """Measures of probabilities, over all pictures."""

    pictures: int
    right: float
    """The share that is right."""
    calibration_error: float
    """Expected calibration error (Naeini et al. 2015), from bins of equal mass."""
    calibration_error_interval: tuple[float, float]
    """From 1,000 bootstrap samples of the pictures, 95 %. It reaches higher than it should: each draws some
    pictures twice, which alone looks like an error."""
    calibration_error_by_chance: float
    """What perfectly calibrated probabilities would show on average, so few are the pictures."""
    area: float
    """Area under the receiver's curve: how often a right caption has the higher probability of two."""
    brier: float
    """Mean squared error (Brier 1950)."""
    brier_of_the_share: float
    """The same for somebody who always expects the share that is right."""


def reliability(expected: Floats, right: Truths, *, resamples: int = 1000, seed: int = 0) -> Reliability:
    """Measure probabilities [P] against truths [P]."""
    random = np.random.default_rng(seed)
    drawn, chance = [], []
    for _ in range(resamples):
        some = random.integers(len(right), size=len(right))
        drawn.append(calibration_error(expected[some], right[some]))
        chance.append(calibration_error(expected, random.random(len(right)) < expected))
    low, high = np.quantile(drawn, [0.025, 0.975])
    share = float(right.mean())
    return Reliability(
        pictures=len(right),
        right=share,
        calibration_error=calibration_error(expected, right),
        calibration_error_interval=(float(low), float(high)),
        calibration_error_by_chance=float(np.mean(chance)),
        area=area_under_curve(expected, right),
        brier=float(((expected - right) ** 2).mean()),
        brier_of_the_share=share * (1 - share),
    )


def bins_of(expected: Floats, right: Truths, count: int = BINS) -> list[Bin]:
    """Pictures in bins of equal mass, the least expected first; an empty bin is left out."""
    order = np.argsort(expected, kind="stable")
    return [
        Bin(expected=float(expected[part].mean()), happened=float(right[part].mean()), pictures=len(part))
        for part in np.array_split(order, count)
        if len(part)
    ]


def calibration_error(expected: Floats, right: Truths) -> float:
    """The mean distance of what was expected from what happened, bin by bin."""
    distances = [each.pictures * abs(each.expected - each.happened) for each in bins_of(expected, right)]
    return sum(distances) / len(right)


def area_under_curve(expected: Floats, right: Truths) -> float:
    """By ranks (Mann and Whitney 1947), which equals share. NaN if all are right or all are wrong."""
    if right.all() or not right.any():
        return float("nan")
    _, places, counts = np.unique(expected, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    good, bad = int(right.sum()), int((~right).sum())
    return float((ranks[right].sum() - good * (good + 1) / 2) / (good * bad))


def risk_by_coverage(expected: Floats, right: Truths) -> tuple[Floats, Floats]:
    """The share of pictures described, the surest first [P], and of wrong captions among them [P]."""
    wrong = ~right[np.argsort(-expected, kind="stable")]
    described = np.arange(1, len(wrong) + 1)
    return described / len(wrong), np.cumsum(wrong) / described
