import numpy as np
from numpy.typing import NDArray

from narrator.sources.camera.steadiness import SteadyLook
from tests.sources.camera.videos import photograph

ROOM = np.asarray(photograph("coffee", (640, 480)))


class Eye:
    """Counts its looks and answers with the count."""

    def __init__(self) -> None:
        self.looks = 0

    def __call__(self, pixels: NDArray[np.uint8]) -> int:
        self.looks += 1
        return self.looks


def noisy(pixels: NDArray[np.uint8], seed: int, lamp: float = 0.0) -> NDArray[np.uint8]:
    noise = np.random.default_rng(seed).normal(lamp, 8, pixels.shape)
    return np.clip(pixels + noise, 0, 255).astype(np.uint8)


def test_noise_and_flicker_are_not_looked_at_again() -> None:
    eye = Eye()
    steady = SteadyLook(eye)
    assert {steady(noisy(ROOM, seed, lamp=seed % 2)) for seed in range(10)} == {1}
    assert eye.looks == 1


def test_a_hand_in_the_corner_is() -> None:
    eye = Eye()
    steady = SteadyLook(eye)
    steady(ROOM)
    hand = ROOM.copy()
    hand[-60:, -60:] = 220
    assert steady(hand) == 2
    assert steady(hand[:400]) == 3, "another size is another picture"


def test_another_colour_is_too_even_if_it_is_as_bright() -> None:
    eye = Eye()
    steady = SteadyLook(eye)
    steady(ROOM)
    assert steady(np.ascontiguousarray(ROOM[..., ::-1])) == 2


def test_dusk_is_noticed_however_slowly_it_falls() -> None:
    eye = Eye()
    steady = SteadyLook(eye)
    for darker in range(0, 40, 1):
        steady(np.clip(ROOM.astype(int) - darker, 0, 255).astype(np.uint8))
    assert 5 <= eye.looks <= 12
