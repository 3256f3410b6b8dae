"""Odds of claims are learned from what people wrote."""

import numpy as np
import pytest

from narrator.captioning.familiarity import Familiarity
from narrator.description import Candidate
from training.trust.claim_card import claims_section
from training.trust.claimed import OFTEN, Claimant, fit_claims

FAMILIARITY = Familiarity(mean=np.zeros(2), directions=np.zeros((1, 2)))
PLACES = {"dog": 0, "cat": 1}


def claimant(said: str, there: str, dataset: str = "made") -> Claimant:
    """A picture of which a captioner says one thing, people another, and the witness sees what is there."""
    seen = np.array([2.0 if word == there else -2.0 for word in PLACES], np.float32)
    return Claimant(
        dataset=dataset,
        candidates=(Candidate(caption=f"a {said} sleeping", log_prob=-0.5, count=10),),
        seen=seen,
        distance=0.5,
        kind="photo",
        references=(f"A {there} is asleep.", f"One {there}, sleeping."),
        words=PLACES,
    )


PICTURES = [claimant(said, there) for said in PLACES for there in PLACES] * 5


def test_a_claim_is_borne_out_by_its_word_or_one_like_it() -> None:
    assert claimant("dog", "dog").borne_out == [[True, True]]
    assert claimant("puppy", "dog").borne_out == [[True, True]]
    assert claimant("cat", "dog").borne_out == [[False, True]]


def test_what_the_witness_does_not_see_is_learned_to_be_doubtful_and_not_told() -> None:
    odds = fit_claims(PICTURES, FAMILIARITY)
    right, wrong = claimant("dog", "dog"), claimant("dog", "cat")
    assert right.probabilities(odds)[0][0] > 0.8
    assert wrong.probabilities(odds)[0][0] < 0.2
    assert right.told(odds).told == "a dog sleeping"
    assert "dog" not in (wrong.told(odds).told or "")


def test_photographs_of_those_for_whom_it_is_made_count_more() -> None:
    once = fit_claims([*PICTURES, claimant("dog", "cat", dataset="vizwiz")], FAMILIARITY)
    often = fit_claims([*PICTURES, *[claimant("dog", "cat")] * OFTEN["vizwiz"]], FAMILIARITY)
    assert once == often


def test_the_card_counts_claims_by_kind_and_by_set() -> None:
    odds = fit_claims(PICTURES, FAMILIARITY)
    section = claims_section([(each, odds) for each in PICTURES], [])
    assert "| thing | 20 | 50% | 1.000 |" in section
    assert "| action | 20 | 100% | - |" in section
    assert "| made | 20 | 50% | 1.000 |" in section


@pytest.mark.parametrize("kind", ["colour", "number"])
def test_a_kind_of_claim_that_nobody_made_is_as_likely_as_not(kind: str) -> None:
    assert fit_claims(PICTURES, FAMILIARITY).kinds[kind].probability({}) == 0.5
