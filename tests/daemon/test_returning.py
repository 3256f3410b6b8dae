"""What is told at a start of pictures that came before it."""

import pytest

from narrator.daemon.returning import FEW, Returning
from narrator.picture.opening import Picture
from narrator.sources.arrival import Arrival, Origin


def _open() -> Picture:
    raise AssertionError("nobody looks")


def arrivals(count: int) -> list[Arrival]:
    return [Arrival(open=_open, origin=Origin.FOLDER, place="Holiday") for _ in range(count)]


@pytest.mark.parametrize(
    ("came", "left_out", "untold", "sentence"),
    [
        (0, 0, 0, ""),
        (12, 0, 0, "12 pictures came while Narrator did not run; narrator missed tells what you missed."),
        (
            1000,
            4000,
            0,
            "5,000 pictures came while Narrator did not run, of which the newest 1,000 are described;"
            " narrator missed tells what you missed.",
        ),
        (
            1,
            0,
            5,
            "1 picture came while Narrator did not run, and 5 before were not announced;"
            " narrator missed tells what you missed.",
        ),
        (
            0,
            0,
            1,
            "1 picture was described and not announced before Narrator ended; narrator missed tells of it.",
        ),
        (
            0,
            0,
            3,
            "3 pictures were described and not announced before Narrator ended;"
            " narrator missed tells of them.",
        ),
    ],
)
def test_one_sentence(came: int, left_out: int, untold: int, sentence: str) -> None:
    returning = Returning(untold=untold).with_more(arrivals(came), left_out)
    assert returning.sentence(came) == sentence


def test_a_few_are_announced_one_by_one() -> None:
    assert Returning().with_more(arrivals(FEW - 1), 0).with_more(arrivals(1), 0).is_few
    assert not Returning().with_more(arrivals(FEW + 1), 0).is_few
    assert not Returning(untold=1).with_more(arrivals(1), 0).is_few
    assert not Returning().with_more(arrivals(1), 1).is_few
