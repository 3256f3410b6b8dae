"""How likely each claim of a caption is borne out."""

import json
from collections.abc import Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from narrator.captioning.claims import KINDS, claims_of
from narrator.captioning.familiarity import Familiarity
from narrator.captioning.judging import Evidence
from narrator.captioning.look import Look
from narrator.captioning.network import State
from narrator.captioning.odds import ClaimOdds, claim_signs
from narrator.captioning.signs import LogOdds, Sign
from narrator.captioning.witness import WORDS
from narrator.description import Candidate
from narrator.picture.opening import open_picture
from tests.drawings import tinted

FAMILIARITY = Familiarity(mean=np.zeros(2), directions=np.zeros((1, 2)))
PLACES = {"dog": 0, "puppy": 0, "cat": 1}
SEEN = LogOdds(intercept=0.0, signs={"seen": Sign(usual=0.0, deviation=2.0, coefficient=1.5)})
ODDS = ClaimOdds(words=PLACES, kinds=dict.fromkeys(KINDS, SEEN), even=0.5, familiarity=FAMILIARITY)
CANDIDATES = (
    Candidate(caption="a dog on a mat", log_prob=-0.5, count=6),
    Candidate(caption="a puppy sleeping", log_prob=-0.7, count=3),
    Candidate(caption="a cat", log_prob=-0.9, count=1),
)


def signs(seen: NDArray[np.float32] | None) -> dict[str, Mapping[str, float]]:
    """The signs of each word that the candidates claim."""
    claims = [claims_of(candidate.caption) for candidate in CANDIDATES]
    values = claim_signs(CANDIDATES, claims, PLACES, seen, 1.0, "photo")
    return {
        claim.word: own
        for of_one, each in zip(claims, values, strict=True)
        for claim, own in zip(of_one, each, strict=True)
    }


def look(*log_odds: float) -> Look:
    witness = {WORDS: np.array([log_odds], np.float32)} if log_odds else {}
    state = State(features={}, recurrent={}, witness=witness)
    return Look(picture=open_picture(tinted("red")), state=state, timings={})


def judged(*log_odds: float) -> list[list[float]]:
    return ODDS.judge(Evidence.of(CANDIDATES, (), look(*log_odds), "photo"))


def test_samples_that_say_a_word_of_the_same_meaning_say_it() -> None:
    found = signs(None)
    assert found["dog"]["said"] == found["puppy"]["said"] == pytest.approx(0.9)
    assert found["cat"]["said"] == pytest.approx(0.1)
    assert found["mat"]["said"] == pytest.approx(0.6)


def test_the_witness_tells_of_the_words_that_it_knows() -> None:
    found = signs(np.array([2.0, -1.0], np.float32))
    assert (found["puppy"]["seen"], found["cat"]["seen"]) == (2.0, -1.0)
    assert np.isnan(found["mat"]["seen"])
    assert (found["dog"]["known"], found["mat"]["known"]) == (1.0, 0.0)


def test_a_picture_without_witness_tells_nothing_of_any_word() -> None:
    assert all(np.isnan(found["seen"]) for found in signs(None).values())
    assert judged() == [[0.5, 0.5], [0.5, 0.5], [0.5]]


def test_what_the_witness_finds_is_more_probable() -> None:
    (dog, mat), (puppy, sleeping), (cat,) = judged(4.0, -4.0)
    assert dog == puppy > mat == sleeping > cat
    assert mat == 0.5


def test_they_come_back_from_their_record() -> None:
    record = json.loads(json.dumps(ODDS.to_record()))
    assert ClaimOdds.from_record(record, PLACES, FAMILIARITY) == ODDS


@pytest.mark.parametrize(
    "change",
    [
        {"kinds": {}},
        {"even": None},
        {"even": 0},
        {"even": 1.5},
        {"kinds": {kind: {"intercept": 0, "signs": {"luck": {}}} for kind in KINDS}},
        {
            "kinds": {
                kind: {
                    "intercept": 0,
                    "signs": {"seen": {"usual": 0, "deviation": 1, "coefficient": -1}},
                }
                for kind in KINDS
            }
        },
    ],
)
def test_a_record_of_another_form_is_refused(change: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        ClaimOdds.from_record({**ODDS.to_record(), **change}, PLACES, FAMILIARITY)
