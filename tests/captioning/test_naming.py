from narrator.captioning.claims import Judged, claims_of
from narrator.captioning.naming import OtherName, names_instead, things_of


def _judged(caption: str, **probabilities: float) -> Judged:
    claims = claims_of(caption)
    return Judged(
        caption=caption,
        claims=claims,
        probabilities=tuple(probabilities.get(claim.word, 0.9) for claim in claims),
    )


def test_each_thing_has_a_role() -> None:
    judged = _judged("a person in a hat holding a small cup next to a plate of food", small=0.3, cup=0.8)
    things = {thing.word: thing for thing in things_of(judged)}
    assert {word: thing.role for word, thing in things.items()} == {
        "person": ("who",),
        "hat": ("who", "in"),
        "cup": ("what", "holding"),
        "food": ("next", "to", "of"),  # a plate of it has no other name
    }
    assert [(claim.word, own) for claim, own in things["cup"].described] == [("small", 0.3)]
    assert (things["cup"].name(0.5), things["cup"].full_name(0.2)) == ("cup", "a small cup")


def test_what_is_sure_keeps_its_name_and_what_has_no_rival_has_none() -> None:
    judged = _judged("a dog on a rug", rug=0.3)
    assert names_instead(things_of(judged), [], {}, 0.5) == {}


def test_what_described_a_thing_does_not_describe_its_rival() -> None:
    cat, dog = things_of(_judged("a small cat", cat=0.2)), things_of(_judged("a brown dog", dog=0.7))
    assert names_instead(cat, dog, {}, 0.5) == {
        2: OtherName(words="brown dog", probability=0.7, replaced=frozenset({1}))
    }


def test_a_toy_truck_is_no_vehicle_and_a_teddy_bear_no_animal() -> None:
    toy = things_of(_judged("a toy truck next to a teddy bear", truck=0.3, bear=0.3))
    assert toy == []
    truck = things_of(_judged("a truck", truck=0.3))
    assert names_instead(truck, toy, {"truck": 0.8}, 0.5)[1].words == "truck"


def test_what_is_seen_is_told_once() -> None:
    doubtful = things_of(_judged("a horse with a dog", horse=0.1))
    assert [name.words for name in names_instead(doubtful, [], {"animal": 0.9}, 0.5).values()] == ["animal"]
    assert names_instead(doubtful, [], {"dog": 0.9}, 0.5) == {}  # it is the dog that is named already
