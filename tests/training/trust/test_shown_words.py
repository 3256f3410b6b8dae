"""Words are learned from classes and captions."""

import numpy as np
import pytest

from training.errors import TrainingError
from training.trust.shown_words import ShownWords, learn_words

CAPTIONS = [("A dog runs.", "Dogs"), ("A cat.", "The cat sleeps")] * 10
LOGITS = np.array([[3.0, 0.0], [0.0, 3.0]] * 10, np.float32)
VOCABULARY = ("dog", "dogs", "puppy", "cat", "man", "unicorn", "the")


def learned() -> ShownWords:
    return learn_words(CAPTIONS, LOGITS, VOCABULARY, least=10)


def log_odds(words: ShownWords, picture: int, word: str) -> float:
    return float((LOGITS[picture] @ words.weight + words.bias)[words.places[word]])


def test_the_classes_of_a_picture_speak_for_its_words() -> None:
    words = learned()
    assert log_odds(words, 0, "dog") > log_odds(words, 1, "dog")
    assert log_odds(words, 1, "cat") > log_odds(words, 0, "cat")


def test_words_of_one_meaning_share_a_regression_and_others_are_not_known() -> None:
    words = learned()
    assert words.places["dog"] == words.places["dogs"] == words.places["puppy"] != words.places["cat"]
    assert not {"man", "unicorn", "the"} & words.places.keys()


def test_where_no_word_is_said_often_enough_that_is_said() -> None:
    with pytest.raises(TrainingError, match="21 training pictures: lower --least"):
        learn_words(CAPTIONS, LOGITS, VOCABULARY, least=21)
