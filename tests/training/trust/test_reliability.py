"""Measures of probabilities, on cases that can be worked out by hand, and the fit that gives them."""

import numpy as np
import pytest

from training.trust.logistic import fit
from training.trust.reliability import (
    area_under_curve,
    bins_of,
    calibration_error,
    reliability,
    risk_by_coverage,
)

EXPECTED = np.array([0.1, 0.4, 0.6, 0.9])
RIGHT = np.array([False, True, False, True])


def test_the_area_is_how_often_a_right_caption_is_the_surer_one() -> None:
    assert area_under_curve(EXPECTED, RIGHT) == 3 / 4
    assert area_under_curve(np.full(4, 0.5), RIGHT) == 1 / 2
    assert np.isnan(area_under_curve(EXPECTED, np.full(4, True)))


def test_the_calibration_error_is_the_mean_distance_of_the_bins() -> None:
    expected, right = np.repeat([0.2, 0.8], 50), np.repeat([False, True], 50)
    assert calibration_error(expected, right) == pytest.approx(0.2)
    assert calibration_error(expected, np.tile([True, False, False, False, False], 20)) == pytest.approx(0.3)
    assert [each.pictures for each in bins_of(expected, right)] == [10] * 10


def test_risk_is_counted_from_the_surest_on() -> None:
    coverage, risk = risk_by_coverage(EXPECTED, RIGHT)
    assert coverage.tolist() == [0.25, 0.5, 0.75, 1]
    assert risk.tolist() == pytest.approx([0, 1 / 2, 1 / 3, 1 / 2])


def test_a_fit_finds_the_coefficients_that_made_the_truths_and_is_calibrated() -> None:
    random = np.random.default_rng(0)
    values = random.normal(size=(4000, 3))
    log_odds = values @ np.array([1.0, 0.5, -1.0]) - 0.5
    right = random.random(4000) < 1 / (1 + np.exp(-log_odds))
    regression = fit(values[:, :2], right)
    assert regression.coefficients[0] > regression.coefficients[1] > 0
    measured = reliability(regression.probabilities(values[:, :2]), right, resamples=50)
    assert measured.calibration_error < 0.05
    assert measured.brier < measured.brier_of_the_share


def test_what_speaks_against_what_it_should_speak_for_is_left_out() -> None:
    random = np.random.default_rng(1)
    values = random.normal(size=(2000, 2))
    right = random.random(2000) < 1 / (1 + np.exp(values[:, 1] - 2 * values[:, 0]))
    coefficients = fit(values, right).coefficients
    assert coefficients[0] > 1
    assert coefficients[1] == 0
