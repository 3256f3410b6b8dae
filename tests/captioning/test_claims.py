import pytest
from hypothesis import given

from narrator.captioning.claims import KINDS, claims_of
from narrator.captioning.content import EMPTY_WORDS
from tests.captioning.made_captions import captions


@pytest.mark.parametrize(
    ("caption", "claims"),
    [
        ("a brown dog runs on grass", "brown colour, dog thing, running action, grass thing"),
        ("a person holding a tennis racket", "person thing, holding action, tennis quality, racket thing"),
        ("two dogs", "two number, dogs thing"),
        ("one or two people on a bench", "one or two number, people thing, bench thing"),
        ("a dog is happily running", "dog thing, happily quality, running action"),
        ("the small bus is empty", "small quality, bus thing, empty quality"),
        ("the sky is cloudy and blue", "sky thing, cloudy quality, blue colour"),
        ("a person holding an orange", "person thing, holding action, orange thing"),
        ("a couple sitting at a desk reading", "couple thing, sitting action, desk thing, reading action"),
        ("a group of people", "people thing"),
        ("there is a cat on top of it", "cat thing"),
        ("3 cats", "3 number, cats thing"),
    ],
)
def test_each_word_that_says_something_is_a_claim(caption: str, claims: str) -> None:
    assert ", ".join(f"{claim.word} {claim.kind}" for claim in claims_of(caption)) == claims


def test_a_claim_is_found_again_at_its_place() -> None:
    caption = "one or two people happily run on the green grass"
    places = {claim.word: claim.place for claim in claims_of(caption)}
    assert places == {"one or two": 0, "people": 3, "happily": 4, "running": 5, "green": 8, "grass": 9}


@given(captions)
def test_each_word_that_says_something_is_in_one_claim(caption: str) -> None:
    claims = claims_of(caption)
    places = [claim.place for claim in claims]
    saying = {place for place, word in enumerate(caption.split()) if word not in EMPTY_WORDS}
    assert saying <= set(places)
    assert len(places) == len(set(places))
    assert {claim.kind for claim in claims} <= set(KINDS)
