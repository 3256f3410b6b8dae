import json
from dataclasses import dataclass

import pytest

from narrator.description import Description
from tests.journal.entries import DESCRIPTION


def test_a_description_comes_back_whole() -> None:
    assert Description.from_record(json.loads(json.dumps(DESCRIPTION.to_record()))) == DESCRIPTION


def test_what_a_later_program_adds_is_written_and_an_earlier_one_reads_past_it() -> None:
    @dataclass(frozen=True, kw_only=True)
    class LaterDescription(Description):
        confidence: float

    record = LaterDescription(**vars(DESCRIPTION), confidence=0.6).to_record()
    table = json.loads(json.dumps(record))
    table["candidates"][0]["words"] = ["a", "dog"]

    assert table["confidence"] == 0.6
    assert Description.from_record(table) == DESCRIPTION


def test_what_an_earlier_program_did_not_know_has_its_default() -> None:
    table = json.loads(json.dumps(DESCRIPTION.to_record()))
    del table["notes"], table["timings"], table["agreement"]
    assert Description.from_record(table).notes == ()
    assert Description.from_record(table).agreement is None
    del table["candidates"][0]["raw_caption"]
    assert Description.from_record(table).candidates == DESCRIPTION.candidates


def test_the_agreement_is_plain_values_for_scripts() -> None:
    assert DESCRIPTION.evidence()["agreement"] == {
        "sentence": "All ten say a dog. Six say a beach.",
        "words": {"dog": 10, "beach": 6, "wet": 4},
    }


@pytest.mark.parametrize("text", ["[]", "7", "{}", '{"candidates": [7]}', '{"candidates": []}'])
def test_what_is_no_description_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a description"):
        Description.from_record(json.loads(text))
