"""Opening a feed: by whatever reads what comes of it."""

from collections.abc import Iterator
from typing import Protocol

from narrator.sources.camera.answer import Answer, NotUnderstoodError
from narrator.sources.camera.faults import sends_no_video
from narrator.sources.camera.feed import Feed, Kind
from narrator.sources.camera.frames import Frame, Frames
from narrator.sources.camera.web_pictures import WebPictures, has_pictures


class OpenFeed(Protocol):
    """Frames, to be iterated once. Used in a `with`, it is closed at the end."""

    @property
    def finite(self) -> bool:
        """Whether it ends by itself."""

    @property
    def one_by_one(self) -> bool:
        """Whether it is asked for each frame, so that another one takes a while."""

    damaged: bool
    """Whether anything that was read so far could not be understood."""

    def __iter__(self) -> Iterator[Frame]:
        """All frames in order. Raises SourceError when no more can be read."""

    def close(self) -> None:
        """Give back the device, the connection or the file. A second time is nothing."""

    def __enter__(self) -> "OpenFeed": ...

    def __exit__(self, *_: object) -> None: ...


def open_feed(feed: Feed) -> OpenFeed:
    """Open a feed.

    Raises UnreachableError when a stream does not answer, and SourceError for what waiting cannot mend.
    """
    if feed.kind is Kind.STREAM and feed.address.lower().startswith("http"):
        try:
            answer = Answer(feed)
        except NotUnderstoodError:
            return Frames(feed)  # which is more patient with servers that know no HTTP
        if has_pictures(answer):
            return WebPictures(feed, answer)
        answer.close()
        if answer.kind == "text/html":
            raise sends_no_video(feed)
    return Frames(feed)
