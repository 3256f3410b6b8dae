"""Renderings that the project draws, and the photographs in tests/data as they are and spoilt."""

from io import BytesIO
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from narrator.errors import PictureError
from narrator.looking.kinds import look_at
from narrator.looking.softness import SOFTEST, softness
from narrator.picture.opening import open_picture
from tests.drawings import tinted
from tests.places import PHOTOGRAPHS
from training.looking import RIGHT
from training.trust.degradations import underexposed
from training.trust.renderings import RENDERINGS, blurred, brightened, darkened, through_jpeg

NAMES = ["astronaut", "cat", "coffee", "photographer"]
few = settings(max_examples=100)
sizes = st.tuples(st.integers(40, 300), st.integers(40, 300))
colours = st.tuples(*[st.integers(0, 255)] * 3)


def kind(image: Image.Image) -> str:
    return look_at(open_picture(image)).kind


def describable(pixels: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> bool:
    image = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
    return look_at(open_picture(image)).describable


@pytest.mark.parametrize("name", sorted(RENDERINGS.keys() - {"icon", "logo"}))
def test_renderings_are_told_apart(name: str) -> None:
    for seed in range(3):
        random = Random(seed)
        assert kind(through_jpeg(RENDERINGS[name](random), random)) in RIGHT[name], seed


def test_tiny_pictures_are_icons_whatever_is_in_them() -> None:
    assert kind(tinted("red", (32, 32))) == "icon"
    assert kind(Image.new("RGB", (16, 16), "red")) == "icon"


def test_a_sign_on_a_small_ground_is_an_icon() -> None:
    image = Image.new("RGB", (96, 96), "white")
    image.paste("navy", (20, 20, 60, 76))
    image.paste("red", (40, 8, 80, 40))
    assert kind(image) == "icon"


@pytest.mark.parametrize("name", ["icon", "logo"])
def test_next_to_no_icon_is_taken_for_a_scene(name: str) -> None:
    random = Random(0)
    drawn = [open_picture(through_jpeg(RENDERINGS[name](random), random)) for _ in range(40)]
    assert sum(look_at(picture).describable for picture in drawn) <= 4


@pytest.mark.parametrize("quality", [75, 95])
@pytest.mark.parametrize("side", [48, 64, 128])
def test_what_jpeg_leaves_of_a_small_sign_is_an_icon(side: int, quality: int) -> None:
    large = Image.new("RGB", (512, 512), (20, 90, 200))
    ImageDraw.Draw(large).ellipse((100, 100, 400, 400), fill=(200, 220, 60))
    file = BytesIO()
    large.resize((side, side), Image.Resampling.LANCZOS).save(file, "JPEG", quality=quality)
    assert look_at(open_picture(file.getvalue())).kind == "icon"


@pytest.mark.parametrize("side", [48, 64, 96, 128, 192, 256])
@pytest.mark.parametrize("name", NAMES)
def test_small_photographs_are_no_icons(name: str, side: int) -> None:
    photograph = Image.open(PHOTOGRAPHS / f"{name}.jpg").convert("RGB")
    small = photograph.resize((side, side * photograph.height // photograph.width), Image.Resampling.LANCZOS)
    assert kind(small) == "photo"
    assert kind(through_jpeg(small, Random(1))) == "photo"


@pytest.mark.parametrize("name", NAMES)
def test_small_photographs_in_little_light_are_no_icons(name: str) -> None:
    small = Image.open(PHOTOGRAPHS / f"{name}.jpg").convert("RGB").resize((224, 224))
    assert "icon" not in {kind(underexposed(small, Random(seed)).image) for seed in range(12)}


@few
@given(st.integers(0, 2**32 - 1), sizes, st.floats(0, 120), st.integers(0, 255))
def test_softness_is_known_of_any_small_picture(
    seed: int, size: tuple[int, int], strength: float, level: int
) -> None:
    grain = level + strength * np.random.default_rng(seed).normal(size=(*size, 3))
    found = softness(Image.fromarray(grain.clip(0, 255).astype(np.uint8)))
    assert 0 <= found <= SOFTEST


def test_softness_counts_shading_against_edges() -> None:
    edges = np.zeros((100, 100), np.uint8)
    edges[:, 50:] = 200
    assert softness(Image.fromarray(edges)) == 0
    edges[:, :50] = np.arange(0, 1000, 20)[None] // 5 % 256  # 4 levels a pixel: nothing, to the eye
    assert softness(Image.fromarray(edges)) == 0
    shaded = np.zeros((100, 100), np.uint8)
    shaded[:, 80:] = 255
    shaded[:, :10] = np.arange(0, 250, 25)  # 10 of 99 columns, which then fall by 225 to black
    assert softness(Image.fromarray(shaded)) == pytest.approx(9 / 2, abs=1)


@pytest.mark.parametrize("name", NAMES)
def test_photographs_are_photographs_and_spoilt_ones_are_known(name: str) -> None:
    photograph = Image.open(PHOTOGRAPHS / f"{name}.jpg").convert("RGB")
    assert kind(photograph) == "photo"
    assert kind(photograph.resize((64, 64))) == "photo"
    assert kind(blurred(photograph, Random(0))) == "blurred"
    assert kind(darkened(photograph, Random(0))) in {"dark", "black"}
    assert kind(brightened(photograph, Random(0))) == "bright"


def test_one_word_on_a_page_is_not_blank() -> None:
    page = Image.new("RGB", (850, 1100), "white")
    page.paste("black", (100, 100, 140, 112))
    assert kind(page) != "blank"


@few
@given(colours, sizes)
def test_a_single_colour_holds_no_scene(colour: tuple[int, int, int], size: tuple[int, int]) -> None:
    looked = look_at(open_picture(Image.new("RGB", size, colour)))
    assert looked.kind in {"blank", "black"}
    assert len(looked.colours) == 1


@few
@given(st.integers(0, 2**32 - 1), sizes, st.floats(1, 120), st.sampled_from([1, 3]), colours)
def test_noise_holds_no_scene(
    seed: int, size: tuple[int, int], strength: float, channels: int, colour: tuple[int, int, int]
) -> None:
    grain = np.random.default_rng(seed).normal(size=(*size, channels))
    assert not describable(np.array(colour) + strength * grain)


@few
@given(colours, colours, sizes, st.floats(0, 1), st.floats(0, 1), st.booleans())
def test_a_gradient_holds_no_scene(
    first: tuple[int, int, int],
    last: tuple[int, int, int],
    size: tuple[int, int],
    across: float,
    down: float,
    outwards: bool,
) -> None:
    y, x = np.mgrid[0 : 1 : size[0] * 1j, 0 : 1 : size[1] * 1j]
    way = np.hypot(x - across, y - down) / 1.5 if outwards else (x * across + y * down) / 2
    assert not describable(np.array(first) + (np.array(last) - np.array(first)) * way[..., None])


@few
@given(colours, colours, sizes, st.integers(1, 60), st.booleans())
def test_checks_and_stripes_hold_no_scene(
    first: tuple[int, int, int],
    last: tuple[int, int, int],
    size: tuple[int, int],
    side: int,
    stripes: bool,
) -> None:
    y, x = np.mgrid[0 : size[0], 0 : size[1]]
    turns = (x // side + (0 if stripes else y // side)) % 2
    assert not describable(np.array([first, last], np.float64)[turns])


@few
@given(st.integers(0, 2**32 - 1), st.integers(8, 64), st.integers(8, 64), st.sampled_from(["P", "L", "RGBA"]))
def test_pictures_of_few_colours_and_other_modes_hold_no_scene(
    seed: int, width: int, height: int, mode: str
) -> None:
    grain = np.random.default_rng(seed).integers(256, size=(4 * height, 4 * width, 3), dtype=np.uint8)
    image = Image.fromarray(grain)
    stored = image.quantize(8) if mode == "P" else image.convert(mode)
    assert not look_at(open_picture(stored)).describable
    colour = Image.new("P", (width, height), seed % 256)
    colour.putpalette(grain.tobytes()[:768].ljust(768, b"x"))
    assert kind(colour) in {"blank", "black", "icon"}


@given(st.integers(1, 7), st.integers(1, 400), st.booleans())
def test_lines_of_a_few_pixels_are_refused_in_a_sentence(short: int, long: int, upright: bool) -> None:
    size = (short, long) if upright else (long, short)
    with pytest.raises(PictureError, match="too small"):
        open_picture(Image.new("P", size))


@few
@given(st.integers(0, 2**32 - 1), st.integers(8, 30), st.integers(1, 10), st.booleans())
def test_thin_pictures_never_crash_it(seed: int, short: int, ratio: int, upright: bool) -> None:
    size = (short * ratio, short) if upright else (short, short * ratio)
    pixels = np.random.default_rng(seed).integers(256, size=(*size, 3), dtype=np.uint8)
    assert not look_at(open_picture(Image.fromarray(pixels))).describable


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_kind_does_not_hang_on_how_a_picture_is_turned(turn: int) -> None:
    photograph = Image.open(PHOTOGRAPHS / "cat.jpg").convert("RGB")
    assert kind(photograph.rotate(turn, expand=True)) == "photo"


def test_what_is_grey_has_no_colours_whatever_jpeg_leaves_of_it() -> None:
    for name in NAMES:
        photograph = Image.open(PHOTOGRAPHS / f"{name}.jpg").convert("RGB")
        stored = BytesIO()
        photograph.convert("L").convert("RGB").save(stored, "JPEG", quality=60)
        found = look_at(open_picture(stored.getvalue()))
        assert found.grey
        assert {colour.split()[-1] for colour in found.colours} <= {"black", "grey", "white"}
        assert look_at(open_picture(photograph)).grey == (name == "photographer")


def test_a_small_thing_in_colour_makes_a_picture_colourful() -> None:
    image = Image.new("RGB", (200, 200), "grey")
    image.paste("red", (20, 20, 40, 40))  # 1 pixel in 100
    assert not look_at(open_picture(image)).grey
