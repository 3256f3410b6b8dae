"""What is learned of names, on answers that are drawn with known chances of being right."""

import math
from dataclasses import replace

import numpy as np
import pytest

from narrator.captioning.witness import Name
from training.errors import TrainingError
from training.trust.answers import FOLDS, Answers, figures, fit, folds, told

NAMES = (
    Name(name="an animal", within=None, words=("animal",), classes=()),
    Name(name="a dog", within="an animal", words=("dog",), classes=(0,)),
    Name(name="a cat", within="an animal", words=("cat",), classes=(1,)),
    Name(name="a vehicle", within=None, words=("vehicle",), classes=(2,)),
)
RIGHT = {"a dog": 0.9, "a cat": 0.5, "a vehicle": 0.3}
"""How often each is right when the classifier is 0.8 sure of it."""


def drawn(dataset: str, count: int, seed: int) -> Answers:
    random = np.random.default_rng(seed)
    seen = random.integers(3, size=count)
    logits = np.log(np.full((count, 3), 0.1))
    logits[np.arange(count), seen] = np.log(0.8)
    truths = np.zeros((count, len(NAMES)), np.bool_)
    for truth, place in zip(truths, seen + 1, strict=True):
        truth[place] = random.random() < RIGHT[NAMES[place].name]
        truth[0] = truth[1] or truth[2]
    return Answers(dataset=dataset, logits=logits.astype(np.float32), borne_out=truths)


KNOWN = drawn("known", 2000, seed=1)


def test_a_name_is_trusted_as_often_as_it_is_right() -> None:
    witness = fit(NAMES, [KNOWN])
    for place, name in enumerate(NAMES[1:]):
        logits = np.log(np.full(3, 0.1))
        logits[place] = np.log(0.8)
        likely = witness.likely(logits)[place + 1]
        assert likely == pytest.approx(RIGHT[name.name], abs=0.06)


def test_what_is_told_of_new_pictures_is_calibrated_and_its_figures_are_counted() -> None:
    new = drawn("new", 1000, seed=2)
    names_told = told(fit(NAMES, [KNOWN]), new, least=0.45)
    found = figures(names_told)
    assert found.pictures == 1000
    assert found.calibration_error < 0.06
    assert all(each.probability >= 0.45 for picture in names_told for each in picture)
    vehicles = new.logits.argmax(axis=1) == 2
    assert not any(picture for picture, is_one in zip(names_told, vehicles, strict=True) if is_one)
    assert found.named == pytest.approx(1 - vehicles.mean())
    assert found.right == pytest.approx(np.mean([each.right for picture in names_told for each in picture]))
    assert found.exact == 1.0


def test_from_pictures_of_which_all_is_right_nothing_can_be_learned() -> None:
    with pytest.raises(TrainingError, match="more pictures are needed"):
        fit(NAMES, [replace(KNOWN, borne_out=np.ones_like(KNOWN.borne_out))])


def test_where_nothing_is_told_there_are_no_shares() -> None:
    found = figures([[], []])
    assert (found.pictures, found.named) == (2, 0.0)
    assert math.isnan(found.right) and math.isnan(found.calibration_error)


def test_each_picture_is_tried_once_and_never_fitted_to_in_that_turn() -> None:
    numbered = Answers(
        dataset="numbered",
        logits=np.arange(12, dtype=np.float32)[:, None],
        borne_out=np.ones((12, 1), np.bool_),
    )
    turns = list(folds([numbered]))
    assert len(turns) == FOLDS
    tried = [set(unseen.logits[:, 0]) for _, (unseen,) in turns]
    assert sorted(number for each in tried for number in each) == list(range(12))
    for ((known,), _), each in zip(turns, tried, strict=True):
        assert each.isdisjoint(known.logits[:, 0])
        assert len(known.borne_out) + len(each) == 12
