"""Self-CIDEr."""

import pytest

from narrator.captioning.similarity import Rarity
from training.metrics.diversity import self_cider

STRANGERS = ["a dog runs fast", "two men sit down", "the red bus stops"]


def test_what_is_always_the_same_has_none() -> None:
    assert self_cider(["a dog runs on grass"], [10]) == pytest.approx(0.0, abs=1e-6)


def test_captions_that_share_nothing_have_all() -> None:
    assert self_cider(STRANGERS, [1, 1, 1]) == pytest.approx(1.0)


def test_it_lies_between_for_captions_that_share_something() -> None:
    some = self_cider(["a dog runs fast", "a dog runs slowly"], [1, 1])
    assert 0.01 < some < 0.99


def test_what_is_said_often_makes_it_less() -> None:
    assert self_cider(STRANGERS, [8, 1, 1]) < self_cider(STRANGERS, [3, 3, 4]) < 1.0


def test_words_that_say_nothing_make_no_difference() -> None:
    said = ["a dog", "a cat"]
    silent = Rarity(weights={("a",): 0.0}, otherwise=1.0)
    assert self_cider(said, [1, 1], silent) == pytest.approx(1.0)
    assert self_cider(said, [1, 1]) < 1.0


def test_a_single_caption_cannot_differ() -> None:
    with pytest.raises(ValueError, match="at least two"):
        self_cider(["a dog"], [1])
