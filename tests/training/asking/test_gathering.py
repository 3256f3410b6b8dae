"""Asking a bundle of pictures whose captions say what is true."""

from pathlib import Path

import pytest
from PIL import Image

from narrator.captioning.witness import Name
from tests.drawings import tinted
from tests.questions.made import captioner
from training.asking.cases import Cases, ChoiceCase, PresenceCase
from training.asking.figures import cross_fitted, fitted, report
from training.asking.gathering import Interviewer, agreed, composed
from training.asking.objects import Objects
from training.data.datasets import Example

NAMES = (
    Name(name="a square", within=None, words=("square",), classes=(0,)),
    Name(name="a block", within=None, words=("block",), classes=(1,)),
)
COLOURS = ("red", "green", "blue", "white")


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> list[Example]:
    folder = tmp_path_factory.mktemp("pictures")
    return [_example(folder, number) for number in range(20)]


def _example(folder: Path, number: int) -> Example:
    colour, thing = COLOURS[number % 4], ("square", "block")[number // 4 % 2]
    picture = folder / f"{number}.png"
    tinted(colour).save(picture)
    return Example(picture=picture, captions=(f"a {colour} {thing}",) * 4)


@pytest.fixture(scope="module")
def cases(examples: list[Example]) -> Cases:
    interviewer = Interviewer(captioner())
    objects = Objects([each.captions for each in examples], NAMES)
    found = list(interviewer.of_pictures("made", examples, objects))
    return Cases(
        presence=[each for each in found if isinstance(each, PresenceCase)],
        choices=[each for each in found if isinstance(each, ChoiceCase)],
        places=list(interviewer.of_two("made", examples, objects)),
    )


def test_the_true_colour_is_right_and_no_other(cases: Cases) -> None:
    colours = cases.of("colour")
    assert len(colours) == 20
    assert all(sum(case.right) == 1 for case in colours)


def test_each_question_is_asked_once_of_what_is_there_and_once_of_what_is_not(cases: Cases) -> None:
    own = [case for case in cases.presence if case.picture == 0 and case.split == "random"]
    assert [(case.word, case.there) for case in own] == [("square", True), ("block", False)]


def test_of_two_in_one_each_thing_has_its_side(cases: Cases) -> None:
    assert {case.side for case in cases.places} == {"left", "right", "top", "bottom"}
    assert all(case.signs.keys() == {"whole", "left", "right", "top", "bottom"} for case in cases.places)


def test_cases_survive_their_file(cases: Cases) -> None:
    assert Cases.from_record(cases.to_record()).to_record() == cases.to_record()


def test_colours_that_are_seen_are_told_right(cases: Cases) -> None:
    odds = cross_fitted(cases)
    tables = report(cases, odds)
    assert all(title in tables for title in ("Is it there?", "Which colour", "How many", "Where is it"))
    (row,) = (line for line in tables.splitlines() if line.startswith("| made | 20 |"))
    assert row.split("|")[-2].strip() == "100.0%"
    assert fitted(cases).colour.signs


def test_people_must_agree_on_a_colour_and_a_number() -> None:
    told = agreed(("two red dogs", "two dogs", "a red dog", "a black cat"))
    assert (set(told["dog"].colours), told["dog"].number) == ({"red"}, 2)
    assert (told["cat"].colours, told["cat"].number) == (frozenset(), None)


def test_two_pictures_stand_side_by_side() -> None:
    red, blue = Image.new("RGB", (50, 50), "red"), Image.new("RGB", (50, 80), "blue")
    across, upright = (composed(red, blue, upright=each, share=0.4) for each in (False, True))
    assert [across.getpixel((x, 9)) for x in (0, 191, 192, 479)] == [(255, 0, 0)] * 2 + [(0, 0, 255)] * 2
    assert [upright.getpixel((9, y)) for y in (0, 191, 192, 479)] == [(255, 0, 0)] * 2 + [(0, 0, 255)] * 2
