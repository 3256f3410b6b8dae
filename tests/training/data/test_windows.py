"""Windows: every picture as often as from the whole set, few shards at a time."""

import numpy as np
import pytest

from training.data.windows import Numbers, cut_into_windows


def large_set(pictures: int, per_shard: int) -> tuple[Numbers, Numbers]:
    """The pictures of a set, and the shard of each."""
    return np.arange(pictures), np.arange(pictures) // per_shard


def small_set() -> tuple[Numbers, Numbers]:
    """Six pictures of one shard, each drawn twice."""
    return np.repeat(np.arange(1000, 1006), 2), np.zeros(12, dtype=np.int64)


@pytest.mark.parametrize("shards", [1, 3, 4, 100])
def test_all_is_drawn_as_often_as_it_should_be(shards: int) -> None:
    sets = [large_set(103, 10), small_set()]
    windows = cut_into_windows(sets, shards, np.random.default_rng(0))
    assert sorted(np.concatenate(windows)) == sorted([*sets[0][0], *sets[1][0]])


@pytest.mark.parametrize("shards", [1, 3, 4])
def test_a_window_lies_in_so_many_shards_at_most_and_no_other_in_these(shards: int) -> None:
    windows = cut_into_windows([large_set(103, 10)], shards, np.random.default_rng(0))
    touched = [set((window // 10).tolist()) for window in windows]
    assert max(map(len, touched)) == shards
    assert sum(map(len, touched)) == 11
    assert set().union(*touched) == set(range(11))


def test_a_small_set_is_spread_over_all_windows() -> None:
    windows = cut_into_windows([large_set(100, 10), small_set()], 2, np.random.default_rng(0))
    assert [int((window >= 1000).sum()) for window in windows] == [3, 3, 2, 2, 2]


def test_a_set_of_which_nothing_is_drawn_is_no_obstacle() -> None:
    nothing = (np.array([], dtype=np.int64), np.array([], dtype=np.int64))
    windows = cut_into_windows([nothing, large_set(20, 10)], 1, np.random.default_rng(0))
    assert [len(window) for window in windows] == [10, 10]


def test_shards_and_the_pictures_in_them_are_shuffled_as_the_seed_says() -> None:
    def order(seed: int) -> list[int]:
        windows = cut_into_windows([large_set(100, 10)], 2, np.random.default_rng(seed))
        return [picture for window in windows for picture in window.tolist()]

    assert order(1) == order(1)
    assert order(1) != order(2)
    first = order(1)[:20]
    assert first != sorted(first)
    assert {order(seed)[0] // 10 for seed in range(30)} != {0}
