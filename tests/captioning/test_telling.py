from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.captioning import telling
from narrator.captioning.claims import Judged, claims_of
from narrator.captioning.content import gerund
from narrator.captioning.general import generals_of
from tests.captioning.made_captions import sentences


def _judged(*captions: str, **probabilities: float) -> list[Judged]:
    """Captions whose words are sure, but for those that have a probability."""
    return [
        Judged(
            caption=caption,
            claims=claims_of(caption),
            probabilities=tuple(probabilities.get(claim.word, 0.95) for claim in claims_of(caption)),
        )
        for caption in captions
    ]


def told(
    judged: Sequence[Judged], names: Mapping[str, float] | None = None, even: float = telling.EVEN
) -> str | None:
    return telling.told(judged, names, even).sentence


def test_what_is_sure_is_told_whole() -> None:
    assert told(_judged("a dog runs on a beach", "a cat on a bed")) == "a dog runs on a beach"


def test_what_is_doubtful_is_left_out() -> None:
    assert told(_judged("a brown dog runs on a beach", brown=0.3, beach=0.49)) == "a dog runs"


def test_how_probable_it_must_be_can_be_set() -> None:
    dog = _judged("a dog on a beach", beach=0.6)
    assert told(dog, even=0.7) == "a dog"
    assert told(dog, even=0.6) == "a dog on a beach"


def test_nothing_is_told_where_nothing_is_sure() -> None:
    assert told(_judged("a dog on a beach", dog=0.1, beach=0.2)) is None
    assert told([]) is None


def test_another_sample_is_told_where_it_tells_clearly_more() -> None:
    captions = ("a dog on a sofa", "a person in a red coat is smiling")
    assert told(_judged(*captions, dog=0.2, sofa=0.3)) == captions[1]
    assert (
        told(_judged("a dog", "a dog on a bed", bed=0.9)) == "a dog"
    )  # one doubtful claim more is not clear


def test_what_another_sample_surely_names_in_its_place_is_told_instead() -> None:
    samples = _judged("a brown cat sits on a bed", "a small dog sits on a bed", cat=0.2, dog=0.75)
    assert told(samples) == "a small dog sits on a bed"


@pytest.mark.parametrize(
    ("cat", "dog", "said"), [(0.48, 0.45, "a cat or a small dog"), (0.4, 0.1, None), (0.49, 0.2, "an animal")]
)
def test_two_that_are_close_are_named_together(cat: float, dog: float, said: str | None) -> None:
    samples = _judged("a cat on a bed", "a small dog on a bed", cat=cat, dog=dog, bed=0.3)
    assert told(samples) == said


def test_of_many_that_are_possible_what_they_all_are_is_told() -> None:
    samples = _judged("a dog on grass", "a cow on grass", "a sheep on grass", dog=0.3, cow=0.24, sheep=0.24)
    assert told(samples) == "an animal on grass"


def test_what_is_seen_besides_bears_out_a_general_name() -> None:
    samples = _judged("a dog on grass", dog=0.3)
    assert told(samples) == "grass"
    assert told(samples, {"animal": 0.8}) == "an animal on grass"
    assert told(samples, {"sheep": 0.8}) == "an animal on grass"


def test_a_rival_has_its_own_article() -> None:
    samples = _judged("a cat on top of a desk", "a cat on top of a rug", cat=0.9, desk=0.48, rug=0.45)
    assert told(samples) == "a cat on top of a desk or a rug"


def test_two_words_for_the_same_bear_each_other_out() -> None:
    assert told(_judged("a red bike", "a red bicycle", bike=0.4, bicycle=0.4)) == "a red bike"
    assert told(_judged("a red bicycle", "a red bike", bike=0.4, bicycle=0.4)) == "a red bike"
    assert told(_judged("a dog on grass", "a puppy on grass", dog=0.4, puppy=0.3)) == "a dog on grass"


def test_the_article_of_a_network_is_put_right() -> None:
    assert told(_judged("a airplane on a runway")) == "an airplane on a runway"
    assert told(_judged("an dog in an uniform")) == "a dog in a uniform"


def test_what_may_both_be_there_is_no_rival() -> None:
    assert told(_judged("a child in a hat", "a child in a coat", hat=0.4, coat=0.4)) == "a child"
    assert told(_judged("a dog on a bed", "a bus on a street", dog=0.4, bus=0.4, bed=0.1, street=0.1)) is None


def test_what_is_part_of_a_name_goes_with_it() -> None:
    players = _judged("a tall baseball player on grass", "a person on grass", player=0.4, person=0.6)
    assert told(players) == "a tall person on grass"


def test_one_who_may_be_a_child_is_no_rival_of_that_child() -> None:
    assert told(_judged("a child on a bed", "a person on a bed", child=0.3)) == "a person on a bed"
    assert told(_judged("a child runs", "a person runs", child=0.4, person=0.45)) == "a person runs"


def test_what_does_something_else_is_no_rival() -> None:
    assert told(_judged("a child holding a cup", "a child next to a ball", cup=0.4, ball=0.4)) == (
        "a child holding something"
    )


_probabilities = st.lists(st.floats(0, 1), min_size=12, max_size=12)


@given(st.lists(st.tuples(sentences, _probabilities), min_size=1, max_size=4))
def test_only_what_is_sure_or_a_more_general_name_or_one_of_two_is_told(
    samples: list[tuple[str, list[float]]],
) -> None:
    judged = [
        Judged(
            caption=caption, claims=claims_of(caption), probabilities=tuple(row[: len(claims_of(caption))])
        )
        for caption, row in samples
    ]
    sentence = told(judged)
    each = [
        (claim.word, probability)
        for caption in judged
        for claim, probability in zip(caption.claims, caption.probabilities, strict=True)
    ]
    sure = {word for word, probability in each if probability >= 0.5}
    sure |= {gerund(word) for word in sure}  # without the words around it "runs" may be read as an action
    general = {name for word, _ in each for name in generals_of(word)}
    rivals = {word for word, probability in each if probability >= 0.25}
    for part in (sentence or "").split(", "):
        for claim in claims_of(part):
            named = claim.word in rivals and " or " in part
            assert claim.word in sure or claim.word in general or named
