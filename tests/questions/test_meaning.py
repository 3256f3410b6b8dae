"""What a thing's name means."""

import pytest

from narrator.captioning.witness import Name
from narrator.questions.meaning import is_no_thing, meaning_of, named_alone

NAMES = (
    Name(name="an animal", within=None, words=("animal",), classes=(0,)),
    Name(name="a dog", within="an animal", words=("dog", "hound"), classes=(1,)),
    Name(name="a wolf", within="a dog", words=("wolf",), classes=(2,)),
    Name(name="a cup or a glass", within=None, words=("cup", "glass"), classes=(3,)),
)


def test_kinds_of_it_bear_it_out_and_what_it_is_a_kind_of_does_not() -> None:
    meaning = meaning_of("dogs", NAMES)
    assert {"dog", "terrier", "hound", "wolf"} <= meaning.words
    assert "animal" in meaning.wider
    assert "animal" not in meaning.words
    assert meaning.names == ("a dog", "a wolf")
    assert {"dog", "dogs"} <= set(meaning.forms)


def test_a_name_for_one_thing_or_another_is_a_name_of_neither() -> None:
    assert meaning_of("cup", NAMES).names == ()
    assert "glass" not in meaning_of("cup", NAMES).words


@pytest.mark.parametrize(("word", "alone"), [("women", "person"), ("boys", "child"), ("bikes", "bike")])
def test_people_have_neutral_words(word: str, alone: str) -> None:
    assert named_alone(word) == alone


@pytest.mark.parametrize("word", ["running", "standing", "skateboarding", "red", "young"])
def test_what_is_done_and_how_a_thing_is_name_no_thing(word: str) -> None:
    assert is_no_thing(word)


@pytest.mark.parametrize(
    "word", ["dog", "building", "painting", "drawing", "swing", "ring", "orange", "shirt"]
)
def test_a_thing_is_one_whatever_its_ending(word: str) -> None:
    assert not is_no_thing(word)


def test_what_means_the_same_is_meant_too() -> None:
    assert "bike" in meaning_of("bicycle").words
    assert "couch" in meaning_of("sofa").words


def test_it_is_spoken_with_its_article() -> None:
    assert [meaning_of(word).spoken for word in ("dog", "elephants", "snow")] == [
        "a dog",
        "an elephant",
        "snow",
    ]
