"""The interval of a mean."""

import numpy as np
import pytest

from training.metrics.bootstrap import Interval, interval

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
