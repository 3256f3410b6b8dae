from threading import Thread

import numpy as np

from narrator.sources.camera.frames import Frame
from narrator.sources.camera.newest import Newest


def frame(seconds: float) -> Frame:
    return Frame(seconds=seconds, pixels=lambda: np.zeros((16, 16, 3), np.uint8))


def test_only_the_newest_frame_is_given_and_only_once() -> None:
    newest = Newest()
    for seconds in (0.0, 0.1, 0.2):
        newest.put(frame(seconds))
    taken = newest.take(0)
    assert taken
    assert taken[1].seconds == 0.2
    assert newest.take(0) is None
    assert not newest.ended


def test_who_waits_is_given_the_next_one() -> None:
    newest = Newest()
    Thread(target=lambda: newest.put(frame(1.0))).start()
    taken = newest.take(30)
    assert taken
    assert taken[1].seconds == 1.0


def test_the_last_frame_is_given_before_the_end() -> None:
    newest = Newest()
    newest.put(frame(1.0))
    newest.end()
    assert not newest.ended
    assert newest.take(30)
    assert newest.ended
    assert newest.take(30) is None
