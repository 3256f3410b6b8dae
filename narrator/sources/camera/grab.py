"""One good frame of what a camera sees now."""

import numpy as np
from numpy.typing import NDArray

from narrator.errors import PictureError, SourceError
from narrator.languages.catalogue import gettext
from narrator.picture.opening import Picture, open_picture
from narrator.sources.camera.feed import feed_for
from narrator.sources.camera.opening import OpenFeed, open_feed
from narrator.sources.camera.sharpness import sharpness

_DARKEST = 16.0
"""Mean level of 255 below which a frame counts as dark; cameras begin so, while they adjust to the light."""

_LIGHTING = 3.0
"""Seconds that a camera is given to adjust. If it is dark then, it is dark where the camera is."""

_CHOICE = 1.0
"""Seconds of frames of which the sharpest is taken."""


def grab(where: str | None) -> Picture:
    """The sharpest frame of the first second that is not dark; of a video, of its beginning.

    `where` is as for `feed_for`. Raises SourceError when no frame can be had, PictureError when it is not
    worth describing.
    """
    feed = feed_for(where)
    with open_feed(feed) as frames:
        pixels = _sharpest(frames)
    if pixels is None:
        raise SourceError(
            gettext("No picture comes from {name}; connect it again or name another one.").format(
                name=feed.name
            )
        )
    return open_picture(pixels)


def _sharpest(frames: OpenFeed) -> NDArray[np.uint8] | None:
    best: NDArray[np.uint8] | None = None
    best_rank = (False, -1.0)
    light_since: float | None = None
    for frame in frames:
        try:
            pixels = frame.pixels()
        except PictureError:
            if frames.one_by_one or frame.seconds >= _LIGHTING:
                raise
            continue  # damaged on the way; the next one may be whole
        light = float(pixels.mean()) >= _DARKEST
        rank = (light, sharpness(pixels))
        if rank > best_rank:
            best, best_rank = pixels, rank
        if light and light_since is None:
            light_since = frame.seconds
        if frame.seconds >= (_LIGHTING if light_since is None else light_since + _CHOICE):
            break
        if light and frames.one_by_one:
            break
    return best
