import pytest
from PIL import Image

from narrator.looking.colours import NAMES, main_colours
from narrator.picture.opening import open_picture


def colours_of(colour: tuple[int, int, int]) -> tuple[str, ...]:
    return main_colours(open_picture(Image.new("RGB", (60, 40), colour)))


def test_every_colour_in_the_table_has_its_own_name() -> None:
    for name, colours in NAMES.items():
        assert {colours_of(colour) for colour in colours} == {(name,)}


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
        ((30, 120, 220), "blue"),
        ((70, 130, 180), "blue"),
        ((0, 0, 128), "dark blue"),
        ((138, 43, 226), "purple"),
        ((0, 128, 128), "turquoise"),
        ((250, 128, 114), "pink"),
        ((220, 20, 60), "red"),
        ((34, 139, 34), "green"),
    ],
)
def test_colours_have_the_names_that_people_give_them(colour: tuple[int, int, int], name: str) -> None:
    assert colours_of(colour) == (name,)


def test_the_largest_comes_first_and_small_parts_are_left_out() -> None:
    image = Image.new("RGB", (100, 100), "white")
    image.paste("blue", (0, 0, 100, 30))
    image.paste("red", (0, 90, 50, 100))
    assert main_colours(open_picture(image)) == ("white", "blue")
