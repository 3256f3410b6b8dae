import pytest

from narrator.collection.row import Row
from narrator.collection.telling import decorative, doubt, words_of

DOG = Row(
    path="a.png", alt="A dog.", caption="a dog", kind="photo", band="sure", confidence=0.9, bundle="b 1"
)


def like(**changes: object) -> Row:
    return Row.from_record({**DOG.record(), **changes})


@pytest.mark.parametrize(
    ("row", "is_told"),
    [
        (DOG, True),
        (like(band="likely"), True),
        (like(band="unsure"), False),
        (like(band="doubtful"), False),
        (like(band=""), True),
        (like(alt="", caption=""), False),
        (like(caption="", kind="icon", alt="A small picture such as an icon."), False),
        (like(caption="", kind="screenshot", alt="A screen. It says: Exit.", text="Exit"), True),
        (like(caption="", band="", written="A dog", written_by="person"), True),
        (like(caption="", band="", written="IMG", written_by="machine"), False),
    ],
)
def test_words_stand_only_where_they_tell_enough(row: Row, is_told: bool) -> None:
    words = words_of(row)
    assert (words is not None) == is_told
    assert words is None or (words.text == row.alt and "b 1" in words.mark)


def test_a_doubt_says_how_sure_it_is() -> None:
    assert doubt(like(band="unsure", confidence=0.41)) == "not sure, right with a probability of 0.41: A dog."
    assert doubt(like(alt="", reason="It is damaged.")) == "It is damaged."


def test_what_shows_nothing_is_decorative() -> None:
    assert decorative(DOG) is None
    assert decorative(like(kind="blank", text="")) is not None
    assert decorative(like(kind="blank", text="Exit")) is None
