"""Which frames are worth describing: new scenes, once they hold still."""

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Features = NDArray[np.float32]
"""A unit vector of what is seen in a frame."""


@dataclass(frozen=True, kw_only=True)
class KeyframeOptions:
    """When a frame shows a new scene."""

    distance: float = 0.12
    """How far, as 1 - a @ b, a new scene lies from an old one. With the released bundle four photographs lie
    0.24 to 0.58 apart; one of them cut, shifted, turned by 5 degrees, darker, brighter or noisy, up to 0.04;
    at twice the zoom 0.02 to 0.14."""
    frames: int = 2
    """So many frames in a row show it: whatever moved has come to rest."""
    blur: float = 0.5
    """A frame less sharp than this share of the sharpest one lately is blurred by motion."""
    lately: float = 2.0
    """Seconds after which a sharper frame is forgotten, because the new scene may be a softer one."""
    faintest: float = 2.0
    """Sharpness below which nothing is to be seen: a wall, a lens cap, a black frame."""
    pause: float = 4.0
    """Seconds from one description to the next, about as long as one takes to say."""
    memory: float = 60.0
    """Seconds after which a scene that has gone out of sight is news again."""


@dataclass(kw_only=True)
class _Glance:
    """A frame, or a scene as it was described."""

    seconds: float
    """When it was last seen."""
    features: Features
    sharpness: float

    def distance(self, features: Features) -> float:
        return 1 - float(self.features @ features)


class KeyframeChooser:
    """Looks at frame after frame and says which one shows a new scene.

    Times are seconds and never go back.
    """

    def __init__(self, options: KeyframeOptions | None = None) -> None:
        self._options = options or KeyframeOptions()
        self._recent: deque[_Glance] = deque()
        self._described: list[_Glance] = []
        self._next = 0.0
        self._began = 0.0
        self._still = 0

    def offer(self, seconds: float, features: Features, sharpness: float) -> float | None:
        """When the scene of this frame began, if the frame is the one to describe it by; else None.

        A scene is answered with once: it counts as described from then on.
        """
        frame = _Glance(seconds=seconds, features=features, sharpness=sharpness)
        self._follow(frame)
        if self._known(frame) or seconds < self._next:
            return None
        if self._still < self._options.frames or self._blurred(frame):
            return None
        self._described.append(frame)
        self._next = seconds + self._options.pause
        return self._began

    def _follow(self, frame: _Glance) -> None:
        """Remember the frame, and for how many frames its scene has been there."""
        last = self._recent[-1] if self._recent else None
        if last is None or last.distance(frame.features) >= self._options.distance:
            self._began, self._still = frame.seconds, 0
        self._still += 1
        self._recent.append(frame)
        while self._recent[0].seconds < frame.seconds - self._options.lately:
            self._recent.popleft()

    def _known(self, frame: _Glance) -> bool:
        """Whether the scene was described and has not been out of sight for long."""
        oldest = frame.seconds - self._options.memory
        self._described = [scene for scene in self._described if scene.seconds >= oldest]
        near = [scene for scene in self._described if scene.distance(frame.features) < self._options.distance]
        for scene in near:
            scene.seconds = frame.seconds
        return bool(near)

    def _blurred(self, frame: _Glance) -> bool:
        sharpest = max(glance.sharpness for glance in self._recent)
        return frame.sharpness < max(self._options.faintest, self._options.blur * sharpest)
