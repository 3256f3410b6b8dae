"""How near a picture is to those that the network learned from, as its encoder sees them.

A network speaks of a picture like none that it has seen as readily as of any other. The distance tells.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_DIGITS = 5


@dataclass(frozen=True, kw_only=True, eq=False)
class Familiarity:
    """The training pictures' features as a normal distribution that varies along a few directions and little else.

    That is probabilistic principal component analysis (Tipping and Bishop 1999): mean [D], K unit directions
    [K, D], the variance along each [K], and one variance for all other directions together.
    """

    mean: NDArray[np.float64]
    directions: NDArray[np.float64]
    variances: NDArray[np.float64]
    rest: float

    @classmethod
    def of(cls, features: NDArray[np.float32], *, directions: int) -> "Familiarity":
        """Learn it from training pictures' features [P, D]; `directions` is K, fewer than P and than D."""
        mean = features.mean(axis=0, dtype=np.float64)
        _, lengths, rows = np.linalg.svd(features - mean, full_matrices=False)
        variances = lengths**2 / len(features)
        others = features.shape[1] - directions
        return cls(
            mean=mean.round(_DIGITS),
            directions=rows[:directions].round(_DIGITS),
            variances=variances[:directions],
            rest=float(variances[directions:].sum() / others),
        )

    def distance(self, features: NDArray[np.float32]) -> float:
        """How far off a picture is, by its features [D]: about 1 for one like those it was learned from.

        It is the root mean square over all D directions, each measured by its own standard deviation.
        """
        offset = features - self.mean
        along = self.directions @ offset
        beside = max(0.0, float(offset @ offset - along @ along))
        squares = float((along**2 / self.variances).sum()) + beside / self.rest
        return float(np.sqrt(squares / len(offset)))

    def to_record(self) -> dict[str, object]:
        """As plain values for JSON."""
        return {
            "mean": self.mean.tolist(),
            "directions": self.directions.tolist(),
            "variances": self.variances.tolist(),
            "rest": self.rest,
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "Familiarity":
        """What `to_record` gave. Raises KeyError, TypeError or ValueError for anything else."""
        mean, directions, variances = (
            np.array(record[name], np.float64) for name in ("mean", "directions", "variances")
        )
        if directions.shape != (len(variances), len(mean)) or not (variances > 0).all():
            raise ValueError("mean, directions and variances do not belong together")
        return cls(mean=mean, directions=directions, variances=variances, rest=float(record["rest"]))
