"""What the encoder sees, before any word: seen once, and comparable."""

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageEnhance

from narrator import Captioner, PictureError
from narrator.captioning.look import pooled
from narrator.captioning.network import State, TableNetwork
from narrator.captioning.vocabulary import SPECIAL_TOKENS, Vocabulary
from tests.drawings import tinted
from tests.places import PHOTOGRAPHS, TINY_BUNDLE


@pytest.fixture(scope="module")
def tiny() -> Captioner:
    return Captioner.load(str(TINY_BUNDLE), threads=1)


@pytest.fixture(scope="module")
def released() -> Captioner:
    return Captioner.load("default")


class Counting(TableNetwork):
    """Counts how often it has to look."""

    looks = 0

    def encode(self, pixels: NDArray[np.uint8]) -> State:
        self.looks += 1
        return super().encode(pixels)


def test_what_was_seen_is_not_looked_at_again() -> None:
    vocabulary = Vocabulary(words=(*SPECIAL_TOKENS, "a", "dog"))
    network = Counting(np.full((len(vocabulary),) * 3, -np.log(len(vocabulary)), np.float32))
    captioner = Captioner(network, vocabulary, name="table", version="1")
    look = captioner.look(tinted("red"))
    described = captioner.describe(look, seed=0)
    captioner.beam(look)
    assert network.looks == 1
    assert captioner.look(look) is look
    assert set(described.timings) == {"open", "look", "encode", "decode"}


def test_features_are_a_direction_that_the_picture_alone_decides(tiny: Captioner) -> None:
    red, again, blue = (
        tiny.features(Image.new("RGB", (40, 30), colour)) for colour in ("red", "red", "blue")
    )
    assert np.linalg.norm(red) == pytest.approx(1)
    assert red @ again == pytest.approx(1)
    assert red @ blue == pytest.approx(0)


def test_even_nothing_is_near_to_itself(tiny: Captioner) -> None:
    black = tiny.features(Image.new("RGB", (40, 30), "black"))
    assert black @ black == pytest.approx(1)
    assert pooled({}) @ pooled({}) == pytest.approx(1)


@pytest.mark.parametrize("values", ["feature.values", "feature.values0", "feature.0.values"])
def test_of_a_grid_it_is_the_mean_whose_cells_may_lie_anywhere(values: str) -> None:
    """With one decoder, with the layers of a Transformer and with several decoders."""
    random = np.random.default_rng(0)
    grid = random.random((1, 2, 9, 4), dtype=np.float32)
    others = {name: random.random((1, 3), dtype=np.float32) for name in ("feature.keys", "feature.1.values0")}
    moved = grid[:, :, random.permutation(9)]
    assert pooled({values: grid} | others) == pytest.approx(pooled({values: moved}))
    assert pooled({values: grid}).shape == (8,)


def test_what_is_no_picture_is_refused(tiny: Captioner) -> None:
    with pytest.raises(PictureError):
        tiny.look(b"this is no picture")


def versions(image: Image.Image) -> Iterator[Image.Image]:
    """What a camera makes of one scene while somebody holds it, or a cloud goes by."""
    width, height = image.size
    yield image.crop((width // 10, height // 20, width, height))
    yield image.crop((0, 0, width * 9 // 10, height * 9 // 10))
    yield image.rotate(5)
    yield ImageEnhance.Brightness(image).enhance(0.6)
    yield ImageEnhance.Brightness(image).enhance(1.4)
    noise = np.random.default_rng(0).normal(0, 12, (height, width, 3))
    yield Image.fromarray(np.clip(np.asarray(image) + noise, 0, 255).astype(np.uint8))


def test_a_scene_is_near_to_itself_and_far_from_others(released: Captioner) -> None:
    """The distances on which the choice of keyframes rests, with the network that people have."""
    photographs = [Image.open(file).convert("RGB") for file in sorted(PHOTOGRAPHS.glob("*.jpg"))]
    assert len(photographs) == 4
    features = [released.features(photograph) for photograph in photographs]
    for i, photograph in enumerate(photographs):
        same = [1 - features[i] @ released.features(version) for version in versions(photograph)]
        others = [1 - features[i] @ features[j] for j in range(4) if j != i]
        assert max(same) < 0.08 < 0.2 < min(others)
