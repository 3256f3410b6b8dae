import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.captioning.claims import claims_of
from narrator.captioning.content import NUMBERS, article, gerund
from narrator.captioning.cutting import cut
from narrator.captioning.filters import CONJUNCTIONS, FUNCTION_WORDS
from tests.captioning.made_captions import sentences

_ENDLESS = frozenset({"a", "an", "and", "are", "at", "in", "is", "of", "on", "or", "that", "the", "with"})


def _cut(marked: str, instead: dict[str, str] | None = None) -> str | None:
    """Cut a caption whose doubtful words stand in round brackets; `instead` is by word."""
    words = marked.split()
    caption = re.sub(r"[()]", "", marked)
    kept = {claim.place for claim in claims_of(caption) if not words[claim.place].startswith("(")}
    places = {place: (instead or {}).get(word, "") for place, word in enumerate(caption.split())}
    rest = cut(caption, kept, {place: name for place, name in places.items() if name})
    return None if rest is None else rest.sentence


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("a brown dog running through a (field)", "a brown dog running"),
        ("a (brown) dog is running", "a dog is running"),
        ("an (orange) umbrella", "an umbrella"),
        ("a (small) orange cat", "an orange cat"),
        ("a black and (white) dog", "a black dog"),
        ("a (black) and white dog", "a white dog"),
        ("a small (black) and white dog", "a small white dog"),
        ("a (light) blue car", "a blue car"),
        ("a light (blue) car", "a car"),
        ("a (snow) covered hill", "a hill"),
        ("a (stuffed) animal on a bed", "a bed"),
        ("(two) dogs are running", "dogs are running"),
        ("(one) or two people are running", "people are running"),
        ("a person in a (red) (shirt) is smiling", "a person is smiling"),
        ("a person is (smiling)", "a person"),
        ("a dog (runs) on a beach", "a dog on a beach"),
        ("a dog is (running) through the grass", "a dog in the grass"),
        ("a dog is (jumping) over a log", "a dog"),
        ("a person (looking) at a camera", "a person"),
        ("a person holding a (banana)", "a person holding something"),
        ("a person (holding) a banana", "a person with a banana"),
        ("a person (riding) a bike", "a person and a bike"),
        ("a person (wearing) a hat", "a person in a hat"),
        ("a person wearing a (hat)", "a person"),
        ("a person doing a (trick) on a ramp", "a person on a ramp"),
        ("a child (playing) tennis", "a child"),
        ("a child playing (tennis)", "a child playing"),
        ("a child (happily) playing", "a child playing"),
        ("a person in a hat (riding) a bike", "a person in a hat with a bike"),
        ("a person sitting and (holding) a cup", "a person sitting with a cup"),
        ("a person (sitting) and holding a cup", "a person holding a cup"),
        ("a plate of (food)", "a plate"),
        ("a (plate) of food on a table", "food on a table"),
        ("a (plate) of apples is on a table", "apples on a table"),
        ("a piece of (cake) on a table", "a table"),
        ("a (cat) and a dog are sleeping", "a dog sleeping"),
        ("a cat and a (dog) are on a bed", "a cat on a bed"),
        ("there are a cat and a (dog)", "a cat"),
        ("a (bowl) and spoon on a table", "a spoon on a table"),
        ("a (bowl) and rice on a table", "rice on a table"),
        ("a table with a (bowl) and a cup", "a table with a cup"),
        ("a dog between a (car) and a tree", "a dog"),
        ("a bowl filled with (fruit)", "a bowl"),
        ("a clock that is on a (wall)", "a clock"),
        ("a computer sitting on a (desk)", "a computer"),
        ("a cat sitting on a (desk)", "a cat sitting"),
        ("a (person) playing baseball with a baseball", "a baseball"),
        ("a group of (people) on a beach", "a beach"),
        ("a (person) sitting on top of a table", "a table"),
        ("a (person) holding a banana on their head", "a banana and a head"),
        ("a (person) in a red hat on a bike", "a red hat and a bike"),
        ("a (person) next to another person", "a person"),
        ("a person next to (another) person", "a person next to another person"),
        ("a (person) doing a trick in the air", None),
        ("a dog is running and a person is (watching)", "a dog is running with a person"),
        ("a dog is running while a (person) is watching", "a dog is running"),
        ("a close up of a (plate) of food", "food"),
        ("a person (riding) a wave on a surfboard", "a person on a wave on a surfboard"),
        ("the sky is (blue)", "the sky"),
        ("a (dog)", None),
    ],
)
def test_what_hangs_on_something_falls_with_it_and_the_rest_is_english(marked: str, left: str | None) -> None:
    assert _cut(marked) == left


@pytest.mark.parametrize(
    ("marked", "instead", "left"),
    [
        ("a (dog) is running", {"dog": "animal"}, "an animal is running"),
        ("a brown (dog) on a (bed)", {"dog": "animal"}, "a brown animal"),
        ("a person eating a (banana)", {"banana": "food"}, "a person eating food"),
        ("a (cat) on a bed", {"cat": "cat or a small dog"}, "a cat or a small dog on a bed"),
        ("a (teddy) (bear) on a bed", {"bear": "toy"}, "a toy on a bed"),
        ("a group of (bananas) on a table", {"bananas": "food"}, "a group of food on a table"),
    ],
)
def test_a_doubtful_thing_may_have_another_name(marked: str, instead: dict[str, str], left: str) -> None:
    assert _cut(marked, instead) == left


def _kept(caption: str, draw: list[bool]) -> set[int]:
    claims = claims_of(caption)
    return {claim.place for claim, kept in zip(claims, draw, strict=False) if kept}


@given(sentences, st.lists(st.booleans(), min_size=12, max_size=12))
def test_what_is_left_claims_nothing_that_was_not_kept_and_is_well_formed(
    caption: str, draw: list[bool]
) -> None:
    kept = _kept(caption, draw)
    rest = cut(caption, kept)
    if rest is None:
        return
    said = {claim.word for claim in claims_of(caption) if claim.place in kept}
    said |= {gerund(word) for word in said}  # without the words around it "runs" may be read as an action
    for part in rest.sentence.split(", "):
        assert {claim.word for claim in claims_of(part)} <= said
    words = rest.sentence.replace(",", "").split()
    assert words[-1] not in _ENDLESS or words[-1] == caption.split()[-1]
    assert words[0] not in CONJUNCTIONS
    for word, following in pairwise(words):
        assert word != following
        if word in ("a", "an"):
            assert word == article(following)
            assert following not in FUNCTION_WORDS - NUMBERS


@given(sentences, st.lists(st.booleans(), min_size=12, max_size=12))
def test_what_is_sure_stays_as_it_is_and_what_is_left_is_not_cut_again(
    caption: str, draw: list[bool]
) -> None:
    whole = cut(caption, {claim.place for claim in claims_of(caption)})
    assert whole is not None
    assert whole.sentence == caption
    rest = cut(caption, _kept(caption, draw))
    if rest is not None and "," not in rest.sentence:
        again = cut(rest.sentence, {claim.place for claim in claims_of(rest.sentence)})
        assert again is not None
        assert again.sentence == rest.sentence
