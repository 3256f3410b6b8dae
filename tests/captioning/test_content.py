import pytest

from narrator.captioning.content import (
    article,
    gerund,
    is_gerund,
    is_participle,
    is_plural,
    number_of,
    number_word,
)
from narrator.captioning.content import plural_verb as plural

VERBS = {
    **{"runs": "running", "sits": "sitting", "swims": "swimming", "jumps": "jumping", "leaps": "leaping"},
    **{"rides": "riding", "carries": "carrying", "lies": "lying", "flies": "flying", "plays": "playing"},
    **{"catches": "catching", "passes": "passing", "goes": "going", "poses": "posing", "throws": "throwing"},
    **{"performs": "performing", "eats": "eating", "skates": "skating", "sees": "seeing", "mixes": "mixing"},
}


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_has_its_form_in_ing(verb: str) -> None:
    assert gerund(verb) == gerund(plural(verb)) == VERBS[verb]
    assert is_gerund(VERBS[verb])
    assert not is_plural(plural(verb))


def test_what_several_do_from_what_one_does() -> None:
    assert [plural(verb) for verb in ("is", "was", "has", "does", "catches", "ran", "people")] == (
        ["are", "were", "have", "do", "catch", "ran", "people"]
    )


@pytest.mark.parametrize("word", ["ring", "building", "something", "king", "ceiling", "wing"])
def test_a_thing_in_ing_is_no_verb(word: str) -> None:
    assert not is_gerund(word)


def test_participles_are_no_things() -> None:
    assert all(map(is_participle, ("parked", "covered", "seated", "held")))
    assert not any(map(is_participle, ("bed", "red", "sled", "seed", "dog")))


def test_plurals_are_no_singulars_in_s() -> None:
    assert all(map(is_plural, ("dogs", "people", "glasses", "children")))
    assert not any(map(is_plural, ("grass", "bus", "tennis", "dog's", "sports", "dog")))


def test_numbers_are_words_up_to_ten() -> None:
    assert [number_word(number) for number in (1, 2, 10, 11, 30)] == ["one", "two", "ten", "11", "30"]
    assert all(number_of(number_word(number)) == number for number in range(1, 40))
    assert number_of("dogs") is None


def test_articles_follow_the_sound() -> None:
    words = {"dog": "a", "orange": "an", "uniform": "a", "umbrella": "an", "hour": "an", "yellow": "a"}
    assert {word: article(word) for word in words} == words
