"""BLEU and ROUGE-L on captions small enough to count by hand."""

import math

import numpy as np
import pytest

from training.metrics.bleu import bleu, bleu_counts, bleu_of
from training.metrics.rouge import rouge_l


def test_bleu_by_hand() -> None:
    candidate = ["the", "the", "the", "dog", "runs"]
    references = [["the", "dog", "runs", "fast"], ["dog", "runs", "on", "the", "grass", "by", "the", "sea"]]
    # `the` counts twice, as in the second reference; of four pairs, `the dog` and `dog runs` are right,
    # of three triples `the dog runs`. The closest reference is shorter, so brevity costs nothing.
    one, two, three = 4 / 5, 2 / 4, 1 / 3
    assert bleu([candidate], [references])[:3] == pytest.approx(
        [one, math.sqrt(one * two), (one * two * three) ** (1 / 3)]
    )


def test_bleu_counts_a_corpus_together_and_not_a_mean_of_pictures() -> None:
    # 3 of 3 and 0 of 1 words: three quarters, where the mean would be a half.
    scores = bleu([["a", "red", "bus"], ["cat"]], [[["a", "red", "bus"]], [["dog"]]])
    assert scores[0] == pytest.approx(3 / 4)


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [((5, 9), 5), ((3, 5), 3), ((2, 9), 2)],  # for a candidate of 4: the closest, of equals the shorter
)
def test_brevity_is_judged_by_the_closest_reference(lengths: tuple[int, int], expected: int) -> None:
    candidate = ["a"] * 4
    references = [["a"] * length for length in lengths]
    brevity = min(1.0, math.exp(1 - expected / 4))
    assert bleu([candidate], [references])[0] == pytest.approx(brevity)


def test_rouge_by_hand() -> None:
    # `a dog grass` runs in the same order: three of four words said, three of five written.
    precision, recall, beta = 3 / 4, 3 / 5, 1.2
    expected = (1 + beta**2) * precision * recall / (recall + beta**2 * precision)
    candidate, reference = ["a", "dog", "on", "grass"], ["a", "dog", "runs", "through", "grass"]
    assert rouge_l([candidate], [[reference]]) == pytest.approx([expected])


def test_rouge_takes_the_best_precision_and_the_best_recall_of_any_reference() -> None:
    short, long = ["a", "dog"], ["zz", "a", "dog", "runs", "yy", "xx", "ww", "vv"]
    candidate = ["a", "dog", "runs"]
    precision, recall, beta = 3 / 3, 2 / 2, 1.2
    expected = (1 + beta**2) * precision * recall / (recall + beta**2 * precision)
    assert rouge_l([candidate], [[short, long]]) == pytest.approx([expected])


@pytest.mark.parametrize("candidate", [[], ["cat"]])
def test_nothing_right_scores_nothing(candidate: list[str]) -> None:
    assert rouge_l([candidate], [[["a", "dog"]]]) == [0]
    assert bleu([candidate], [[["a", "dog"]]]) == pytest.approx([0, 0, 0, 0], abs=1e-6)


def test_the_counts_of_pictures_add_up_to_those_of_a_corpus_as_often_as_it_is_drawn() -> None:
    candidates = [["a", "red", "bus", "stops"], ["a", "cat"]]
    references = [[["a", "red", "bus", "stops", "here"]], [["a", "dog", "sits"], ["a", "cat"]]]
    counts = bleu_counts(candidates, references)
    assert counts[0].tolist() == [4, 5, 4, 3, 2, 1, 4, 3, 2, 1]
    several = bleu_of(np.stack([counts.sum(axis=0), counts[0], 2 * counts[1]]))
    assert several[0] == pytest.approx(bleu(candidates, references))
    assert several[1] == pytest.approx(bleu(candidates[:1], references[:1]))
    assert several[2] == pytest.approx(bleu(candidates[1:] * 2, references[1:] * 2), abs=1e-6)
