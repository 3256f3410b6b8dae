import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from narrator.looking.text.ppocr.rectangle import Rectangle, smallest_around

PLACE = Rectangle(x=120.0, y=90.0, width=80.0, height=20.0, angle=30.0)


def corners(place: Rectangle) -> list[tuple[float, float]]:
    """Four points in a rectangle twice as large are the corners of this one."""
    doubled = Rectangle(
        x=place.x, y=place.y, width=2 * place.width, height=2 * place.height, angle=place.angle
    )
    return [(x, y) for x, y in doubled.points(2, 2).reshape(4, 2).tolist()]


@given(
    st.floats(-400, 400),
    st.floats(-400, 400),
    st.floats(20, 300),
    st.floats(1, 15),
    st.floats(-44, 44),
)
def test_the_rectangle_around_corners_is_that_of_the_corners(
    x: float, y: float, width: float, height: float, angle: float
) -> None:
    place = Rectangle(x=x, y=y, width=width, height=height, angle=angle)
    points = np.array([*corners(place), (x, y)])
    found = smallest_around(points)
    assert vars(found) == pytest.approx(vars(place), rel=1e-6, abs=1e-6)


def test_it_holds_all_points_and_is_no_larger_than_the_upright_one() -> None:
    points = np.random.default_rng(3).normal(0, (40, 8), (200, 2)) @ np.array([[0.8, 0.6], [-0.6, 0.8]])
    found = smallest_around(points)
    cos, sin = np.cos(np.radians(found.angle)), np.sin(np.radians(found.angle))
    offsets = (points - [found.x, found.y]) @ np.array([[cos, -sin], [sin, cos]])
    assert (np.abs(offsets) <= np.array([found.width, found.height]) / 2 + 1e-6).all()
    assert found.width * found.height < np.prod(np.ptp(points, axis=0))


@pytest.mark.parametrize("quarters", [1, 2, 3, 4])
def test_turned_it_is_the_same_place(quarters: int) -> None:
    turned = PLACE.turned(quarters)
    assert sorted(corners(turned)) == [pytest.approx(corner) for corner in sorted(corners(PLACE))]
    assert -180 <= turned.angle < 180
    assert (turned.angle - PLACE.angle) % 360 == 90 * quarters % 360


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_what_is_cut_out_runs_from_left_to_right(quarters: int) -> None:
    image = Image.new("RGB", (240, 180), "white")
    draw = ImageDraw.Draw(image)
    for (x, y), ink in zip(PLACE.points(4, 1)[0].tolist(), ("red", "lime", "blue", "black"), strict=True):
        draw.ellipse((x - 6, y - 6, x + 6, y + 6), ink)
    cut = PLACE.turned(2 * (quarters % 2)).cut_from(image)
    assert cut.size == (80, 20)
    found = [cut.getpixel((x, 10)) for x in (10, 30, 50, 70)]
    expected = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (0, 0, 0)]
    assert found == (expected[::-1] if quarters % 2 else expected)


def test_two_meet_where_the_middle_of_one_lies_in_the_other() -> None:
    word = Rectangle(x=150.0, y=108.0, width=15.0, height=12.0, angle=25.0)
    assert PLACE.meets(word) and word.meets(PLACE)
    assert not PLACE.meets(Rectangle(x=120.0, y=60.0, width=80.0, height=20.0, angle=30.0))
