"""One of several colours or numbers."""

import pytest

from narrator.captioning.likelihood import Likelihood, without_picture
from narrator.questions.choosing import NUMBERS, Chosen, chosen, colour_signs, number_signs
from narrator.questions.meaning import meaning_of
from narrator.questions.told import COLOURS
from narrator.questions.told_choice import colour_answer, number_answer
from narrator.questions.view import View, view_of
from tests.drawings import tinted
from tests.questions.made import captioner, odds

SHIRT, DOG = meaning_of("shirt"), meaning_of("dogs")


def shares(names: tuple[str | int, ...], **most: float) -> Chosen:
    rest = (1 - sum(most.values())) / (len(names) - len(most))
    return Chosen(shares={name: most.get(str(name), most.get(f"n{name}", rest)) for name in names})


def test_the_shares_are_those_of_the_probabilities() -> None:
    found = chosen(odds(said=(0.0, 1.0)), ("red", "blue"), [{"said": 3.0}, {"said": 0.0}])
    assert sum(found.shares.values()) == pytest.approx(1)
    assert found.best[0][0] == "red"


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (shares(COLOURS, red=0.6), "Probably red: the shirt."),
        (shares(COLOURS, red=0.45, pink=0.4), "Probably red or pink: the shirt."),
        (shares(COLOURS, red=0.3, pink=0.3), "I cannot tell what colour the shirt is."),
    ],
)
def test_one_colour_is_told_or_one_of_two_or_none(found: Chosen, said: str) -> None:
    assert colour_answer(SHIRT, found).said == said


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (shares(NUMBERS, n1=0.8), "Probably one dog."),
        (shares(NUMBERS, n2=0.95), "Probably more than one dog; I cannot count them."),
        (shares(NUMBERS, n2=0.5, n3=0.45), "Probably more than one dog; I cannot count them."),
        (shares(NUMBERS, n1=0.2), "I cannot tell how many dogs there are."),
        (shares(NUMBERS, n1=0.5, n2=0.5), "I cannot tell how many dogs there are."),
    ],
)
def test_a_number_is_told_or_more_than_one_or_none(found: Chosen, said: str) -> None:
    assert number_answer(DOG, found).said == said


@pytest.fixture(scope="module")
def red() -> View:
    tiny = captioner()
    look = tiny.look(tinted("red"))
    habit = without_picture(tiny.network)
    return view_of(tiny.network, tiny.vocabulary, look.state, habit, tiny.filters_for(look))


def test_the_colour_that_is_seen_is_given_and_said_most(red: View) -> None:
    tiny = captioner()
    likelihood = Likelihood(tiny.network, tiny.vocabulary, without_picture(tiny.network))
    signs = dict(zip(COLOURS, colour_signs(red, meaning_of("square"), likelihood, {}), strict=True))
    known = ("red", "green", "blue", "black", "white")
    assert max(known, key=lambda colour: signs[colour]["given"]) == "red"
    assert signs["red"]["gain"] > signs["blue"]["gain"]
    assert signs["red"]["said"] > signs["blue"]["said"] == 0


def test_of_one_square_the_samples_say_one(red: View) -> None:
    tiny = captioner()
    likelihood = Likelihood(tiny.network, tiny.vocabulary, without_picture(tiny.network))
    signs = number_signs(red, meaning_of("square"), likelihood)
    assert signs[0]["said"] > 0
    assert [each["said"] for each in signs[1:]] == [0, 0, 0, 0]
