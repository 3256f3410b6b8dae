"""What becomes of the map that the finding network gives, with a network that finds whatever is dark."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from narrator.looking.text.ppocr.finding import find
from narrator.looking.text.ppocr.rectangle import Rectangle

Pixels = NDArray[np.float32]


class Dark:
    """Gives a pixel's darkness as its likelihood, and remembers the sizes that it saw."""

    def __init__(self, least: float = 0.0) -> None:
        self.sizes: list[tuple[int, int]] = []
        self.least = least

    def __call__(self, pictures: Pixels) -> Pixels:
        _, _, height, width = pictures.shape
        self.sizes.append((width, height))
        return np.maximum((1 - pictures[:, :1]) / 2, self.least)


def lines(size: tuple[int, int], *boxes: tuple[int, int, int, int], ink: str = "black") -> Image.Image:
    image = Image.new("RGB", size, "white")
    for box in boxes:
        ImageDraw.Draw(image).rectangle(box, ink)
    return image


def test_a_core_is_grown_to_its_line() -> None:
    (found,) = find(lines((640, 480), (100, 200, 299, 219)), Dark())
    assert (found.x, found.y) == pytest.approx((200, 210), abs=1)
    grown = 1.6 * 200 * 20 / (2 * 220)
    assert found.width == pytest.approx(200 + 2 * grown, abs=2)
    assert found.height == pytest.approx(20 + 2 * grown, abs=2)
    assert found.angle == pytest.approx(0, abs=0.5)


def test_a_slanted_line_is_found_at_its_angle() -> None:
    image = lines((640, 480), (100, 200, 299, 219)).rotate(-20, fillcolor="white")
    (found,) = find(image, Dark())
    assert found.angle == pytest.approx(20, abs=1)


@pytest.mark.parametrize("ink", ["#bbbbbb", "#ffffff"])
def test_what_is_hardly_likely_is_no_line(ink: str) -> None:
    assert find(lines((640, 480), (100, 200, 299, 219), ink=ink), Dark()) == []


def test_specks_are_none() -> None:
    assert find(lines((800, 800), (100, 100, 101, 101), (300, 300, 301, 301)), Dark()) == []


@pytest.mark.parametrize(
    ("size", "seen"),
    [((640, 480), (800, 608)), ((3000, 2000), (800, 544)), ((300, 300), (736, 736)), ((4, 3000), (32, 800))],
)
def test_it_is_looked_for_at_a_size_that_hangs_on_nothing_but_its_shape(
    size: tuple[int, int], seen: tuple[int, int]
) -> None:
    network = Dark()
    assert find(Image.new("RGB", size, "white"), network) == []
    assert network.sizes == [seen]


def test_small_letters_are_looked_at_more_closely() -> None:
    network = Dark()
    boxes = [(100, 100 + 20 * line, 900, 107 + 20 * line) for line in range(20)]
    found = find(lines((1600, 1200), *boxes), network)
    assert network.sizes == [(800, 608), (1600, 1216)]
    assert len(found) == 20


def test_where_everything_is_text_there_is_one_line() -> None:
    (found,) = find(Image.new("RGB", (320, 320), "white"), Dark(least=1.0))
    assert isinstance(found, Rectangle)
