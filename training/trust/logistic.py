"""Logistic regression: few numbers, each with a meaning."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_STEPS = 50
_SMALLEST_STEP = 1e-9


@dataclass(frozen=True, kw_only=True, eq=False)
class Regression:
    """Log-odds = intercept + values [P, F] @ coefficients [F]."""

    intercept: float
    coefficients: Floats

    def probabilities(self, values: Floats) -> Floats:
        """The probability of each row of values."""
        return _probabilities(self.intercept + values @ self.coefficients)


def fit(values: Floats, right: NDArray[np.bool_], *, ridge: float = 1.0) -> Regression:
    """Fit to values [P, F], each column with mean 0 and deviation 1, by penalised maximum likelihood.

    A column that would speak against what it should speak for is left out, the worst first; `ridge` times
    half the squares of the coefficients is the penalty (le Cessie and van Houwelingen 1992).
    """
    kept = list(range(values.shape[1]))
    while True:
        found = _newton(values[:, kept], right.astype(np.float64), ridge)
        if not kept or found[1:].min() >= 0:
            break
        del kept[int(found[1:].argmin())]
    coefficients = np.zeros(values.shape[1])
    coefficients[kept] = found[1:]
    return Regression(intercept=float(found[0]), coefficients=coefficients)


def penalised(values: Floats, right: NDArray[np.bool_], ridge: float) -> Regression:
    """Fit to values [P, F] as they are, by the same likelihood, whatever signs the coefficients get."""
    found = _newton(values, right.astype(np.float64), ridge)
    return Regression(intercept=float(found[0]), coefficients=found[1:])


def _newton(values: Floats, right: Floats, ridge: float) -> Floats:
    """Intercept and coefficients [1 + F]."""
    table = np.column_stack([np.ones(len(values)), values])
    penalty = np.full(table.shape[1], ridge)
    penalty[0] = 0.0
    found = np.zeros(table.shape[1])
    for _ in range(_STEPS):
        expected = _probabilities(table @ found)
        gradient = table.T @ (right - expected) - penalty * found
        curvature = table.T @ (table * (expected * (1 - expected))[:, None]) + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        found = found + step
        if np.abs(step).max() < _SMALLEST_STEP:
            break
    return found


def _probabilities(log_odds: Floats) -> Floats:
    result: Floats = 1 / (1 + np.exp(-log_odds))
    return result
