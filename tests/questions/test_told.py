"""What captions say of a thing's colour and number."""

import pytest

from narrator.questions.told import SEVERAL, things_told


@pytest.mark.parametrize(
    ("caption", "word", "colours", "number"),
    [
        ("a red and white dog runs", "dog", {"red", "white"}, 1),
        ("a gray car", "car", {"grey"}, 1),
        ("two dogs play", "dog", set(), 2),
        ("many dogs play", "dog", set(), SEVERAL),
        ("three people in black coats", "person", set(), 3),
        ("three people in black coats", "coat", {"black"}, SEVERAL),
    ],
)
def test_each_thing_has_its_own(caption: str, word: str, colours: set[str], number: int) -> None:
    (thing,) = (each for each in things_told(caption) if each.word == word)
    assert (set(thing.colours), thing.number) == (colours, number)
