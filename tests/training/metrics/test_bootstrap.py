"""The interval of a mean."""

import numpy as np
import pytest

from training.metrics.bootstrap import Interval, interval, percentiles, resampled_sums

VALUES = np.random.default_rng(5).gamma(2.0, 0.3, size=400)
PICTURES = VALUES.tolist()


def test_the_same_seed_gives_the_same_interval() -> None:
    assert interval(PICTURES, seed=1) == interval(PICTURES, seed=1) != interval(PICTURES, seed=2)


def test_near_the_normal_approximation_when_pictures_are_many() -> None:
    mean, error = VALUES.mean(), VALUES.std() / np.sqrt(VALUES.size)
    found = interval(PICTURES)
    assert found.low == pytest.approx(mean - 1.96 * error, abs=0.2 * error)
    assert found.high == pytest.approx(mean + 1.96 * error, abs=0.2 * error)


def test_more_confidence_is_wider() -> None:
    narrow, wide = interval(PICTURES, confidence=0.5), interval(PICTURES, confidence=0.99)
    assert wide.low < narrow.low < VALUES.mean() < narrow.high < wide.high


def test_equal_values_leave_no_doubt() -> None:
    assert interval([0.5] * 10) == Interval(low=0.5, high=0.5)


def test_no_pictures_have_no_interval() -> None:
    with pytest.raises(ValueError, match="at least one picture"):
        interval([])


def test_sums_over_pictures_drawn_again_are_of_whole_pictures() -> None:
    counts = np.array([[1, 10], [2, 20], [3, 30]])
    sums = resampled_sums(counts, resamples=500)
    assert sums.shape == (500, 2)
    np.testing.assert_array_equal(sums[:, 1], 10 * sums[:, 0])
    assert set(sums[:, 0].tolist()) == set(range(3, 10))


def test_the_same_seed_draws_the_same_pictures_for_both_of_two() -> None:
    one = np.arange(50)
    np.testing.assert_array_equal(resampled_sums(one + 1) - resampled_sums(one), np.full(2000, 50))
    assert not np.array_equal(resampled_sums(one), resampled_sums(one, seed=1))


def test_both_ways_to_draw_again_agree_on_a_mean() -> None:
    whole = (VALUES * 1000).astype(np.int64)
    found, expected = percentiles(resampled_sums(whole) / whole.size), interval(whole.tolist())
    assert found.low == pytest.approx(expected.low, rel=0.02)
    assert found.high == pytest.approx(expected.high, rel=0.02)
