from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.captioning.similarity import EVEN, Rarity, similarities
from tests.captioning.made_captions import captions
from training.metrics.cider import CiderD, document_frequency

several = st.lists(captions, min_size=1, max_size=6)


@given(several, st.lists(st.lists(captions, min_size=1, max_size=3), min_size=2, max_size=6))
def test_it_is_the_cider_d_of_the_evaluation(said: Sequence[str], written: Sequence[Sequence[str]]) -> None:
    """One caption the candidate, another the only reference, rarity from what was written."""
    frequency = document_frequency([[caption.split() for caption in each] for each in written])
    expected = CiderD(frequency, len(written))
    alike = similarities(said, Rarity.counted(frequency, len(written)))
    for (i, one), (j, other) in product(enumerate(said), repeat=2):
        prepared = expected.prepare([other.split()])
        assert alike[i, j] == pytest.approx(expected.score(one.split(), prepared), abs=1e-9)


@given(several)
def test_a_caption_is_most_like_itself(said: Sequence[str]) -> None:
    alike = similarities(said)
    assert ((alike >= 0) & (alike <= 10 + 1e-9)).all()
    for number, caption in enumerate(said):
        assert alike[number, number] == pytest.approx(2.5 * min(len(caption.split()), 4))


@given(several)
def test_each_pair_is_compared_as_if_it_were_alone(said: Sequence[str]) -> None:
    alike = similarities(said)
    for (i, one), (j, other) in product(enumerate(said), repeat=2):
        assert alike[i, j] == pytest.approx(similarities([one, other])[0, 1], abs=1e-9)


def test_captions_without_a_common_word_are_not_alike() -> None:
    np.testing.assert_allclose(similarities(["a dog runs fast", "two men sit"])[0, 1], 0.0)


def test_what_is_rare_counts_more() -> None:
    said = ["a brown dog", "a brown cat", "one black dog"]
    assert similarities(said, EVEN)[0, 1] > similarities(said, EVEN)[0, 2]
    rarity = Rarity(weights={("a",): 0.1, ("brown",): 0.1, ("a", "brown"): 0.1}, otherwise=3.0)
    assert similarities(said, rarity)[0, 2] > similarities(said, rarity)[0, 1]


def test_words_that_nobody_wrote_are_the_rarest() -> None:
    rarity = Rarity.counted({("a",): 4, ("dog",): 1}, 4)
    assert rarity.of(("a",)) == 0.0
    assert rarity.of(("dog",)) == rarity.of(("zebra",)) == pytest.approx(np.log(4))
