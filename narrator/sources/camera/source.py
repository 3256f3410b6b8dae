"""The source of a camera, a stream or a video: new scenes, as they come."""

from collections.abc import Callable
from functools import partial
from threading import Event, Thread
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from narrator.errors import NarratorError, PictureError, SourceError, fault_name
from narrator.languages.catalogue import gettext
from narrator.picture.opening import open_picture
from narrator.sources.arrival import Arrival, Audience, Origin, Source
from narrator.sources.camera.faults import UnreachableError
from narrator.sources.camera.feed import PATIENCE, feed_for, file_of
from narrator.sources.camera.frames import Frame
from narrator.sources.camera.keyframes import KeyframeChooser, KeyframeOptions
from narrator.sources.camera.messenger import Messenger
from narrator.sources.camera.newest import Newest
from narrator.sources.camera.opening import OpenFeed, open_feed
from narrator.sources.camera.sharpness import sharpness
from narrator.sources.camera.steadiness import SteadyLook

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
"""Seconds between two attempts to reach a feed that was lost; each is twice the one before."""

_SOLID = 30.0
"""Seconds after which a feed that is back counts as steady. One that comes and goes is told of rarely."""

_FAULTY = 10
"""Frames in a row that cannot be decoded before that is told: now and then one is damaged on the way."""

_LONGEST_GAP = 60.0
"""Seconds that a video may show one frame; a longer gap is a jump in its clock."""


class CameraSource(Source):
    """Looks at the newest frame about twice a second and delivers those that show a new scene.

    One thread reads all frames, because a camera or a stream that is not read falls behind; another looks.
    A video is read as fast as it plays, and when it has ended, that is told and nothing comes any more.
    """

    def __init__(
        self,
        where: str | None,
        *,
        look: Callable[[NDArray[np.uint8]], NDArray[np.float32]],
        every: float = 0.5,
        options: KeyframeOptions | None = None,
    ) -> None:
        """`where` is as for `feed_for`; `look` gives what is seen in a frame, as `Captioner.features` does.

        Raises SourceError for what cannot be a camera, a stream or a video.
        """
        self._feed = feed_for(where)
        self._file = file_of(where)
        self.name = self._feed.name
        self.identity = self._feed.address
        self._look = SteadyLook(look)
        self._every = every
        self._chooser = KeyframeChooser(options)
        self._newest = Newest()
        self._closed = Event()
        self._showing = 0.0
        """When a video's beginning was shown, on the clock of time.monotonic."""
        self._damaged = 0
        """Frames in a row that could not be decoded."""
        self._threads: list[Thread] = []

    def start(self, audience: Audience) -> None:
        """Begin. A stream that does not answer is waited for; that takes up to ten seconds to find out.

        Raises SourceError when there is no such camera or video, or when a stream refuses for good.
        """
        self._messenger = Messenger(audience, self.name)
        frames: OpenFeed | None = None
        try:
            frames = open_feed(self._feed)
        except UnreachableError as error:
            self._messenger.lost(str(error))
        for work in (partial(self._read, frames), self._watch):
            name = f"narrator camera {len(self._threads) + 1}"
            thread = Thread(target=self._guarded, args=(work,), name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def close(self) -> None:
        """End. A connection that hangs is given up by its thread within ten seconds, and delivers nothing."""
        if not self._threads:
            return
        self._messenger.close()
        self._closed.set()
        self._newest.end()
        for thread in self._threads:
            thread.join(timeout=2)

    # The thread that reads.

    def _read(self, frames: OpenFeed | None) -> None:
        pause = _FIRST_PAUSE / 2
        while True:
            began = monotonic()
            if frames is not None and self._pass_on(frames):
                return
            self._messenger.lost()
            pause = _FIRST_PAUSE if monotonic() - began > _SOLID else min(2 * pause, _LONGEST_PAUSE)
            if self._closed.wait(pause):
                return
            frames = self._reopened()

    def _reopened(self) -> OpenFeed | None:
        try:
            return open_feed(self._feed)
        except SourceError:
            return None  # told when it was lost; a camera that is plugged in again is busy or absent at first

    def _pass_on(self, frames: OpenFeed) -> bool:
        """Pass frames on until there is none, and return whether that is the end for good."""
        with frames:
            try:
                showing: Frame | None = None
                for frame in frames:
                    if frames.finite:
                        self._wait_for(frame, showing)
                    if self._closed.is_set():
                        return True
                    self._newest.put(frame)
                    showing = frame
            except SourceError as error:
                if not frames.finite:
                    return False
                self._messenger.tell(str(error))
            if frames.finite:
                if frames.damaged:
                    self._messenger.tell(
                        gettext("{place} is damaged; parts of it are missing.").format(place=self._feed.place)
                    )
                self._newest.end()
            return frames.finite

    def _wait_for(self, frame: Frame, showing: Frame | None) -> None:
        """Wait until a video's frame is shown; the one before may be a slide, looked at more than once."""
        early = self._showing + frame.seconds - monotonic()
        if showing is None or early > _LONGEST_GAP:
            self._showing = monotonic() - frame.seconds
        while (early := self._showing + frame.seconds - monotonic()) > 0 and not self._closed.is_set():
            self._closed.wait(min(early, self._every))
            if showing is not None and early > self._every:
                self._newest.put(showing)

    # The thread that looks.

    def _watch(self) -> None:
        while not self._closed.is_set():
            began = monotonic()
            taken = self._newest.take(PATIENCE + _FIRST_PAUSE)
            if taken is not None:
                self._messenger.back()
                self._consider(*taken)
            elif self._newest.ended:
                self._messenger.tell(gettext("The video has ended."))
                return
            else:
                self._messenger.lost()  # a driver that hangs gives neither frames nor an error
            self._closed.wait(self._every - (monotonic() - began))

    def _consider(self, seconds: float, frame: Frame) -> None:
        try:
            pixels = self._pixels(frame)
            if (
                pixels is not None
                and self._chooser.offer(seconds, self._look(pixels), sharpness(pixels)) is not None
            ):
                self._deliver(pixels)
        except NarratorError as error:
            self._messenger.tell_fault(str(error))
        except Exception as error:
            # Broad, because the next frame may be better, and a person must hear why nothing is described.
            self._messenger.tell_fault(f"A frame of the camera cannot be looked at ({fault_name(error)}).")

    def _pixels(self, frame: Frame) -> NDArray[np.uint8] | None:
        """What is in a frame; None for one that is damaged. Raises PictureError when many in a row are."""
        try:
            pixels = frame.pixels()
        except PictureError:
            self._damaged += 1
            if self._damaged < _FAULTY:
                return None
            raise
        self._damaged = 0
        return pixels

    def _deliver(self, pixels: NDArray[np.uint8]) -> None:
        picture = partial(open_picture, pixels)
        self._messenger.deliver(
            Arrival(open=picture, origin=Origin.CAMERA, place=self._feed.place, taken_from=lambda: self._file)
        )

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:
            # The edge of a thread: a fault that ended it without a word would leave a person waiting.
            self._messenger.tell(
                gettext("The camera has a fault of its own ({fault_name}); start it again.").format(
                    fault_name=fault_name(error)
                )
            )
