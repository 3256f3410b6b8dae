"""Which captions count as right, by references made up for the purpose."""

import pytest

from training.trust.rightness import judge

REFERENCES = [
    [
        "A brown dog runs through the grass .",
        "A dog is running across a lawn",
        "The puppy races over a green field",
        "A dog running in grass",
        "Dog on the lawn",
    ],
    [
        "A woman sits on a bench",
        "A lady is sitting on a park bench",
        "Woman on a bench",
        "She sits",
        "A park",
    ],
    ["Two boys kick a ball", "Boys play soccer", "Children with a ball", "Two kids playing", "A soccer game"],
]


@pytest.mark.parametrize(
    ("captions", "right"),
    [
        (("a dog is running in the grass", "a person is sitting on a bench", "children play soccer"), True),
        (("a dog runs on a field", "a man is sitting on a bench", "two children are playing"), True),
        (("a cat sleeps on a sofa", "a dog runs in the grass", "a group of people at a table"), False),
        (("a dog is sitting on a bench", "a child is riding a bike", "a person is on the phone"), False),
    ],
)
def test_right_is_what_people_say_in_other_words_too(captions: tuple[str, ...], right: bool) -> None:
    assert [verdict.right for verdict in judge(captions, REFERENCES)] == [right] * 3


def test_words_that_nobody_bears_out_are_named() -> None:
    verdict = judge(("a dog is swimming in the grass", "a bench", "a ball"), REFERENCES)[0]
    assert verdict.unsupported == ("swimming",)
    assert verdict.precision == pytest.approx(2 / 3)


def test_a_child_is_a_person_and_a_person_need_be_no_child() -> None:
    people, children = (judge(("a dog", "a bench", said), REFERENCES)[2] for said in ("people", "children"))
    assert people.precision == children.precision == 1
    assert judge(("a dog", "a child", "a ball"), REFERENCES)[1].unsupported == ("child",)
