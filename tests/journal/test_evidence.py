import json
from dataclasses import dataclass

import pytest

from narrator.description import Description
from narrator.journal.evidence import from_json, to_json
from tests.journal.entries import DESCRIPTION


def test_a_description_comes_back_whole() -> None:
    assert from_json(to_json(DESCRIPTION)) == DESCRIPTION


def test_what_a_later_program_adds_is_written_and_an_earlier_one_reads_past_it() -> None:
    @dataclass(frozen=True, kw_only=True)
    class LaterDescription(Description):
        confidence: float

    text = to_json(LaterDescription(**vars(DESCRIPTION), confidence=0.6))
    table = json.loads(text)
    table["candidates"][0]["words"] = ["a", "dog"]

    assert table["confidence"] == 0.6
    assert from_json(json.dumps(table)) == DESCRIPTION


def test_what_an_earlier_program_did_not_know_has_its_default() -> None:
    table = json.loads(to_json(DESCRIPTION))
    del table["notes"], table["timings"]
    assert from_json(json.dumps(table)).notes == ()


@pytest.mark.parametrize("text", ["", "{", "[]", "7", "{}", '{"candidates": [7]}', '{"candidates": []}'])
def test_what_is_no_description_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        from_json(text)
