import json
from dataclasses import dataclass, replace

import pytest

from narrator.description import Claim, Claims, Description, Thing
from tests.journal.entries import DESCRIPTION


def test_a_description_comes_back_whole() -> None:
    assert Description.from_record(json.loads(json.dumps(DESCRIPTION.to_record()))) == DESCRIPTION


def test_what_a_later_program_adds_is_written_and_an_earlier_one_reads_past_it() -> None:
    @dataclass(frozen=True, kw_only=True)
    class LaterDescription(Description):
        mood: float

    record = LaterDescription(**vars(DESCRIPTION), mood=0.6).to_record()
    table = json.loads(json.dumps(record))
    table["candidates"][0]["words"] = ["a", "dog"]

    assert table["mood"] == 0.6
    assert Description.from_record(table) == DESCRIPTION


def test_what_an_earlier_program_did_not_know_has_its_default() -> None:
    table = json.loads(json.dumps(DESCRIPTION.to_record()))
    del table["notes"], table["timings"], table["agreement"], table["kind"], table["colours"]
    del table["confidence"], table["band"]
    assert Description.from_record(table).notes == ()
    assert Description.from_record(table).agreement is None
    assert Description.from_record(table).kind == "photo"
    del table["candidates"][0]["raw_caption"]
    assert Description.from_record(table).candidates == DESCRIPTION.candidates


def test_how_sure_one_can_be_comes_back_and_is_there_for_scripts() -> None:
    sure = replace(DESCRIPTION, confidence=0.8, band="sure")
    assert Description.from_record(json.loads(json.dumps(sure.to_record()))) == sure
    assert (sure.evidence()["confidence"], sure.evidence()["band"]) == (0.8, "sure")
    assert (DESCRIPTION.evidence()["confidence"], DESCRIPTION.evidence()["band"]) == (None, None)


def test_without_candidates_nothing_is_claimed() -> None:
    blank = replace(DESCRIPTION, candidates=(), agreement=None, kind="blank", colours=("white",))
    assert Description.from_record(json.loads(json.dumps(blank.to_record()))) == blank
    evidence = json.loads(json.dumps(blank.evidence()))
    assert (evidence["caption"], evidence["log_prob"], evidence["candidates"]) == (None, None, [])
    assert (evidence["kind"], evidence["colours"]) == ("blank", ["white"])


def test_advice_comes_back_and_is_a_list_for_scripts() -> None:
    advised = replace(
        DESCRIPTION, advice=("It is blurred; hold still.", "It is dark; more light would help.")
    )
    assert Description.from_record(json.loads(json.dumps(advised.to_record()))) == advised
    assert advised.evidence()["advice"] == list(advised.advice)
    table = advised.to_record()
    del table["advice"]  # what an earlier program wrote
    assert Description.from_record(table).advice == ()


def test_the_agreement_is_plain_values_for_scripts() -> None:
    assert DESCRIPTION.evidence()["agreement"] == {
        "sentence": "All ten say a dog. Six say a beach.",
        "words": {"dog": 10, "beach": 6, "wet": 4},
    }


CLAIMED = replace(
    DESCRIPTION,
    things=(Thing(name="a bottle", probability=0.7),),
    claims=Claims(
        each=(
            Claim(kind="thing", words="a dog", probability=0.9),
            Claim(kind="thing", words="a beach", probability=0.3, told=False),
        ),
        told="a dog",
    ),
)


def test_what_is_told_is_the_caption_until_somebody_has_judged_it() -> None:
    assert (DESCRIPTION.caption, DESCRIPTION.told) == ("a dog on a beach", "a dog on a beach")
    assert (CLAIMED.caption, CLAIMED.told) == ("a dog on a beach", "a dog")


def test_claims_and_things_come_back_and_are_plain_values_for_scripts() -> None:
    assert Description.from_record(json.loads(json.dumps(CLAIMED.to_record()))) == CLAIMED
    evidence = json.loads(json.dumps(CLAIMED.evidence()))
    assert evidence["told"] == "a dog"
    assert evidence["things"] == [{"name": "a bottle", "probability": 0.7, "told": True}]
    assert evidence["claims"]["each"][1] == {
        "kind": "thing",
        "words": "a beach",
        "probability": 0.3,
        "told": False,
    }
    assert (DESCRIPTION.evidence()["claims"], DESCRIPTION.evidence()["things"]) == (None, [])


def test_what_was_recorded_before_there_were_claims_is_read() -> None:
    table = CLAIMED.to_record()
    del table["claims"], table["things"]
    assert Description.from_record(table) == DESCRIPTION


@pytest.mark.parametrize("text", ["[]", "7", "{}", '{"candidates": [7]}', '{"candidates": []}'])
def test_what_is_no_description_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a description"):
        Description.from_record(json.loads(text))
