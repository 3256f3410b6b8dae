"""The frames of a feed, read with FFmpeg: upright, with their times, and with errors that can be spoken."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Self

from narrator.errors import SourceError
from narrator.languages.catalogue import gettext
from narrator.picture.formats.limits import PIXEL_LIMIT
from narrator.sources.camera.faults import (
    lost,
    nothing_there,
    sends_no_video,
    subject,
    unreachable,
    wants_password,
)
from narrator.sources.camera.feed import PATIENCE, Feed, Kind

if TYPE_CHECKING:
    import numpy as np
    from av import VideoFrame
    from av.container import InputContainer
    from av.error import FFmpegError
    from numpy.typing import NDArray

_LONE = 2.0
"""Seconds that the only frame of a video counts as shown, where nothing says how long it is."""

_BREAK = 2.0
"""Seconds that a whole video may end before the time that its header states."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Frame:
    """One frame; its pixels are made when they are asked for, because most frames are never looked at."""

    seconds: float
    """When it is shown, from the beginning of a video; when it came, from the opening of what is live."""
    pixels: "Callable[[], NDArray[np.uint8]]"
    """Makes the upright picture, RGB [H, W, 3]. Raises PictureError where it is damaged."""


class Frames:
    """An open feed, to be iterated once. Used in a `with`, it is closed at the end."""

    def __init__(self, feed: Feed) -> None:
        """Open a feed.

        Raises UnreachableError when a stream does not answer, and SourceError for what waiting cannot mend.
        """
        self.damaged = False
        """Whether anything that was read so far could not be understood, or is missing at the end."""
        self._end: float | None = None
        """Seconds until which the last frame is shown, as long as the one before it."""
        self._feed = feed
        self._container = _open(feed)
        self._opened = monotonic()
        self._stream = self._container.streams.video[0]
        self._stream.codec_context.options = {"max_pixels": str(PIXEL_LIMIT)}
        if self.finite:
            self._stream.thread_type = "AUTO"  # twice as fast; where frames are awaited, it would delay them

    one_by_one = False

    @property
    def finite(self) -> bool:
        """Whether it ends by itself: a file, or one that a web server sends."""
        return self._feed.kind is Kind.FILE or bool(self._container.duration)

    @property
    def duration(self) -> float | None:
        """Seconds, as far as it is known.

        Recordings of browsers state none. Once all of such a file was read, it is as long as its frames took.
        """
        if self._stream.duration and self._stream.time_base:
            return float(self._stream.duration * self._stream.time_base)
        if self._container.duration:
            return float(self._container.duration) / 1_000_000
        return self._end

    def __iter__(self) -> Iterator[Frame]:
        """All frames in order, without damaged ones. Raises SourceError when no more can be read."""
        from av.error import EOFError, FFmpegError

        seconds, shown = 0.0, _LONE
        try:
            for number, (now, raw) in enumerate(self._decoded()):
                seconds, shown = now, now - seconds if number else _LONE
                yield Frame(seconds=seconds, pixels=partial(_pixels, raw))
        except EOFError:
            pass
        except FFmpegError as error:
            raise _broken(self._feed) from error
        if self._breaks_off_at(seconds):
            self.damaged = True
        if self.finite:
            self._end = seconds + shown

    def close(self) -> None:
        """Give back the device, the connection or the file. A second time is nothing."""
        self._container.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _decoded(self) -> Iterator[tuple[float, "VideoFrame"]]:
        from av.error import InvalidDataError

        beginning = (self._container.start_time or 0) / 1_000_000
        rate = float(self._stream.average_rate or 25)
        seconds = 0.0
        for packet in self._container.demux(self._stream):
            try:
                frames = packet.decode()
            except InvalidDataError:
                self.damaged = (
                    True  # a lost packet of a stream, or a scratch in a file; the next may be whole
                )
                continue
            for frame in frames:
                stated = seconds + 1 / rate if frame.time is None else frame.time - beginning
                # Streams state nothing, or invent a rate.
                seconds = max(seconds, stated if self.finite else monotonic() - self._opened)
                if frame.is_corrupt:
                    self.damaged = True
                else:
                    yield seconds, frame

    def _breaks_off_at(self, seconds: float) -> bool:
        whole = (
            self.finite and len(self._container.streams) == 1
        )  # sound may well be longer than the pictures
        return whole and self.duration is not None and seconds + _BREAK < self.duration


def require_ffmpeg() -> None:
    """Raise SourceError where the part that reads videos is not installed."""
    try:
        import av  # noqa: F401  # asked for, not used
    except ImportError as error:
        from narrator.installation.choice import this_installation

        way = this_installation().to_add("camera")
        raise SourceError(
            gettext("Cameras and videos need a part that is not installed; run {way} and try again.").format(
                way=way
            )
        ) from error


def _open(feed: Feed) -> "InputContainer":
    require_ffmpeg()
    import av

    try:
        container = av.open(
            feed.address, format=feed.format, options=dict(feed.options), timeout=(PATIENCE, PATIENCE)
        )
    except av.error.FFmpegError as error:
        raise _refused(feed, error) from error
    if not container.streams.video:
        container.close()
        raise SourceError(
            gettext("{subject} has no pictures in it; name another one.").format(subject=subject(feed))
        )
    return container


def _pixels(raw: "VideoFrame") -> "NDArray[np.uint8]":
    """A frame upright: a phone that is held upright states it beside the pixels."""
    import numpy as np

    return np.ascontiguousarray(np.rot90(raw.to_ndarray(format="rgb24"), round(raw.rotation / 90)))


def _broken(feed: Feed) -> SourceError:
    """What to say when no more can be read."""
    if feed.kind is Kind.FILE:
        return SourceError(
            gettext("{subject} is damaged and breaks off; copy it or download it again.").format(
                subject=subject(feed)
            )
        )
    return lost(feed)


def _refused(feed: Feed, error: "FFmpegError") -> SourceError:
    """What to say when a feed cannot be opened."""
    return {Kind.DEVICE: _device_refused, Kind.STREAM: _stream_refused, Kind.FILE: _file_refused}[feed.kind](
        feed, error
    )


def _device_refused(feed: Feed, error: "FFmpegError") -> SourceError:
    from errno import EBUSY

    if isinstance(error, FileNotFoundError):
        return SourceError(gettext("There is no such camera; connect one, or name a stream or a video file."))
    if isinstance(error, PermissionError):
        return SourceError(
            gettext("The camera may not be used by you; have yourself added to the group video.")
        )
    if error.errno == EBUSY:
        return SourceError(gettext("The camera is used by another program; close that one and try again."))
    return SourceError(
        gettext("The camera cannot be opened ({strerror}); connect it again or name another one.").format(
            strerror=error.strerror
        )
    )


def _stream_refused(feed: Feed, error: "FFmpegError") -> SourceError:
    from av import error as kinds

    if isinstance(error, (kinds.HTTPUnauthorizedError, kinds.HTTPForbiddenError)):
        return wants_password(feed)
    if isinstance(error, kinds.HTTPClientError):
        return nothing_there(feed)
    # Of a machine that does not answer, too, the part that speaks RTSP says no more than "invalid data".
    if isinstance(error, kinds.InvalidDataError) and feed.address.lower().startswith("http"):
        return sends_no_video(feed)
    return unreachable(feed)


def _file_refused(feed: Feed, error: "FFmpegError") -> SourceError:
    name = feed.place
    if isinstance(error, FileNotFoundError):
        return SourceError(gettext("{name} does not exist; check the name and the folder.").format(name=name))
    if isinstance(error, IsADirectoryError):
        return SourceError(gettext("{name} is a folder; name a video in it.").format(name=name))
    if isinstance(error, PermissionError):
        return SourceError(
            gettext("{name} may not be read by you; change its permissions and try again.").format(name=name)
        )
    return SourceError(
        gettext("{name} is not a video that can be read; name another one or download it again.").format(
            name=name
        )
    )
