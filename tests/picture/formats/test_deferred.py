"""An image whose pixels come from a function."""

import pytest
from PIL import Image

from narrator.picture.formats.deferred import Deferred
from narrator.picture.pixels.rgb import to_rgb

COLOURS = ("red", "green", "blue")


def three_pages(asked: list[int]) -> Deferred:
    def decode(page: int) -> Image.Image:
        asked.append(page)
        return Image.new("RGB", (10 + page, 20), COLOURS[page])

    return Deferred("TEST", (10, 20), "RGB", decode, frames=3, sizes=lambda page: (10 + page, 20))


def test_nothing_is_decoded_before_it_is_asked_for_and_then_once() -> None:
    asked: list[int] = []
    image = three_pages(asked)
    assert (image.size, image.mode, image.format, image.n_frames) == ((10, 20), "RGB", "TEST", 3)
    image.draft(None, (5, 5))
    assert asked == []

    assert to_rgb(image).getpixel((0, 0)) == (255, 0, 0)
    image.load()

    assert asked == [0]


def test_its_frames_are_reached_in_any_order() -> None:
    asked: list[int] = []
    image = three_pages(asked)

    for page, colour in ((2, (0, 0, 255)), (1, (0, 128, 0)), (1, (0, 128, 0)), (0, (255, 0, 0))):
        image.seek(page)
        assert (image.tell(), image.size) == (page, (10 + page, 20))
        assert image.getpixel((0, 0)) == colour

    assert asked == [2, 1, 0]


def test_a_frame_that_is_not_there_leaves_it_where_it_is() -> None:
    image = three_pages([])

    for page in (-1, 3):
        with pytest.raises(EOFError):
            image.seek(page)
    assert image.tell() == 0
