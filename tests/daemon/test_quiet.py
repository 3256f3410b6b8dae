from narrator.daemon.attention.attention import MemoryAttention, NoAttention
from narrator.daemon.quiet import PATIENCE_SECONDS, QUIET_SECONDS, Quiet


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_where_nothing_is_known_it_is_quiet() -> None:
    assert Quiet(NoAttention()).has_come(0.0)


def test_it_comes_when_nothing_was_typed_for_a_moment() -> None:
    clock = Clock()
    attention = MemoryAttention(clock)
    quiet = Quiet(attention)
    assert quiet.has_come(clock.now)
    attention.is_busy()
    assert not quiet.has_come(clock.now)
    clock.now += quiet.left()
    assert quiet.has_come(clock.now)


def test_it_is_not_awaited_for_ever_and_then_anew() -> None:
    clock = Clock()
    attention = MemoryAttention(clock)
    quiet = Quiet(attention)
    for _ in range(2):
        began = clock.now
        attention.is_busy()
        while not quiet.has_come(clock.now):
            clock.now += QUIET_SECONDS / 2
            attention.is_busy()
        assert clock.now - began == PATIENCE_SECONDS
