"""Views: what captions say stays true, and what cameras do differently varies."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from narrator.picture.opening import squeeze
from tests.places import PHOTOGRAPHS
from training.data.augmentation import augment

PHOTOGRAPH = PHOTOGRAPHS / "cat.jpg"
VIEWS = 60


def halves(left: str, right: str, size: tuple[int, int] = (200, 150)) -> Image.Image:
    """A picture whose two halves have a colour each."""
    picture = Image.new("RGB", size, left)
    ImageDraw.Draw(picture).rectangle((size[0] // 2, 0, *size), fill=right)
    return picture


def views(picture: Image.Image, *captions: str) -> list[NDArray[np.int64]]:
    """Views as the network sees them [S, S, 3]."""
    random = np.random.default_rng(1)
    return [squeeze(augment(picture, captions, random), 96).astype(np.int64) for _ in range(VIEWS)]


def mirrored(*captions: str) -> int:
    """How many views of black on the left and white on the right have it the other way round."""
    return sum(
        view[:, :30].mean() > view[:, -30:].mean() for view in views(halves("black", "white"), *captions)
    )


def test_about_half_of_the_views_are_mirrored() -> None:
    assert VIEWS / 3 < mirrored("two halves", "a wall that is brightly lit") < 2 * VIEWS / 3


@pytest.mark.parametrize(
    "caption",
    [
        "The dog on the LEFT runs",
        "a man raises his right hand",
        "the rightmost one",
        "it turns counterclockwise",
        "a sign that says stop",
        "a player with the number on his shirt",
        "player 23 jumps",
        "a shirt with white letters",
    ],
)
def test_no_view_is_mirrored_whose_captions_say_a_side_or_what_is_written(caption: str) -> None:
    assert mirrored("two halves", caption) == 0


def saturation(view: NDArray[np.int64]) -> float:
    """Of the middle, which all views show: from 0, grey, to 1."""
    middle = view[40:56, 40:56].mean(axis=(0, 1))
    return float(1 - middle.min() / middle.max())


@pytest.mark.parametrize(
    "caption",
    ["a reddish wall", "a Bluish wall", "A Grey wall", "a colorful wall", "a wall", "a tanned wall"],
)
def test_colours_change_only_where_no_caption_says_one(caption: str) -> None:
    wall = Image.new("RGB", (120, 120), (150, 110, 100))
    spread = np.ptp([saturation(view) for view in views(wall, "a wall", caption)])
    if caption in ("a wall", "a tanned wall"):
        assert spread > 0.2
    else:
        # Contrast works on each channel alike, so that it changes saturation a little.
        assert spread < 0.13


@pytest.mark.parametrize("size", [(200, 200), (400, 100), (90, 300)])
def test_at_most_a_tenth_is_cut_off_at_each_side(size: tuple[int, int]) -> None:
    """What leaves a tenth free around it is in all views, whole; the paper around it is cut in some."""
    picture = Image.new("RGB", size, "white")
    inner = tuple(round(share * side) for share, side in zip((0.12, 0.12, 0.88, 0.88), size * 2, strict=True))
    ImageDraw.Draw(picture).rectangle(inner, fill="black")
    margins = []
    for view in views(picture):
        dark = view.mean(axis=2) < 128
        for line in (dark[48], dark[:, 48]):
            assert not line[0] and not line[-1]
            margins += [int(np.argmax(line)), int(np.argmax(line[::-1]))]
    assert min(margins) <= 4 and max(margins) >= 10


def steepness(view: Image.Image) -> float:
    """How much neighbours differ as the network sees them, of all the difference that there is."""
    seen = squeeze(view, 299).astype(np.float64).mean(axis=2)
    return float(np.abs(np.diff(seen, axis=1)).mean() / seen.std())


def test_views_are_softer_and_crisper_than_the_picture() -> None:
    """A smaller side alone makes them a little softer, but never crisper."""
    photograph, random = Image.open(PHOTOGRAPH).convert("RGB"), np.random.default_rng(1)
    views = [augment(photograph, ("a black cat",), random) for _ in range(VIEWS)]
    steep = [steepness(view) / steepness(photograph) for view in views]
    assert min(steep) < 0.7 and max(steep) > 1.25


def test_views_have_many_sizes_and_some_the_blocks_of_a_jpeg() -> None:
    """Faint grain is what compression saves first: blocks of 8x8 pixels become even."""
    random = np.random.default_rng(2)
    grain = random.integers(122, 135, (320, 320, 1), dtype=np.uint8).repeat(3, axis=2)
    made = [augment(Image.fromarray(grain), ("grey grain",), random) for _ in range(VIEWS)]
    assert all(view.width == view.height and 160 <= view.width < 400 for view in made)
    assert min(view.width for view in made) < 190 and max(view.width for view in made) > 370
    even = [np.mean(np.ptp(blocks(view), axis=(1, 3)) == 0) for view in made]
    assert 0.1 * VIEWS < sum(share > 0.2 for share in even) < 0.6 * VIEWS
    assert sum(share == 0 for share in even) > 0.3 * VIEWS


def blocks(view: Image.Image) -> NDArray[np.int64]:
    """The green of blocks, [N, 8, N, 8]."""
    count = view.width // 8
    return np.asarray(view, dtype=np.int64)[: count * 8, : count * 8, 1].reshape(count, 8, count, 8)


def test_the_same_random_numbers_give_the_same_view_and_others_another() -> None:
    photograph = Image.open(PHOTOGRAPH).convert("RGB")
    one, same, other = (
        augment(photograph, ("a cat",), np.random.default_rng((7, 3, view))) for view in (1, 1, 2)
    )
    assert one.tobytes() == same.tobytes()
    assert one.tobytes() != other.tobytes()
