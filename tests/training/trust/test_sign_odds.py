"""Regressions on signs as the program reads them."""

import math

import pytest

from training.trust.sign_odds import fit_odds


def test_a_good_sign_raises_the_probability_and_one_that_says_nothing_is_left_out() -> None:
    values = [{"certainty": float(number), "clear": 1.0, "least": math.nan} for number in range(10)]
    odds = fit_odds(values, [number >= 5 for number in range(10)])
    assert odds.signs.keys() == {"certainty"}
    low, high = (odds.probability({**values[0], "certainty": certainty}) for certainty in (0.0, 9.0))
    assert low < 0.5 < high


def test_what_is_not_known_counts_as_usual() -> None:
    values = [{"certainty": certainty} for certainty in (0.0, 2.0, math.nan, math.nan)]
    odds = fit_odds(values * 5, [False, True, False, True] * 5)
    assert odds.signs["certainty"].usual == pytest.approx(1.0)
    assert odds.probability({"certainty": math.nan}) == odds.probability({"certainty": 1.0})


@pytest.mark.parametrize(("right", "probability"), [([], 0.5), ([True] * 8, 0.9), ([False] * 8, 0.1)])
def test_where_all_are_alike_none_is_quite_certain(right: list[bool], probability: float) -> None:
    odds = fit_odds([{"certainty": 1.0} for _ in right], right)
    assert odds.probability({"certainty": 5.0}) == pytest.approx(probability)
