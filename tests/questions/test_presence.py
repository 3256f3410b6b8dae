"""Whether something is there."""

import math

import numpy as np
import pytest

from narrator.captioning.network import State
from narrator.captioning.vocabulary import SPECIAL_TOKENS, Vocabulary
from narrator.questions.meaning import meaning_of
from narrator.questions.presence import NO, YES, is_known, not_known, presence_answer, presence_signs
from narrator.questions.question import Question
from narrator.questions.view import View

VOCABULARY = Vocabulary(words=(*SPECIAL_TOKENS, "dog", "dogs", "cat"))
DOG, CAT = meaning_of("dog"), meaning_of("cat")


def view(seen: np.ndarray | None) -> View:
    """The captioner comes near to "dogs", one sample of two says it."""
    return View(
        state=State(features={}, recurrent={}),
        captions=(("two", "dogs"), ("a", "cat")),
        near=np.array([-9, -9, -9, -9, -3, -1, -2], np.float32),
        alone=np.array([-9, -9, -9, -9, -4, -4, -4], np.float32),
        seen=seen,
    )


def test_the_signs_are_those_of_its_likeliest_word() -> None:
    signs = presence_signs(view(np.array([0.5, 2.0])), DOG, VOCABULARY, {"dog": 0, "hound": 1, "terrier": 1})
    assert signs == {"near": -1.0, "gain": 3.0, "said": 0.5, "seen": 2.0}


def test_what_nobody_has_a_word_for_has_no_signs() -> None:
    zebra = meaning_of("zebra")
    assert all(map(math.isnan, presence_signs(view(None), zebra, VOCABULARY, {}).values()))
    assert not is_known(zebra, VOCABULARY, {})
    assert is_known(zebra, VOCABULARY, {"zebra": 0})
    assert not_known([zebra]).said == "I do not know what a zebra looks like."


@pytest.mark.parametrize(
    ("probability", "plain", "said", "verdict"),
    [
        (YES, True, "Yes, probably there is a dog.", "yes"),
        (YES, False, "There probably is a dog.", "yes"),
        (0.5, True, "I cannot tell whether there is a dog.", "unsure"),
        (NO, True, "I do not think there is a dog.", "no"),
    ],
)
def test_the_answer_names_what_it_is_about(probability: float, plain: bool, said: str, verdict: str) -> None:
    answer = presence_answer(Question(kind="presence", things=("dog",), plain=plain), [(DOG, probability)])
    assert (answer.said, answer.verdict, answer.probability) == (said, verdict, probability)


def test_of_two_things_each_has_its_answer() -> None:
    question = Question(kind="presence", things=("dog", "cat"), part="left")
    answer = presence_answer(question, [(DOG, 0.9), (CAT, 0.1)])
    assert (
        answer.said == "Yes, probably there is a dog on the left. I do not think there is a cat on the left."
    )
    assert (answer.verdict, answer.probability) == ("no", 0.1)


def test_one_of_two_is_enough_after_or() -> None:
    question = Question(kind="presence", things=("dog", "cat"), choice=True)
    answer = presence_answer(question, [(DOG, 0.6), (CAT, 0.6)])
    assert answer.said == "Yes, probably there is a dog or a cat."
    assert answer.probability == pytest.approx(0.84)
