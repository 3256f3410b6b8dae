"""The guard around decoders."""

import threading
import warnings

from narrator.picture.formats.decoding import decoding


def test_a_picture_that_takes_long_holds_no_other_up() -> None:
    begun, ended = threading.Event(), threading.Event()

    def draw() -> None:
        with decoding("a drawing"):
            begun.set()
            ended.wait(60)

    slow = threading.Thread(target=draw)
    slow.start()
    begun.wait(60)

    def open_another() -> None:
        with decoding("a photograph"):
            pass

    other = threading.Thread(target=open_another, daemon=True)
    other.start()
    other.join(10)
    held_up = other.is_alive()
    ended.set()
    slow.join()

    assert not held_up


def test_the_last_picture_leaves_the_filters_of_warnings_as_the_first_found_them() -> None:
    before = list(warnings.filters)
    first, second = decoding("one"), decoding("two")

    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    kept = list(warnings.filters)
    second.__exit__(None, None, None)

    assert kept != before
    assert warnings.filters == before
