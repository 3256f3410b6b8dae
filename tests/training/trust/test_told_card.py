"""The card sets whole captions beside what is told of them."""

from pathlib import Path

from training.data.datasets import Example
from training.trust.told_card import Sentence, told_section

CAPTIONS = ("A dog sleeps on a bed.", "One dog, asleep on a bed.", "A dog on a bed.")


def sentence(caption: str, told: str | None) -> Sentence:
    example = Example(picture=Path("dog.jpg"), captions=CAPTIONS)
    return Sentence(dataset="made", example=example, caption=caption, told=told)


def test_what_is_told_has_a_row_of_its_own() -> None:
    section = told_section(
        [
            sentence("a dog sleeping on a bed", "a dog sleeping on a bed"),
            sentence("a cat sleeping on a bed", "a bed"),
            sentence("a cat eating pizza", None),
        ]
    )
    assert "| made, whole | 100% | 5.3 | 50.0% of 6 |" in section  # two cats and a pizza
    assert "| made, told | 67% | 4.0 | 0.0% of 3 |" in section
    assert "| 100% | 0% | 0% |" in section
    assert "* made, things:" not in section  # all that is told is there


def test_where_nothing_is_told_nothing_is_counted() -> None:
    section = told_section([sentence("a cat", None)])
    assert "| made, told | 0% | - | - | - | - | - | - | - |" in section


def test_what_is_told_in_vain_is_shown() -> None:
    section = told_section([sentence("a cat", "a cat"), sentence("a dog", "a dog")])
    assert "| 50% | 50% | 0% |" in section
    assert '* made, things: cat ("a cat")' in section
