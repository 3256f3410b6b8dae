"""Sources that hang, fail, and come back."""

from math import inf
from threading import Event

from narrator.daemon.attention.bounded import BoundedAttention, Idleness
from narrator.errors import DaemonError

REST = 100.0


class Idle(Idleness):
    """Answers as it is told to, once it may."""

    def __init__(self) -> None:
        self.answer: float | None = 3.0
        self.asked = 0
        self.may = Event()
        self.may.set()
        self.begun = Event()
        self.answered = Event()

    def seconds(self) -> float:
        self.asked += 1
        self.begun.set()
        assert self.may.wait(20)
        self.answered.set()
        if self.answer is None:
            raise DaemonError("It cannot be known.")
        return self.answer


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def until_known(attention: BoundedAttention) -> float:
    """The first answer that is no infinity: a busy machine may be late."""
    while (seconds := attention.idle_seconds()) == inf:
        pass
    return seconds


def test_what_the_source_knows_is_the_answer() -> None:
    assert until_known(BoundedAttention(Idle())) == 3.0


def test_a_source_that_hangs_is_asked_once_and_answers_again_when_it_can() -> None:
    idle = Idle()
    idle.may.clear()
    attention = BoundedAttention(idle)
    assert idle.begun.wait(20)
    assert [attention.idle_seconds() for _ in range(3)] == [inf] * 3
    assert idle.asked == 1
    idle.answer = 5.0
    idle.may.set()
    assert until_known(attention) == 5.0


def test_a_source_that_fails_rests_and_is_asked_again() -> None:
    idle, clock = Idle(), Clock()
    idle.answer = None
    attention = BoundedAttention(idle, clock=clock)
    assert idle.answered.wait(20)
    assert attention.idle_seconds() == inf
    asked = idle.asked
    assert attention.idle_seconds() == inf
    assert idle.asked == asked
    idle.answer = 4.0
    clock.now = REST
    assert until_known(attention) == 4.0
