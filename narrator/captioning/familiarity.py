"""How near a picture is to those that the network learned from, as its encoder sees them.

A network speaks of a picture like none that it has seen as readily as of any other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_DIGITS = 4


@dataclass(frozen=True, kw_only=True, eq=False)
class Familiarity:
    """The mean [D] of the training pictures' features, and K directions [K, D] in which they vary most.

    What these do not explain of a picture, training has not shown. The distance along them tells nothing: a
    picture far from the mean is one with something distinct in it, and such are described better, not worse.
    """

    mean: NDArray[np.float64]
    directions: NDArray[np.float64]

    @classmethod
    def of(cls, features: NDArray[np.float32], *, directions: int) -> "Familiarity":
        """Learn it from training pictures' features [P, D]; `directions` is K, fewer than P and than D."""
        mean = features.mean(axis=0, dtype=np.float64)
        _, _, rows = np.linalg.svd(features - mean, full_matrices=False)
        return cls(mean=mean.round(_DIGITS), directions=rows[:directions].round(_DIGITS))

    def distance(self, features: NDArray[np.float32]) -> float:
        """How much of a picture's features [D], a unit vector, is unlike training: 0 for nothing."""
        offset = features - self.mean
        return float(np.linalg.norm(offset - (self.directions @ offset) @ self.directions))

    def to_record(self) -> dict[str, object]:
        """As plain values for JSON."""
        return {"mean": self.mean.tolist(), "directions": self.directions.tolist()}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "Familiarity":
        """What `to_record` gave. Raises KeyError, TypeError or ValueError for anything else."""
        mean, directions = (np.array(record[name], np.float64) for name in ("mean", "directions"))
        if mean.ndim != 1 or directions.ndim != 2 or directions.shape[1:] != mean.shape:
            raise ValueError("mean and directions do not belong together")
        return cls(mean=mean, directions=directions)
