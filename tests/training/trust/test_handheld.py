"""Pictures as a hand takes them, all drawn: that a seed makes them again, and what is in them."""

from random import Random

import numpy as np
import pytest
from PIL import Image, ImageChops

from narrator.looking.kinds import look_at
from narrator.picture.opening import open_picture
from tests.places import PHOTOGRAPHS
from training.trust.camera import askew, covered, glaring, placed, shaken, skin
from training.trust.handheld import HANDHELD, ground
from training.trust.scans import scan
from training.trust.surfaces import SURFACES

FILES = sorted(PHOTOGRAPHS.glob("*.jpg"))


@pytest.mark.parametrize("name", HANDHELD)
def test_a_seed_makes_a_picture_again_and_another_seed_another(name: str) -> None:
    first, again, other = (HANDHELD[name](random, ground(random, FILES)) for random in map(Random, (1, 1, 2)))
    assert first.tobytes() == again.tobytes() != other.tobytes()
    assert first.mode == "RGB"
    assert first.size in {(480, 640), (640, 480)}


def test_what_is_behind_is_drawn_where_there_are_no_photographs() -> None:
    assert ground(Random(0), []).size in {(480, 640), (640, 480)}


@pytest.mark.parametrize("surface", SURFACES)
def test_a_surface_is_no_single_colour(surface: type) -> None:
    assert np.asarray(surface(Random(3), (64, 48))).std() > 0


def test_scans_are_pages_whose_lines_stay() -> None:
    found = [look_at(open_picture(scan(Random(seed)))) for seed in range(6)]
    assert {looked.kind for looked in found} <= {"document", "screenshot", "drawing"}
    assert [looked.kind for looked in found].count("document") >= 3


def test_a_thing_is_put_where_its_corners_are() -> None:
    scene = Image.new("RGB", (100, 100), "blue")
    placed(scene, Image.new("RGB", (10, 10), "red"), ((20, 20), (80, 20), (80, 60), (20, 60)))
    assert scene.getpixel((50, 40)) == (255, 0, 0)
    assert scene.getpixel((50, 90)) == (0, 0, 255)


def test_a_thing_larger_than_the_picture_is_cut_off() -> None:
    corners = askew(Random(0), (100, 100), (10, 10), 3)
    assert min(min(corner) for corner in corners) < 0


def test_a_finger_hides_about_as_much_as_it_should() -> None:
    white = Image.new("RGB", (100, 100), "white")
    shares = []
    for share in (0.5, 1):
        hidden = covered(white, Random(4), share)
        changed = ImageChops.difference(white, hidden).convert("L").point(lambda value: 255 * (value > 20))
        shares.append(float(np.asarray(changed).mean()) / 255)
    assert 0.3 < shares[0] < shares[1]


def test_fingers_are_of_all_skins() -> None:
    assert len({skin(Random(seed)) for seed in range(200)}) == 10


def test_glare_makes_nothing_darker() -> None:
    scene = SURFACES[0](Random(1), (80, 60))
    glared = glaring(scene, Random(1), 2, 0.4)
    assert (np.asarray(glared) >= np.asarray(scene)).all()
    assert np.asarray(glared).mean() > np.asarray(scene).mean() + 20


def test_a_shake_leaves_no_dark_edges() -> None:
    assert np.asarray(shaken(Image.new("RGB", (90, 60), "white"), Random(0), 12)).min() == 255
