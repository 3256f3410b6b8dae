"""The scenes of a video, each with its description: what `narrator video` and a collection have in common."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from math import ceil
from typing import TYPE_CHECKING

from narrator.description import Description
from narrator.phrasing import sentence
from narrator.translation.telling import translated

if TYPE_CHECKING:
    from narrator.captioning.captioner import Captioner
    from narrator.sources.camera.frames import Frame, Frames

_LONGEST_HOLD = 10.0
"""Seconds for which one frame is looked at while none follows: enough to see that it is still, and an end to
the gaps in a damaged video's clock."""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A part of a video that shows one thing."""

    start: float
    """Seconds from the video's beginning."""
    description: Description

    def says_the_same_as(self, other: "Scene") -> bool:
        """Whether both are told in the same words, however sure one can be of them."""
        return _claim(self.description) == _claim(other.description)


def scenes(
    frames: "Frames",
    captioner: "Captioner",
    *,
    samples: int,
    seed: int | None,
    every: float,
) -> Iterator[tuple[float, Scene | None]]:
    """How many seconds of the video are behind, and the scene that is new, if one is.

    The video is looked at once in `every` seconds. A scene is described once it holds still. Raises
    SourceError where the video cannot be read any further.
    """
    from narrator.sources.camera.keyframes import KeyframeChooser
    from narrator.sources.camera.sharpness import sharpness
    from narrator.sources.camera.steadiness import SteadyLook

    chooser = KeyframeChooser()
    look = SteadyLook(captioner.look)
    for seconds, frame in _shown(frames, every, lambda: frames.duration):
        pixels = frame.pixels()
        seen = look(pixels)
        began = chooser.offer(seconds, seen.features, sharpness(pixels))
        new = None
        if began is not None:
            new = Scene(start=began, description=translated(captioner.describe(seen, samples, seed)))
        yield seconds, new


def _claim(description: Description) -> str:
    return sentence(replace(description, band=None))


def _shown(
    frames: "Iterable[Frame]", every: float, end: Callable[[], float | None]
) -> "Iterator[tuple[float, Frame]]":
    """What is on the screen every so many seconds: a frame stays there until another follows.

    `end` is asked when all frames were read; not all files state it before.
    """
    due = 0.0
    showing: Frame | None = None
    for frame in chain(frames, [None]):
        if showing is not None:
            until = frame.seconds if frame else max(end() or 0.0, showing.seconds)
            due = max(due, showing.seconds)
            looks = ceil((until - due) / every)
            for look in range(min(looks, ceil(_LONGEST_HOLD / every))):
                yield due + look * every, showing
            due += looks * every
        showing = frame
