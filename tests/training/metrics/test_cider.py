"""CIDEr-D as a reward and as a score."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.training.captions import CAPTIONS
from training.metrics.cider import CiderD, cider_d, document_frequency
from training.metrics.ngrams import count_ngrams
from training.metrics.tokenizer import tokenize

REFERENCES = [[tokenize(caption) for caption in captions] for captions in CAPTIONS["written"]]
SCORER = CiderD.from_references(REFERENCES)
VOCABULARY = sorted({word for captions in REFERENCES for words in captions for word in words})
captions = st.lists(st.sampled_from(VOCABULARY), max_size=25)
pictures = st.sampled_from(REFERENCES)


def test_ngrams_are_counted_up_to_four_words() -> None:
    assert count_ngrams(["a", "b", "a", "b", "a"]) == {
        ("a",): 3,
        ("b",): 2,
        ("a", "b"): 2,
        ("b", "a"): 2,
        ("a", "b", "a"): 2,
        ("b", "a", "b"): 1,
        ("a", "b", "a", "b"): 1,
        ("b", "a", "b", "a"): 1,
    }


def test_document_frequency_counts_pictures_and_not_captions() -> None:
    frequency = document_frequency([[["a", "dog", "dog"], ["a", "dog"]], [["a", "cat"]]])
    assert frequency == {("a",): 2, ("dog",): 1, ("cat",): 1, ("a", "dog"): 1, ("a", "cat"): 1} | {
        ("dog", "dog"): 1,
        ("a", "dog", "dog"): 1,
    }


def test_by_hand() -> None:
    # Words of both pictures have no weight; all others log 2, so cosines are counts of shared n-grams.
    scorer = CiderD.from_references([[["a", "red", "bus"]], [["a", "dog"]]])
    reference = scorer.prepare([["a", "red", "bus"]])
    unigrams = 1 / (math.sqrt(2) * math.sqrt(2))  # of {red, van} and {red, bus}
    bigrams = 1 / (math.sqrt(2) * math.sqrt(2))  # of {a red, red van} and {a red, red bus}
    assert scorer.score(["a", "red", "van"], reference) == pytest.approx(10 * (unigrams + bigrams) / 4)


@settings(deadline=None)
@given(pictures)
def test_a_copy_of_the_only_reference_earns_ten(picture: list[list[str]]) -> None:
    for words in picture:
        assert SCORER.score(words, SCORER.prepare([words])) == pytest.approx(10)


@settings(deadline=None)
@given(captions, pictures)
def test_between_zero_and_ten_in_any_order_of_references(words: list[str], picture: list[list[str]]) -> None:
    reward = SCORER.score(words, SCORER.prepare(picture))
    assert 0 <= reward <= 10 + 1e-9
    assert SCORER.score(words, SCORER.prepare(picture[::-1])) == pytest.approx(reward)


@settings(deadline=None)
@given(captions, pictures)
def test_the_mean_over_references(words: list[str], picture: list[list[str]]) -> None:
    alone = [SCORER.score(words, SCORER.prepare([reference])) for reference in picture]
    assert SCORER.score(words, SCORER.prepare(picture)) == pytest.approx(sum(alone) / len(alone))


def test_saying_a_right_word_again_earns_nothing_more() -> None:
    references = SCORER.prepare([["a", "brown", "dog", "runs"]])
    once = SCORER.score(["a", "brown", "cat", "sits"], references)
    again = SCORER.score(["a", "brown", "brown", "brown"], references)
    assert 0 < again < once


def test_a_length_other_than_the_references_is_damped() -> None:
    reference, longer = ["red", "bus"], ["red", "bus", *["the"] * 6]
    # What both pictures have weighs nothing, so the vectors are equal and only the lengths differ: by
    # six words, one standard deviation.
    frequency = dict.fromkeys(count_ngrams(longer), 2) | dict.fromkeys(count_ngrams(reference), 1)
    scorer = CiderD(frequency, pictures=2)
    equal = scorer.score(reference, scorer.prepare([reference]))
    assert equal == pytest.approx(10 * 2 / 4)  # there are no triples nor fours
    damped = equal * math.exp(-1 / 2)
    assert scorer.score(longer, scorer.prepare([reference])) == pytest.approx(damped)
    assert scorer.score(reference, scorer.prepare([longer])) == pytest.approx(damped)


@pytest.mark.parametrize("words", [[], ["zebra"], ["zebra", "quartz", "zebra", "quartz"]])
def test_nothing_shared_earns_nothing(words: list[str]) -> None:
    assert SCORER.score(words, SCORER.prepare(REFERENCES[0])) == 0


def test_what_every_picture_has_earns_nothing() -> None:
    assert cider_d([["a", "dog"]], [[["a", "dog"]]]) == [0]


def test_rarity_comes_from_the_pictures_that_it_was_learned_from() -> None:
    common = CiderD.from_references([[["a", "dog"]], [["a", "dog"]], [["a", "cat"]]])
    rare = CiderD.from_references([[["a", "dog"]], [["a", "cat"]], [["a", "cat"]]])
    # Of two right words the rarer counts for more; `dog` is the common one first and the rare one then.
    reference = ["dog", "cat"]
    assert common.score(["dog"], common.prepare([reference])) < rare.score(["dog"], rare.prepare([reference]))


def test_a_picture_without_references_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one reference"):
        SCORER.prepare([])
