import numpy as np
import pytest

from narrator.captioning.filters import (
    BASIC_FILTERS,
    LogitFilter,
    NoRepeatedRun,
    caption_filters,
    hue_filter,
    restrict,
)
from narrator.captioning.vocabulary import END, PAD, SPECIAL_TOKENS, START, UNKNOWN, Vocabulary

WORDS = ["a", "and", "another", "are", "black", "cat", "dog", "in", "is", "laptop", "on", "red", "with"]
VOCABULARY = Vocabulary(words=SPECIAL_TOKENS + tuple(WORDS))


def may_follow(prefix: str, *, maximum_words: int = 20) -> set[str]:
    """The words that the rules for captions allow next, "<end>" among them."""
    tokens = tuple(VOCABULARY.encode(prefix))
    flat = np.zeros((1, len(VOCABULARY)), np.float32)
    choice = restrict(flat, [tokens], caption_filters(VOCABULARY), maximum_words)
    return {VOCABULARY.words[i] for i in np.flatnonzero(np.isfinite(choice[0]))}


def test_a_caption_begins_with_any_word_but_does_not_end_at_once() -> None:
    assert may_follow("") == set(WORDS)


def test_special_tokens_are_never_said() -> None:
    for prefix in ("", "a", "a dog"):
        assert may_follow(prefix).isdisjoint({VOCABULARY.words[i] for i in (PAD, START, UNKNOWN)})


def test_a_caption_may_end_after_any_word() -> None:
    assert "<end>" in may_follow("a")


@pytest.mark.parametrize("word", WORDS)
def test_no_word_comes_twice_in_a_row(word: str) -> None:
    assert word not in may_follow(word)


def test_a_content_word_comes_once() -> None:
    assert "laptop" not in may_follow("a laptop on a")


def test_a_content_word_may_come_again_as_another_one() -> None:
    assert "dog" in may_follow("a dog with another")
    assert "dog" not in may_follow("a dog with another black")


def test_function_words_and_colours_may_come_again() -> None:
    assert {"a", "in"} <= may_follow("a black dog in red with")
    assert "black" in may_follow("a black dog and a")


def test_a_word_is_not_joined_to_itself() -> None:
    assert "black" not in may_follow("a black and")


@pytest.mark.parametrize("pair", ["a cat and a dog", "a black cat and a dog", "a cat and a red dog"])
def test_a_pair_is_plural(pair: str) -> None:
    assert "is" not in may_follow(pair)
    assert "are" in may_follow(pair)


@pytest.mark.parametrize("one", ["a dog", "a black and red dog", "a dog on a laptop and a", "and a dog"])
def test_one_is_singular(one: str) -> None:
    assert "is" in may_follow(one)


def test_three_words_come_in_that_order_once() -> None:
    assert "red" not in may_follow("in a red dog in a")
    assert "black" in may_follow("in a red dog in a")
    # A trigram may overlap itself: "in a in a in".
    assert "in" not in may_follow("in a in a")


def test_runs_of_any_length_come_once() -> None:
    said = tuple(VOCABULARY.encode("a dog on a red dog on a"))
    follow = {length: set(NoRepeatedRun(length=length).forbidden(said)) for length in (2, 3, 4, 5)}
    assert follow[2] == VOCABULARY.ids({"dog", "red"})
    assert follow[3] == follow[4] == VOCABULARY.ids({"red"})
    assert follow[5] == set()
    assert set(NoRepeatedRun(length=3).forbidden(said[:1])) == set()


def test_a_caption_of_the_maximum_length_ends() -> None:
    assert may_follow("a dog", maximum_words=3) > {"<end>"}
    assert may_follow("a dog on", maximum_words=3) == {"<end>"}


def test_a_caption_that_nothing_may_follow_ends() -> None:
    class Nothing:
        def forbidden(self, prefix: tuple[int, ...]) -> range:
            return range(len(VOCABULARY))

    rules: list[LogitFilter] = [Nothing()]
    choice = restrict(np.full((1, len(VOCABULARY)), -1.0, np.float32), [(4,)], rules, 20)
    assert np.flatnonzero(np.isfinite(choice[0])).tolist() == [END]


def test_what_is_allowed_keeps_its_log_probability_and_the_original_is_untouched() -> None:
    log_probs = np.random.default_rng(0).normal(size=(2, len(VOCABULARY))).astype(np.float32)
    before = log_probs.copy()
    choice = restrict(log_probs, [(), (4, 5)], BASIC_FILTERS, 20)
    np.testing.assert_array_equal(log_probs, before)
    allowed = np.isfinite(choice)
    assert not allowed.all()
    np.testing.assert_array_equal(choice[allowed], log_probs[allowed])


def test_without_colours_only_black_white_and_grey_may_be_said() -> None:
    vocabulary = Vocabulary(
        words=(*SPECIAL_TOKENS, "a", "black", "red", "blond", "colorful", "tanned", "greenhouse")
    )
    forbidden = {vocabulary.words[token] for token in hue_filter(vocabulary).forbidden(())}
    assert forbidden == {"red", "blond", "colorful"}
