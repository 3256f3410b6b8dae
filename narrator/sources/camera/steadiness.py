"""Saves the work of looking again and again at a picture in which nothing moves."""

from collections.abc import Callable
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from narrator.sources.camera.sharpness import shrunk

Seen = TypeVar("Seen")

_SIDE = 16
"""Blocks along the long side of which the colours are compared."""

_STIR = 4.0
"""Levels of 255 by which a block must change to count. Noise and the flicker of lamps stay below 2, because a
block is the mean of a thousand pixels; a hand in the corner is 20 and more."""


class SteadyLook(Generic[Seen]):
    """Answers with what was seen last, as long as a frame is the same but for noise.

    A camera at 1280x720 and 30 frames a second before which nothing happens takes 5 % of a processor so, and
    not 15; most of what is left is decoding.
    """

    def __init__(self, look: Callable[[NDArray[np.uint8]], Seen]) -> None:
        self._look = look
        self._blocks: NDArray[np.float32] | None = None
        self._seen: Seen | None = None

    def __call__(self, pixels: NDArray[np.uint8]) -> Seen:
        """What is seen in a frame [H, W, 3]."""
        blocks = shrunk(pixels, _SIDE)
        if self._seen is None or self._stirs(blocks):
            self._seen, self._blocks = self._look(pixels), blocks
        return self._seen

    def _stirs(self, blocks: NDArray[np.float32]) -> bool:
        # Against the frame that was looked at, not the one before: slow changes add up.
        before = self._blocks
        return before is None or before.shape != blocks.shape or float(np.abs(blocks - before).max()) >= _STIR
