"""A video of a collection: a row for each of its scenes, then one of its own."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from narrator.captioning.captioner import Captioner
from narrator.collection.row import Row, described, name_of, refused, watched
from narrator.collection.scenes import Scene, scenes
from narrator.errors import NarratorError
from narrator.picture.files import short_name
from narrator.sources.camera.feed import feed_for
from narrator.sources.camera.frames import Frames

_EVERY_SECONDS = 1.0
"""A scene that is shorter is hardly seen by anybody."""


def rows_of_video(
    path: Path, captioner: Captioner, *, samples: int, seed: int | None, least_confidence: float
) -> Iterator[Row | None]:
    """Its rows, and None after each look that found nothing new.

    What was found before a damage is kept, and the video's own row tells of the damage.
    """
    today = date.today()
    if name_of(path) != os.fspath(path):  # FFmpeg takes text alone
        reason = f"The name {short_name(path)} is not text, so this video cannot be opened; rename it."
        yield refused(path, reason, today=today)
        return
    found, notes, before = 0, "", None
    try:
        with Frames(feed_for(os.fspath(path.absolute()))) as frames:
            looks = scenes(frames, captioner, samples=samples, seed=seed, every=_EVERY_SECONDS)
            for _, scene in looks:
                if scene is None or _is_told(scene, before):
                    yield None
                    continue
                before = scene
                found += 1
                yield described(
                    path,
                    scene.description,
                    least_confidence=least_confidence,
                    today=today,
                    seconds=round(scene.start, 2),
                )
            if frames.damaged:
                notes = "It is damaged; what can be read of it was described."
    except NarratorError as error:
        if not found:
            yield refused(path, str(error), today=today)
            return
        notes = str(error)
    yield watched(path, found, notes=notes, today=today)


def _is_told(scene: Scene, before: Scene | None) -> bool:
    return before is not None and scene.says_the_same_as(before)
