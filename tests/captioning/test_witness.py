"""What a witness tells, on a tree of nine classes."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.captioning.confidence import Calibration
from narrator.captioning.familiarity import Familiarity
from narrator.captioning.signs import LogOdds
from narrator.captioning.witness import LEAST_SHARE, Floats, Name, Witness
from narrator.description import Thing


def name(called: str, within: str | None, *classes: int, words: str = "") -> Name:
    return Name(name=called, within=within, words=tuple(words.split()), classes=classes)


WITNESS = Witness(
    names=(
        name("a container", None, 0, words="container"),
        name("a bottle", "a container", 1, words="bottle drink"),
        name("a pill bottle", "a bottle", 2, words="medicine"),
        name("a wine bottle", "a bottle", 3, words="wine drink"),
        name("an animal", None, 4, words="animal"),
        name("a dog", "an animal", 5, 6, words="dog puppy"),
        name("a vehicle", None, words="vehicle"),
        name("a car", "a vehicle", 7, words="car"),
        name("a bus", "a vehicle", 8, words="bus"),
    ),
    temperature=1.0,
    intercept=0.0,
    slope=1.0,
)
CLASSES = 9
logits = st.lists(st.floats(-20, 20), min_size=CLASSES, max_size=CLASSES).map(np.array)
trusts = st.lists(st.floats(-3, 3), min_size=len(WITNESS.names), max_size=len(WITNESS.names))


def shares(**classes: float) -> Floats:
    """Logits of which the softmax gives classes such shares: c2=0.7; the others are next to nothing."""
    values = np.full(CLASSES, 1e-9)
    for key, share in classes.items():
        values[int(key.removeprefix("c"))] = share
    logs: Floats = np.log(values)
    return logs


def told(of: Floats, **settings: Any) -> dict[str, float]:
    return {thing.name: round(thing.probability, 2) for thing in WITNESS.things(of, **settings)}


def trusting(values: list[float]) -> Witness:
    return replace(
        WITNESS,
        names=tuple(replace(each, trust=trust) for each, trust in zip(WITNESS.names, values, strict=True)),
    )


def test_a_name_that_is_sure_enough_is_told_and_not_what_it_is_one_of() -> None:
    assert told(shares(c2=0.9, c3=0.1)) == {"a pill bottle": 0.9}


def test_a_doubtful_name_is_told_as_what_it_is_one_of() -> None:
    assert told(shares(c2=0.5, c3=0.5)) == {"a bottle": 1.0}
    assert told(shares(c0=0.4, c1=0.3, c2=0.3), least=0.7) == {"a container": 1.0}


def test_of_nothing_that_is_sure_nothing_is_told() -> None:
    assert told(np.zeros(CLASSES), least=0.6) == {}


def test_things_of_several_branches_are_told_the_surest_first_and_no_more_than_asked_for() -> None:
    seen = shares(c2=0.3, c5=0.45, c7=0.25)
    assert told(seen, least=0.2, besides=0.2) == {"a dog": 0.45, "a pill bottle": 0.3, "a car": 0.25}
    assert list(told(seen, least=0.2, besides=0.2)) == ["a dog", "a pill bottle", "a car"]
    assert list(told(seen, least=0.2, besides=0.2, most=2)) == ["a dog", "a pill bottle"]


def test_besides_the_surest_only_what_is_probable_is_told() -> None:
    seen = shares(c2=0.3, c5=0.45, c7=0.25)
    assert told(seen, least=0.2, besides=0.28) == {"a dog": 0.45, "a pill bottle": 0.3}
    assert told(seen, least=0.2) == {"a dog": 0.45}


def test_two_names_of_a_branch_are_one_thing() -> None:
    assert told(shares(c7=0.55, c8=0.45), least=0.3) == {"a car": 0.55}


def test_what_is_trusted_though_next_to_nothing_shows_it_is_not_told() -> None:
    believed = trusting([4.0 if each.name == "an animal" else 0.0 for each in WITNESS.names])
    hardly, somewhat = shares(c4=LEAST_SHARE - 0.05, c2=0.85), shares(c4=LEAST_SHARE + 0.05, c2=0.75)
    assert believed.likely(hardly)[4] > 0.8
    assert [thing.name for thing in believed.things(hardly)] == ["a pill bottle"]
    assert {thing.name for thing in believed.things(somewhat, besides=0.5)} == {"a pill bottle", "an animal"}


@given(logits, trusts)
def test_what_holds_a_name_is_at_least_as_probable(of: Floats, values: list[float]) -> None:
    witness = trusting(values)
    likely = dict(zip((each.name for each in witness.names), witness.likely(of), strict=True))
    assert all(likely[each.within] >= likely[each.name] for each in witness.names if each.within)


@given(logits, trusts, st.floats(0.05, 0.95))
def test_nothing_more_exact_would_have_been_sure_enough(
    of: Floats, values: list[float], least: float
) -> None:
    witness = trusting(values)
    likely, given_to = witness.likely(of), witness.shares(of)
    things = witness.things(of, least)
    assert [thing.probability for thing in things] == sorted((t.probability for t in things), reverse=True)
    for thing in things:
        assert thing.probability >= least
        within = [place for place, each in enumerate(witness.names) if each.within == thing.name]
        assert all(likely[place] < least or given_to[place] < LEAST_SHARE for place in within)


def test_trust_and_slope_change_the_log_odds() -> None:
    doubted = replace(trusting([-1.0] * len(WITNESS.names)), intercept=0.5, slope=2.0)
    share = 0.8
    expected = 1 / (1 + np.exp(-(0.5 - 1.0 + 2.0 * np.log(share / (1 - share)))))
    assert doubted.likely(shares(c5=share, c7=0.2))[5] == pytest.approx(expected)


def test_a_higher_temperature_makes_names_less_sure() -> None:
    seen = shares(c5=0.8, c7=0.2)
    assert replace(WITNESS, temperature=2.0).likely(seen)[5] < WITNESS.likely(seen)[5]


def test_many_pictures_at_once_are_each_as_alone() -> None:
    several = np.stack([shares(c2=0.9, c3=0.1), shares(c5=0.6, c8=0.4)])
    assert np.allclose(WITNESS.likely(several), [WITNESS.likely(each) for each in several])


def test_it_comes_back_from_its_record() -> None:
    record = json.loads(json.dumps(WITNESS.to_record()))
    assert Witness.from_record(record) == WITNESS
    (thing,) = Witness.from_record(record).things(shares(c5=1.0))
    assert thing == Thing(name="a dog", probability=thing.probability)


def test_a_calibration_keeps_it(tmp_path: Path) -> None:
    familiarity = Familiarity(mean=np.zeros(2), directions=np.zeros((1, 2)))
    plain = Calibration(
        odds=LogOdds(intercept=0.0, signs={}), limits=(0.7, 0.5, 0.25), familiarity=familiarity
    )
    replace(plain, witness=WITNESS).save(tmp_path / "with.json")
    plain.save(tmp_path / "without.json")
    assert Calibration.load(tmp_path / "with.json").witness == WITNESS
    assert Calibration.load(tmp_path / "without.json").witness is None


@pytest.mark.parametrize(
    "change", [{"names": [{"name": "a dog"}]}, {"names": 3}, {"temperature": "warm"}, {"slope": None}]
)
def test_a_record_of_another_form_is_no_calibration(change: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        Witness.from_record({**WITNESS.to_record(), **change})


@pytest.mark.parametrize(
    ("names", "complaint"),
    [
        (WITNESS.names[::-1], "stands before what it is within"),
        ((*WITNESS.names, name("a dog", None)), "there twice"),
        ((*WITNESS.names[:-1], name("a bus", "a vehicle", 7)), "in several"),
        (WITNESS.names[1:], "stands before"),
        ((name("a car", None, 1),), "in no name"),
    ],
)
def test_names_that_are_no_tree_of_all_classes_are_refused(names: tuple[Name, ...], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        replace(WITNESS, names=names)


@pytest.mark.parametrize("change", [{"temperature": 0.0}, {"slope": -1.0}, {"temperature": float("nan")}])
def test_numbers_that_no_fit_gives_are_refused(change: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="temperature"):
        replace(WITNESS, **change)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("two puppies on a street", [False, False, True]),
        ("two dogs on a street", [False, False, True]),
        ("an animal on a street", [True, False, True]),
        ("a person in a car", [True, True, False]),
        ("a dog house, a bus and a cup", [True, True, False]),
        (None, [True, True, True]),
    ],
)
def test_what_the_sentence_names_by_whatever_word_is_not_told_besides(
    sentence: str | None, told: list[bool]
) -> None:
    things = tuple(Thing(name=name, probability=0.7) for name in ("a dog", "an animal", "a vehicle"))
    assert [thing.told for thing in WITNESS.besides(things, sentence)] == told


@pytest.mark.parametrize("place", [-1, 4])
def test_places_that_the_encoder_does_not_have_fit_no_network(place: int) -> None:
    witness = replace(WITNESS, places={"dog": place})
    with pytest.raises(ValueError, match="a word"):
        witness.check({"witness.classes": CLASSES, "witness.words": 4})


def test_a_witness_fits_an_encoder_of_its_classes_and_one_without_any() -> None:
    witness = replace(WITNESS, places={"dog": 3})
    witness.check({"witness.classes": CLASSES, "witness.words": 4})
    witness.check({})
    with pytest.raises(ValueError, match="classes"):
        witness.check({"witness.classes": CLASSES + 1})
