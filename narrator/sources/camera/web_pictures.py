"""A camera on the web that sends pictures: one JPEG after the other, or a snapshot each time it is asked."""

from collections.abc import Iterator
from functools import partial
from time import monotonic, sleep
from typing import TYPE_CHECKING, Self

from narrator.errors import SourceError
from narrator.picture.opening import open_picture
from narrator.sources.camera.answer import Answer, NotUnderstoodError
from narrator.sources.camera.faults import lost, sends_no_video
from narrator.sources.camera.feed import PATIENCE, Feed
from narrator.sources.camera.frames import Frame
from narrator.sources.camera.jpegs import LONGEST, TooLongError, jpegs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PACE = 1.0
"""Seconds from one snapshot to the next, or as long again as one takes: a small camera has other work."""


class WebPictures:
    """An open feed of pictures, to be iterated once. Used in a `with`, it is closed at the end."""

    finite = False
    damaged = False

    def __init__(self, feed: Feed, answer: Answer) -> None:
        """`answer` is the first one, for which `has_pictures` holds."""
        self._feed = feed
        self._answer = answer
        self.one_by_one = not answer.is_multipart
        """Whether it is asked for each picture, so that another one takes a while."""

    def __iter__(self) -> Iterator[Frame]:
        """All pictures as they come. Raises SourceError when no more do."""
        opened = monotonic()
        newest = opened
        while True:
            asked = monotonic()
            for picture in self._pictures():
                newest = monotonic()
                yield Frame(seconds=newest - opened, pixels=partial(_pixels, picture))
            if not self.one_by_one or monotonic() > newest + PATIENCE:
                raise lost(self._feed)
            sleep(max(PACE, newest - asked))
            self._ask_again(newest + PATIENCE)

    def close(self) -> None:
        """End the connection. A second time is nothing."""
        self._answer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _pictures(self) -> Iterator[bytes]:
        """The pictures of one answer, up to its end or to where it breaks off."""
        try:
            if self._answer.has_jpegs:
                for picture in jpegs(self._answer.read, rest=self.one_by_one):
                    self._answer.had_picture()
                    yield picture
            else:
                yield _whole(self._answer)
        except TooLongError as error:
            raise sends_no_video(self._feed) from error
        except OSError:
            return

    def _ask_again(self, until: float) -> None:
        """Ask for the next snapshot; a camera that is busy for a moment is not lost."""
        self._answer.close()
        while True:
            try:
                self._answer = Answer(self._feed)
            except (SourceError, NotUnderstoodError) as error:
                if monotonic() > until:
                    raise lost(self._feed) from error
                sleep(PACE)
            else:
                return


def has_pictures(answer: Answer) -> bool:
    """Whether an answer is pictures, and no video of a kind that FFmpeg reads."""
    return answer.has_jpegs or answer.kind.startswith("image/")


def _whole(answer: Answer) -> bytes:
    """All of an answer that is one picture of another kind."""
    data = bytearray()
    while piece := answer.read():
        data += piece
        if len(data) > LONGEST:
            raise TooLongError
    return bytes(data)


def _pixels(picture: bytes) -> "NDArray[np.uint8]":
    import numpy as np

    return np.asarray(open_picture(picture).image)
