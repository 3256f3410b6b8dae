import pytest

from narrator.captioning.general import generals_of, is_alive, is_worn, plural, singular


@pytest.mark.parametrize(
    ("word", "generals"),
    [
        ("puppy", ("dog", "animal")),
        ("puppies", ("dogs", "animals")),
        ("children", ("people",)),
        ("banana", ("fruit", "food")),
        ("bananas", ("fruit", "food")),
        ("shirts", ("clothes",)),
        ("person", ()),
        ("xylophone", ()),
    ],
)
def test_more_general_names_come_nearest_first_and_as_many(word: str, generals: tuple[str, ...]) -> None:
    assert generals_of(word) == generals


@pytest.mark.parametrize("word", ["dog", "people", "person", "skiers", "cows", "crowd", "kitten"])
def test_people_and_animals_are_alive(word: str) -> None:
    assert is_alive(word)


@pytest.mark.parametrize("word", ["table", "bus", "shirt", "teddy"])
def test_things_are_not(word: str) -> None:
    assert not is_alive(word)


def test_what_is_worn() -> None:
    assert is_worn("hats")
    assert is_worn("wetsuit")
    assert not is_worn("dog")


@pytest.mark.parametrize(
    ("one", "several"), [("dog", "dogs"), ("child", "children"), ("person", "people"), ("food", "food")]
)
def test_one_and_several(one: str, several: str) -> None:
    assert plural(one) == several
    assert singular(several) == one
