"""Pieces that lie in any direction, turned upright and in groups that lie the same way."""

from collections.abc import Sequence
from dataclasses import replace
from math import cos, radians, sin

import pytest

from narrator.looking.text.order import rows
from narrator.looking.text.reader import Piece
from narrator.looking.text.turning import upright
from tests.looking.text.readers import piece

SIZE = (400, 300)
LINES = (("Fresh", 100.0, 40.0), ("bread", 140.0, 40.0), ("baked", 100.0, 70.0), ("daily", 140.0, 70.0))


def turned(flat: Piece, degrees: float) -> Piece:
    """A piece of a page of `SIZE` that lies on a table of 600 by 600, turned clockwise about its middle."""
    x, y = (flat.left + flat.right - SIZE[0]) / 2, (flat.top + flat.bottom - SIZE[1]) / 2
    angle = radians(degrees)
    middle = 300 + x * cos(angle) - y * sin(angle), 300 + x * sin(angle) + y * cos(angle)
    width, height = flat.right - flat.left, flat.height
    return replace(
        flat,
        left=middle[0] - width / 2,
        right=middle[0] + width / 2,
        top=middle[1] - height / 2,
        bottom=middle[1] + height / 2,
        angle=degrees,
    )


def groups(*found: Piece, size: tuple[int, int] = (600, 600)) -> Sequence[Sequence[Piece]]:
    return upright(found, size)


def texts(*found: Piece) -> list[list[str]]:
    return [[" ".join(each.text for each in row) for row in rows(group)] for group in groups(*found)]


@pytest.mark.parametrize("degrees", [0, 90, 180, 270, -90, 20, -35, 110, 170, 250, 359])
def test_a_page_is_read_in_its_order_whichever_way_it_lies(degrees: float) -> None:
    page = [turned(piece(*word), degrees) for word in reversed(LINES)]
    assert texts(*page) == [["Fresh bread", "baked daily"]]


def test_its_edges_are_those_in_the_picture_turned_with_it() -> None:
    """A line that runs down the right edge of a wide picture stands at the top of the tall one."""
    line = Piece(text="first line", score=1.0, left=345, top=95, right=395, bottom=105, angle=90.0)
    ((found,),) = groups(line, size=SIZE)
    assert [found.left, found.top, found.right, found.bottom] == pytest.approx([75, 25, 125, 35])
    assert found.angle == 0


def test_what_is_upright_stays_where_it_is() -> None:
    found = Piece(text="Fresh bread", score=0.9, scores=(0.9, 0.8), left=10, top=20, right=65, bottom=30)
    assert groups(found) == [[found]]


def test_a_few_letters_that_lie_another_way_do_not_turn_the_page() -> None:
    page = [turned(piece(*word), 12) for word in LINES]
    crumb = turned(piece("x", 300, 250), -40)
    assert texts(*page, crumb)[0][:2] == ["Fresh bread", "baked daily"]


def test_the_larger_group_comes_first() -> None:
    assert texts(piece("Tea"), replace(piece("organic and fair", 100, 20), angle=180.0)) == [
        ["organic and fair"],
        ["Tea"],
    ]


def test_gibberish_of_many_letters_comes_last() -> None:
    gibberish = replace(piece("peaq ysaj ysaj peaq", score=0.55), angle=90.0)
    assert texts(gibberish, piece("Tea")) == [["Tea"], ["peaq ysaj ysaj peaq"]]


def test_nothing_is_nothing() -> None:
    assert texts() == []
