"""Questions answered with a network: the tiny one, which knows squares in five colours."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from PIL import Image

from narrator.captioning.captioner import Captioner
from narrator.errors import BundleError
from narrator.picture.opening import open_picture
from narrator.questions.asker import Asker
from narrator.questions.asking import answer_by_sight
from narrator.questions.parsing import parse
from narrator.questions.question import Answer
from tests.captioning.made_calibration import CALIBRATION
from tests.drawings import tinted
from tests.questions.made import ASKED, captioner
from tests.tiny_bundle import SIDE


def ask(words: str, image: Image.Image) -> Answer:
    return answer_by_sight(parse(words), open_picture(image), SIDE, Asker(captioner()).answer)


@pytest.fixture(scope="module")
def two() -> Image.Image:
    """Red on the left, blue on the right."""
    red, blue = tinted("red"), tinted("blue")
    image = Image.new("RGB", (2 * red.width, red.height))
    image.paste(red, (0, 0))
    image.paste(blue, (red.width, 0))
    return image


def test_what_is_there_is_there() -> None:
    assert ask("is there a square?", tinted("red")).verdict == "yes"


def test_what_nobody_has_a_word_for_is_not_guessed_at() -> None:
    answer = ask("is there a zebra?", tinted("red"))
    assert answer == Answer(said="I do not know what a zebra looks like.", verdict="unsure")


@pytest.mark.parametrize("word", ["running", "red"])
def test_what_is_done_and_how_a_thing_is_are_not_taken_for_things(word: str) -> None:
    answer = ask(f"is there {word}?", tinted("red"))
    assert (answer.verdict, answer.probability) == ("unsure", None)
    assert answer.said == f'I can be asked after people, animals and things, and "{word}" is no thing.'


def test_only_people_and_animals_are_counted() -> None:
    answer = ask("how many squares are there?", tinted("red"))
    assert answer.said == "I can count people and animals only, and no further than one."


def test_what_has_no_single_word_is_not_taken_for_something_else() -> None:
    answer = ask("is there a red square?", tinted("red"))
    assert answer.said == 'I know things by single words only, and not "red square"; ask with one word.'


@pytest.mark.parametrize("colour", ["red", "green", "blue"])
def test_a_colour_is_the_one_that_is_seen(colour: str) -> None:
    assert ask("what colour is the square?", tinted(colour)).said == f"Probably {colour}: the square."


def test_what_is_on_a_side_is_what_that_side_shows(two: Image.Image) -> None:
    left, right = ask("what is on the left?", two), ask("what is on the right?", two)
    assert left.said.startswith("On the left: ")
    assert "red" in left.said
    assert "blue" not in left.said
    assert right.said.startswith("On the right: ")
    assert "blue" in right.said


@pytest.mark.parametrize(
    ("image", "why"),
    [
        (Image.new("RGB", (64, 64), "white"), "A blank picture, all white."),
        (Image.new("RGB", (64, 64), "black"), "A picture that is almost black"),
    ],
)
def test_of_a_picture_without_a_scene_it_is_said_why_nothing_can_be_told(
    image: Image.Image, why: str
) -> None:
    answer = ask("is there a square?", image)
    assert answer.said.startswith(f"I cannot tell. {why}")
    assert answer.verdict == "unsure"


def test_of_a_dark_picture_too() -> None:
    dark = tinted("red").point(lambda level: level // 8)
    answer = ask("is there a square?", dark)
    assert answer.said.startswith("I cannot tell. The picture is too dark.")


def test_a_bundle_that_was_not_taught_is_not_asked() -> None:
    tiny = captioner()
    for calibration in (None, CALIBRATION):
        untaught = _with(tiny, calibration)
        with pytest.raises(BundleError, match="does not know how far its answers can be trusted"):
            Asker(untaught)


@pytest.mark.parametrize("record", [{}, {"presence": 1, "colour": 2, "number": 3}])
def test_odds_of_another_form_are_refused(record: Mapping[str, object]) -> None:
    with pytest.raises(BundleError, match="what this narrator cannot read"):
        Asker(_with(captioner(), replace(ASKED, questions=record)))


def _with(tiny: Captioner, calibration: object) -> Captioner:
    return Captioner(tiny.network, tiny.vocabulary, name="tiny", version="1", calibration=calibration)  # type: ignore[arg-type]
