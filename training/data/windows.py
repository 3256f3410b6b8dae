"""An epoch window by window, for what lies on a disk that is slow at reading here and there.

Shards come in random order, some of them make a window, and what lies in a window is drawn at random: the
pictures of an epoch are as many and each is drawn as often as from the whole set, but their neighbours in the
list are more often their neighbours in the epoch too.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


def cut_into_windows(
    sets: Sequence[tuple[Numbers, Numbers]], shards: int, random: np.random.Generator
) -> list[Numbers]:
    """What an epoch draws of several sets, cut into windows of so many shards of each.

    Of a set there are the pictures that are drawn, some perhaps more than once, and the shard of each. The
    set with the most shards decides how many windows there are; what is drawn of the others is spread evenly
    over them, so that a small set is not learned from in one go.
    """
    parts = [_in_groups(drawn, lie_in, shards, random) for drawn, lie_in in sets]
    count = max(map(len, parts))
    spread = [each if len(each) == count else np.array_split(np.concatenate(each), count) for each in parts]
    return [np.concatenate(window) for window in zip(*spread, strict=True)]


def _in_groups(drawn: Numbers, lie_in: Numbers, shards: int, random: np.random.Generator) -> list[Numbers]:
    """The pictures in random order within each of the groups of shards, which are as large as each other."""
    order = random.permutation(np.unique(lie_in))
    groups = np.array_split(order, max(1, math.ceil(len(order) / shards)))
    return [random.permutation(drawn[np.isin(lie_in, group)]) for group in groups]
