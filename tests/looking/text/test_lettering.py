"""The quick look for letters."""

from random import Random

import numpy as np
import pytest
from PIL import Image

from narrator.looking.text.lettering import has_lettering
from narrator.picture.opening import open_picture
from tests.drawings import scene
from tests.looking.text.pages import LEFT, page, sign
from tests.places import PHOTOGRAPHS


def lettered(image: Image.Image) -> bool:
    return has_lettering(open_picture(image))


@pytest.mark.parametrize("turn", [None, *Image.Transpose])
def test_a_sign_in_a_photograph_is_seen_whichever_way_up(turn: Image.Transpose | None) -> None:
    assert lettered(sign() if turn is None else sign().transpose(turn))


@pytest.mark.parametrize(("paper", "ink"), [("white", "black"), ("black", "white"), ("navy", "yellow")])
@pytest.mark.parametrize("height", [24, 48, 120])
def test_letters_of_any_size_and_tone_are_seen(paper: str, ink: str, height: int) -> None:
    assert lettered(page(LEFT, height, paper=paper, ink=ink))


@pytest.mark.parametrize("angle", [8, 20, 45])
def test_slanted_letters_are_seen(angle: int) -> None:
    assert lettered(page(LEFT, 32).rotate(angle, expand=True, fillcolor="white"))


def test_where_there_are_no_strokes_there_are_no_letters() -> None:
    slope = np.repeat(np.linspace(0, 255, 400).astype(np.uint8)[None, :, None], 300, axis=0)
    assert not lettered(Image.fromarray(slope.repeat(3, axis=2)))
    assert not lettered(scene(1200, 900))
    assert not lettered(Image.new("RGB", (8, 80), "white"))


def test_faint_grain_is_no_text() -> None:
    random = np.random.default_rng(Random("grain").randrange(1 << 30))
    grain = (120 + random.normal(0, 6, (600, 800, 3))).clip(0, 255).astype(np.uint8)
    assert not lettered(Image.fromarray(grain))


def test_the_cat_has_none() -> None:
    assert not lettered(Image.open(PHOTOGRAPHS / "cat.jpg"))
