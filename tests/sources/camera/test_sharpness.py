import numpy as np
import pytest
from PIL import Image, ImageFilter

from narrator.sources.camera.sharpness import sharpness, shrunk
from tests.sources.camera.videos import photograph

PHOTOGRAPHS = ["cat", "coffee", "astronaut", "photographer"]


def moving(image: Image.Image, pixels: int) -> Image.Image:
    """The picture as a camera sees it that moves sideways while the shutter is open."""
    shifted = [np.roll(np.asarray(image, dtype=np.float32), shift, axis=1) for shift in range(pixels)]
    return Image.fromarray(np.mean(shifted, axis=0).astype(np.uint8))


@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_blur_and_motion_take_more_than_half_of_it(name: str) -> None:
    image = photograph(name, (640, 480))
    sharp = sharpness(np.asarray(image))
    assert sharp > 100
    for blurred in (moving(image, 16), image.filter(ImageFilter.GaussianBlur(5))):
        assert sharpness(np.asarray(blurred)) < 0.5 * sharp


def test_where_there_is_nothing_there_is_no_sharpness() -> None:
    assert sharpness(np.full((240, 320, 3), 77, np.uint8)) == 0
    gradient = np.broadcast_to(np.linspace(0, 255, 320)[None, :, None], (240, 320, 3)).astype(np.uint8)
    assert sharpness(gradient) < 1
    assert sharpness(np.zeros((2, 300, 3), np.uint8)) == 0


def test_it_hardly_depends_on_how_large_a_frame_is() -> None:
    small, large = (sharpness(np.asarray(photograph("cat", size))) for size in ((320, 240), (1280, 960)))
    assert small == pytest.approx(large, rel=0.4)


@pytest.mark.parametrize("size", [(640, 480), (641, 479), (7, 5), (5, 300), (1, 1)])
def test_shrinking_gives_means_of_blocks(size: tuple[int, int]) -> None:
    width, height = size
    pixels = np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8)
    blocks = shrunk(pixels, 16)
    assert max(blocks.shape[:2]) <= 16
    side = -(-max(size) // 16)
    assert blocks[0, 0] == pytest.approx(pixels[:side, :side].mean(axis=(0, 1)), abs=0.51)
    assert shrunk(np.full((height, width, 3), 90, np.uint8), 16) == pytest.approx(90)
