"""Where in a picture something is."""

import pytest
from PIL import Image

from narrator.questions.meaning import meaning_of
from narrator.questions.placing import part_of, parts_for, place_answer
from narrator.questions.question import PARTS, Question

DOG = meaning_of("dog")
EVEN = {"whole": 0.9, "left": 0.8, "right": 0.8, "top": 0.8, "bottom": 0.8}


def test_each_part_has_the_pixels_of_its_side() -> None:
    image = Image.new("RGB", (40, 20), "red")
    image.paste("blue", (20, 0, 40, 20))
    assert part_of(image, "left").getcolors() == [(400, (255, 0, 0))]
    assert part_of(image, "right").getcolors() == [(400, (0, 0, 255))]
    assert part_of(image, "top").size == part_of(image, "bottom").size == (40, 10)
    assert part_of(image, "middle").size == (20, 10)


@pytest.mark.parametrize("part", PARTS)
def test_a_single_pixel_has_all_its_parts(part: str) -> None:
    assert part_of(Image.new("RGB", (1, 1)), part).size == (1, 1)


def test_only_what_is_asked_about_is_looked_at() -> None:
    assert parts_for(Question(kind="presence", things=("dog",))) == ()
    assert parts_for(Question(kind="presence", things=("dog",), part="top")) == ("top",)
    assert set(parts_for(Question(kind="place", things=("dog",)))) == {"left", "right", "top", "bottom"}


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"left": 0.2}, "Probably on the right: the dog."),
        ({"right": 0.2, "top": 0.1}, "Probably on the left and at the bottom: the dog."),
        ({}, "I cannot tell where the dog is: on no side more than on the other."),
        (dict.fromkeys(EVEN, 0.5), "I cannot tell whether there is a dog, nor where."),
        (dict.fromkeys(EVEN, 0.1), "I do not think there is a dog, so I cannot tell where."),
    ],
)
def test_a_side_is_told_where_it_is_clearly_more_probable(found: dict[str, float], said: str) -> None:
    assert place_answer(DOG, {**EVEN, **found}).said == said
