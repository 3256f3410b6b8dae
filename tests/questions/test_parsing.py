"""From a person's words to a question."""

import pytest

from narrator.questions.parsing import EXAMPLES, LONGEST, parse
from narrator.questions.question import OtherQuestionError, Question, QuestionError


@pytest.mark.parametrize(
    "words",
    [
        "is there a dog?",
        "Is there a dog in the picture?",
        "  is   there a dog ",
        "are there any dog",
        "do you see a dog?",
        "can you see a dog in this photo",
        "does it show a dog?",
        "a dog?",
        "hey, is there a dog, please?",
    ],
)
def test_whether_something_is_there(words: str) -> None:
    assert parse(words) == Question(kind="presence", things=("dog",))


@pytest.mark.parametrize(
    "words",
    [
        "is there no dog?",
        "isn't there a dog",
        "isn\N{RIGHT SINGLE QUOTATION MARK}t there a dog?",
        "is there not a dog",
    ],
)
def test_to_a_denied_question_yes_would_mean_both(words: str) -> None:
    assert parse(words) == Question(kind="presence", things=("dog",), plain=False)


def test_several_things_are_asked_after_at_once() -> None:
    assert parse("is there a dog and a cat?").things == ("dog", "cat")
    either = parse("is there a dog or a cat?")
    assert (either.things, either.choice) == (("dog", "cat"), True)


def test_a_part_of_the_picture_may_be_meant() -> None:
    assert parse("is there a dog on the left?") == Question(kind="presence", things=("dog",), part="left")
    assert parse("is there a dog on the right side of the picture").part == "right"
    assert parse("how many dogs are at the top") == Question(kind="number", things=("dogs",), part="top")


@pytest.mark.parametrize("words", ["what is left?", "what is on the left", "what's on the left hand side?"])
def test_what_is_in_a_part(words: str) -> None:
    assert parse(words) == Question(kind="part", part="left")


def test_the_middle_has_several_names() -> None:
    assert {parse(f"what is in the {name}").part for name in ("middle", "centre", "center")} == {"middle"}


@pytest.mark.parametrize(
    ("words", "kind", "thing"),
    [
        ("what colour is the shirt?", "colour", "shirt"),
        ("what color is the shirt", "colour", "shirt"),
        ("which colour has the car?", "colour", "car"),
        ("what is the colour of the car", "colour", "car"),
        ("how many people", "number", "people"),
        ("how many people are there?", "number", "people"),
        ("how many dogs do you see?", "number", "dogs"),
        ("where is the ball?", "place", "ball"),
        ("where are the dogs in the picture", "place", "dogs"),
    ],
)
def test_colour_number_and_place(words: str, kind: str, thing: str) -> None:
    assert parse(words) == Question(kind=kind, things=(thing,))


@pytest.mark.parametrize(
    "words",
    ["what does it say?", "what does the sign say", "is there any text?", "read it", "what is written on it"],
)
def test_what_it_says(words: str) -> None:
    assert parse(words).kind == "text"


@pytest.mark.parametrize(
    "words",
    [
        "why is he sad?",
        "ist da ein Hund?",
        "est-ce qu'il y a un chien ?",
        "is he happy",
        "犬はいますか",
        "1 + 1",
    ],
)
def test_any_other_question_is_answered_with_those_that_can_be_asked(words: str) -> None:
    with pytest.raises(
        QuestionError, match=r"^Narrator cannot answer that kind of question; ask in English"
    ) as raised:
        parse(words)
    assert EXAMPLES in str(raised.value)


@pytest.mark.parametrize("words", ["", "   ", "?"])
def test_an_empty_question_is_none(words: str) -> None:
    with pytest.raises(QuestionError, match=r"^The question is empty; "):
        parse(words)


def test_a_long_one_is_refused_before_it_is_read() -> None:
    with pytest.raises(QuestionError, match=f"more than {LONGEST} letters"):
        parse("is there a dog and " + "a cat and " * LONGEST)


@pytest.mark.parametrize("example", EXAMPLES.replace(", or ", ", ").split(", "))
def test_each_example_is_understood(example: str) -> None:
    assert parse(example)


@pytest.mark.parametrize("word", ["someone", "anybody"])
def test_anybody_is_a_person(word: str) -> None:
    assert parse(f"is there {word}?").things == ("person",)


@pytest.mark.parametrize("word", ["something", "nothing", "a picture", "nobody"])
def test_what_is_no_thing_is_not_asked_of_the_network(word: str) -> None:
    with pytest.raises(OtherQuestionError):
        parse(f"is there {word}?")
