import pytest
from hypothesis import given

from narrator.captioning.claims import claims_of
from narrator.captioning.parsing import clauses_of
from narrator.captioning.phrases import Phrase
from tests.captioning.made_captions import captions


def _shown(phrase: Phrase, words: list[str]) -> str:
    """A phrase in brackets with what hangs on it: "[a dog [on [grass]]]"."""
    own = " ".join(words[place] for place in (*phrase.link, *phrase.places))
    inner = [_shown(each, words) for each in (*phrase.nouns, *phrase.parts)]
    return f"[{' '.join(filter(None, [own, *inner]))}]"


@pytest.mark.parametrize(
    ("caption", "shown"),
    [
        ("a dog runs on the grass", "[[a dog] [runs [on [the grass]]]]"),
        ("a person in a red hat is smiling", "[[a person [in [a red hat]]] [is smiling]]"),
        ("a group of people with dogs", "[[a group of people [with [dogs]]]]"),
        ("a plate of food and a cup", "[[a plate [of [food]]] [and a cup]]"),
        ("a black and white cat on top of it", "[[a black and white cat [on [top of it]]]]"),
        ("there is a cat in a box", "[there is [a cat [in [a box]]]]"),
        ("a clock that is on a wall", "[[a clock [that is [on [a wall]]]]]"),
        ("a dog jumping up to catch a ball", "[[a dog] [jumping [up to catch [a ball]]]]"),
        ("a person holding a cup and smiling", "[[a person] [holding [a cup]] [and smiling]]"),
        ("a child playing with a ball in a park", "[[a child] [playing [with [a ball]] [in [a park]]]]"),
        ("a table with a cup on it", "[[a table [with [a cup [on [it]]]]]]"),
        ("a person next to a child in a red shirt", "[[a person [next to [a child]] [in [a red shirt]]]]"),
        ("a child wearing a hat and a coat is sad", "[[a child] [wearing [a hat] [and a coat]] [is [sad]]]"),
        (
            "one or two people sitting at a table eating",
            "[[one or two people] [sitting [at [a table]]] [eating]]",
        ),
    ],
)
def test_what_hangs_on_what(caption: str, shown: str) -> None:
    (clause,) = clauses_of(caption)
    assert _shown(clause, caption.split()) == shown


def test_whoever_does_something_of_their_own_begins_a_clause() -> None:
    caption = "a dog is running and a person is watching while children are playing"
    assert [_shown(clause, caption.split()) for clause in clauses_of(caption)] == [
        "[[a dog] [is running]]",
        "[and [a person] [is watching]]",
        "[while [children] [are playing]]",
    ]


@given(captions)
def test_each_word_is_in_one_phrase_and_each_claim_is_one_of_its_phrase(caption: str) -> None:
    phrases = [phrase for clause in clauses_of(caption) for phrase in clause.walk()]
    places = [place for phrase in phrases for place in (*phrase.link, *phrase.places)]
    assert sorted(places) == list(range(len(caption.split())))
    assert {claim for phrase in phrases for claim in phrase.claims} == set(claims_of(caption))
    for phrase in phrases:
        assert {claim.place for claim in phrase.claims} <= set(phrase.places)
