"""Connected regions of a mask, found by its runs: the stretches of each row in which it is set."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Runs = NDArray[np.int64]


def regions(mask: Mask) -> Iterator[Runs]:
    """Each region of a mask [height, width] as its runs [number, 3]: row, first column, column behind.

    Pixels that touch with a corner belong together.
    """
    runs = _runs(mask)
    if not len(runs):
        return
    labels = _labels(runs, mask.shape[1])
    order = np.argsort(labels, kind="stable")
    yield from np.split(runs[order], np.flatnonzero(np.diff(labels[order])) + 1)


def _runs(mask: Mask) -> Runs:
    height, width = mask.shape
    framed = np.zeros((height, width + 2), np.int8)
    framed[:, 1:-1] = mask
    edges = np.diff(framed, axis=1)
    rows, begins = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    return np.stack([rows, begins, ends], axis=1)


def _labels(runs: Runs, width: int) -> NDArray[np.int64]:
    """For each run a number that all runs of its region share."""
    labels = np.arange(len(runs))
    here, above = _touching(runs, width)
    while True:
        lower = np.minimum(labels[here], labels[above])
        joined = labels.copy()
        np.minimum.at(joined, labels[here], lower)
        np.minimum.at(joined, labels[above], lower)
        joined = joined[joined]
        if np.array_equal(joined, labels):
            return labels
        labels = joined


def _touching(runs: Runs, width: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The numbers of all pairs of runs that touch, the lower one's and the upper one's."""
    rows, begins, ends = runs.T
    stride = width + 2  # so that no run touches the end of the row above
    first = np.searchsorted(rows * stride + ends, (rows - 1) * stride + begins, side="left")
    behind = np.searchsorted(rows * stride + begins, (rows - 1) * stride + ends, side="right")
    counts = np.maximum(behind - first, 0)
    here = np.repeat(np.arange(len(runs)), counts)
    offsets = np.arange(counts.sum()) - np.repeat(counts.cumsum() - counts, counts)
    return here, np.repeat(first, counts) + offsets
