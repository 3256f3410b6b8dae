"""Fit a logistic regression on signs, as the program reads it."""

from collections.abc import Mapping, Sequence
from math import log

import numpy as np

from narrator.captioning.signs import FARTHEST, LogOdds, Sign
from training.trust.logistic import fit


def fit_odds(values: Sequence[Mapping[str, float]], right: Sequence[bool]) -> LogOdds:
    """Fit to the signs of each of N cases; a sign that says nothing is left out.

    What is NaN in some cases counts as usual there. Where all cases are alike there is nothing to tell by,
    and none is quite certain (Laplace's rule of succession).
    """
    good = sum(right)
    if good in (0, len(right)):
        return LogOdds(intercept=log((good + 1) / (len(right) - good + 1)), signs={})
    names = list(values[0])
    table = np.array([[each[name] for name in names] for each in values], dtype=np.float64)
    known = ~np.isnan(table)
    counts = np.maximum(known.sum(axis=0), 1)
    usual = np.where(known, table, 0.0).sum(axis=0) / counts
    deviation = np.sqrt((np.where(known, table - usual, 0.0) ** 2).sum(axis=0) / counts)
    varied = np.flatnonzero(deviation > 0)
    offsets = np.where(known, table - usual, 0.0)[:, varied]
    scaled = np.clip(offsets / deviation[varied], -FARTHEST, FARTHEST)
    regression = fit(scaled, np.array(right, dtype=np.bool_))
    signs = {
        names[column]: Sign(
            usual=float(usual[column]), deviation=float(deviation[column]), coefficient=float(coefficient)
        )
        for column, coefficient in zip(varied, regression.coefficients, strict=True)
        if coefficient > 0
    }
    return LogOdds(intercept=regression.intercept, signs=signs)
