import numpy as np
import pytest
from PIL import Image

from narrator.looking.colours import NAMES, main_colours, names_of
from narrator.picture import open_picture


def test_every_colour_in_the_table_has_its_own_name() -> None:
    assert names_of(np.array(list(NAMES.values()), np.float64)) == list(NAMES)


@pytest.mark.parametrize(
    ("colour", "name"),
    [
        ((255, 0, 0), "red"),
        ((0, 0, 255), "blue"),
        ((0, 160, 0), "green"),
        ((128, 128, 128), "grey"),
        ((250, 250, 250), "white"),
        ((8, 8, 8), "black"),
        ((120, 70, 30), "brown"),
        ((255, 220, 0), "yellow"),
    ],
)
def test_colours_have_the_names_that_people_give_them(colour: tuple[int, int, int], name: str) -> None:
    assert main_colours(open_picture(Image.new("RGB", (60, 40), colour))) == (name,)


def test_the_largest_comes_first_and_small_parts_are_left_out() -> None:
    image = Image.new("RGB", (100, 100), "white")
    image.paste("blue", (0, 0, 100, 30))
    image.paste("red", (0, 90, 50, 100))
    assert main_colours(open_picture(image)) == ("white", "blue")
