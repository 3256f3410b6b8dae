"""Large pictures made RGB without a second copy of all their pixels."""

import numpy as np
import pytest
from PIL import Image

from narrator.picture.pixels import reduction as room
from narrator.picture.pixels.reduction import bounded_rgb
from narrator.picture.pixels.rgb import to_rgb
from tests.drawings import corners, disc, scene


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGB", "RGBA", "CMYK"])
def test_it_is_the_same_picture_but_smaller(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "WHOLE_LIMIT", 100_000)
    monkeypatch.setattr(room, "SHORT_SIDE", 200)
    image = scene(1001, 703).convert(mode)
    reduced = bounded_rgb(image)
    assert (reduced.mode, reduced.size) == ("RGB", (334, 235))
    whole = to_rgb(image).reduce(3)
    assert np.abs(np.asarray(reduced, int) - np.asarray(whole, int)).max() <= 1


def test_transparent_parts_lie_on_white(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "WHOLE_LIMIT", 1000)
    assert bounded_rgb(disc()).getpixel((1, 1)) == (255, 255, 255)


def test_most_pictures_stay_as_they_are() -> None:
    assert bounded_rgb(corners()).tobytes() == corners().tobytes()


def test_of_a_panorama_the_memory_is_bounded_though_its_sides_become_short() -> None:
    reduced = bounded_rgb(Image.new("L", (36_000, 1_000), 90))
    assert reduced.size == (18_000, 500)
    assert reduced.getpixel((17_999, 499)) == (90, 90, 90)
