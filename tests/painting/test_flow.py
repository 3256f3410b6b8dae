"""The flow from noise to a picture."""

import numpy as np
import pytest

from narrator.painting.flow import PaintingOptions, as_pixels, follow, noise_of
from narrator.painting.network import Asked, FixedPicture, Pixels

PICTURE = np.linspace(-0.5, 0.5, 3 * 8 * 8, dtype=np.float32).reshape(3, 8, 8)
WORDS = (1, 5, 6)


@pytest.mark.parametrize("steps", [1, 2, 9])
@pytest.mark.parametrize("guidance", [0.0, 1.0, 1.5])
def test_it_ends_at_what_the_network_says_the_picture_is(steps: int, guidance: float) -> None:
    options = PaintingOptions(steps=steps, guidance=guidance)
    (painted,) = follow(FixedPicture(PICTURE), [WORDS], options, noise_of([1], 8))
    # Without words the network says half of the picture: guidance goes on from there, past the picture.
    np.testing.assert_allclose(painted, PICTURE * (0.5 + guidance * 0.5), atol=1e-5)


class Blurred:
    """Says that the picture is what there is, less strong: where it ends depends on the noise."""

    side = 8

    def read(self, tokens: "np.ndarray[tuple[int, ...], np.dtype[np.int64]]") -> Asked:
        return FixedPicture(PICTURE).read(tokens)

    def step(
        self, mixtures: Pixels, times: "np.ndarray[tuple[int, ...], np.dtype[np.float32]]", _: Asked
    ) -> Pixels:
        return (0.5 * mixtures).astype(np.float32)


def test_a_seed_paints_the_same_whatever_is_painted_beside_it() -> None:
    options = PaintingOptions(steps=3)
    alone = follow(Blurred(), [WORDS], options, noise_of([7], 8))
    beside = follow(Blurred(), [(1, 4), WORDS], options, noise_of([3, 7], 8))
    np.testing.assert_array_equal(alone[0], beside[1])
    assert not np.array_equal(beside[0], beside[1])


def test_few_steps_come_near_to_the_flow() -> None:
    noise = noise_of([7], 8)
    painted = follow(Blurred(), [WORDS], PaintingOptions(steps=10), noise)
    # This flow can be solved: at t there is the square root of 1 - t of the noise; the last step halves it.
    # Euler's method would be off by a tenth.
    np.testing.assert_allclose(painted, 0.5 * np.sqrt(0.1) * noise, rtol=0.05)


def test_steps_are_told() -> None:
    told: list[int] = []
    follow(FixedPicture(PICTURE), [WORDS], PaintingOptions(steps=4), noise_of([1], 8), told.append)
    assert told == [1, 2, 3, 4]


def test_what_is_brighter_than_white_is_white() -> None:
    pixels = as_pixels(np.array([-2, -1, 0, 1, 5, 0], dtype=np.float32).reshape(1, 3, 1, 2))
    assert pixels.tolist() == [[[[0, 128, 255], [0, 255, 128]]]]
