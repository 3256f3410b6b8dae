"""The choice of keyframes, with scenes that are nothing but directions."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.sources.camera.keyframes import Features, KeyframeChooser, KeyframeOptions

OPTIONS = KeyframeOptions()
SHARP = 800.0


def scene(number: int, moved: float = 0.0) -> Features:
    """A direction at a right angle to every other scene's, or a little off it, by the distance `moved`."""
    vector = np.zeros(20, np.float32)
    vector[number] = 1 - moved
    vector[19] = np.sqrt(1 - (1 - moved) ** 2)
    return vector


class Showing:
    """Frames twice a second, and when which of them were described."""

    def __init__(self, options: KeyframeOptions | None = None) -> None:
        self._chooser = KeyframeChooser(options)
        self.now = 0.0
        self.described: list[tuple[float, float]] = []
        """(when it was described, when its scene began)"""

    def show(self, features: Features, seconds: float = 0.5, sharpness: float = SHARP) -> None:
        for _ in range(round(seconds / 0.5)):
            began = self._chooser.offer(self.now, features, sharpness)
            if began is not None:
                self.described.append((self.now, began))
            self.now += 0.5


@pytest.fixture
def showing() -> Showing:
    return Showing()


def test_a_scene_is_described_once_however_long_it_lasts(showing: Showing) -> None:
    showing.show(scene(0), 600)
    assert showing.described == [(0.5, 0.0)]


def test_a_new_scene_is_described_when_it_has_held_still(showing: Showing) -> None:
    showing.show(scene(0), 10)
    showing.show(scene(1), 10)
    assert showing.described == [(0.5, 0.0), (10.5, 10.0)]


def test_what_only_trembles_is_no_new_scene(showing: Showing) -> None:
    for _ in range(20):
        showing.show(scene(0))
        showing.show(scene(0, moved=OPTIONS.distance * 0.9))
    assert len(showing.described) == 1


def test_slow_changes_add_up_to_a_new_scene(showing: Showing) -> None:
    for moved in np.linspace(0, 0.5, 40):
        showing.show(scene(0, moved=float(moved)))
    assert len(showing.described) >= 2


def test_nothing_is_described_while_the_scene_moves(showing: Showing) -> None:
    showing.show(scene(0), 10)
    for number in range(1, 9):
        showing.show(scene(number))
    assert len(showing.described) == 1
    showing.show(scene(9), 1)
    assert len(showing.described) == 2


def test_a_blurred_frame_waits_for_a_sharp_one(showing: Showing) -> None:
    showing.show(scene(0), 10)
    showing.show(scene(1), 1, sharpness=0.4 * SHARP)
    assert len(showing.described) == 1
    showing.show(scene(1), 0.5, sharpness=SHARP)
    assert showing.described[1:] == [(11.0, 10.0)]


def test_a_scene_that_is_softer_by_nature_is_described_a_little_later(showing: Showing) -> None:
    showing.show(scene(0), 10)
    showing.show(scene(1), 5, sharpness=0.1 * SHARP)
    (when, began) = showing.described[1]
    assert began == 10
    assert 10 + OPTIONS.lately - 0.5 <= when <= 10 + OPTIONS.lately + 0.5


def test_where_there_is_nothing_nothing_is_described(showing: Showing) -> None:
    showing.show(scene(0), 60, sharpness=0.0)
    assert showing.described == []
    showing.show(scene(0), 2)
    assert len(showing.described) == 1


def test_one_description_can_be_said_before_the_next(showing: Showing) -> None:
    for number in range(10):
        showing.show(scene(number), 1)
    times = [when for when, _ in showing.described]
    assert len(times) == 3
    assert np.diff(times).min() >= OPTIONS.pause


def test_a_scene_is_not_come_back_to_within_a_minute(showing: Showing) -> None:
    for _ in range(10):
        showing.show(scene(0), 5)
        showing.show(scene(1), 5)
    assert len(showing.described) == 2
    showing.show(scene(1), OPTIONS.memory + 5)
    showing.show(scene(0), 5)
    assert len(showing.described) == 3


frames = st.lists(
    st.tuples(st.integers(0, 4), st.floats(0, 0.3), st.floats(0, 2000), st.integers(1, 8)), max_size=60
)


@given(frames)
def test_whatever_is_shown_the_promises_hold(shots: list[tuple[int, float, float, int]]) -> None:
    showing = Showing()
    for number, moved, sharpness, repeats in shots:
        showing.show(scene(number, moved), repeats / 2, sharpness)
    whens = [when for when, _ in showing.described]
    assert all(later - earlier >= OPTIONS.pause for earlier, later in pairwise(whens))
    assert all(0 <= began <= when - 0.5 for when, began in showing.described)
