"""Who keeps a connection when too many want one."""

from dataclasses import dataclass

from narrator.web.limits import Limits
from narrator.web.places import Places
from narrator.web.server import most_connections


@dataclass(eq=False)
class Somebody:
    """A connection that only knows whether it was ended."""

    whose: str | None = "a"
    idle: bool = True
    ended: bool = False

    def end(self) -> None:
        self.ended = True


def test_a_newcomer_gets_the_place_of_the_oldest_stranger() -> None:
    places = Places(strangers=4, of_one=2, known=2)
    first, second, third = (Somebody() for _ in range(3))
    other = Somebody("b")
    for each in (first, other, second, third):
        places.arrive(each)
    assert [each.ended for each in (first, other, second, third)] == [True, False, False, False]
    others = [Somebody(f"c{number}") for number in range(2)]
    for each in others:
        places.arrive(each)
    assert (other.ended, second.ended, places.taken) == (True, False, 4)


def test_behind_a_proxy_only_all_strangers_together_are_bounded() -> None:
    places = Places(strangers=4, of_one=2, known=2)
    behind = [Somebody(None) for _ in range(5)]
    for each in behind:
        places.arrive(each)
    assert [each.ended for each in behind] == [True, False, False, False, False]


def test_whoever_showed_the_token_loses_a_place_to_nobody_who_did_not() -> None:
    places = Places(strangers=2, of_one=2, known=2)
    known = Somebody()
    places.arrive(known)
    assert places.recognise(known)
    for _ in range(10):
        places.arrive(Somebody())
    assert not known.ended
    assert places.taken == 3


def test_of_those_who_showed_the_token_an_idle_one_makes_room_and_a_busy_one_does_not() -> None:
    places = Places(strangers=2, of_one=2, known=2)
    busy, idle, third, fourth = Somebody(idle=False), Somebody(), Somebody(idle=False), Somebody()
    for each in (busy, idle, third):
        places.arrive(each)
        assert places.recognise(each)
    assert (busy.ended, idle.ended) == (False, True)
    places.arrive(fourth)
    assert not places.recognise(fourth)
    places.leave(busy)
    assert places.recognise(fourth)


def test_over_a_connection_somebody_else_may_ask_next() -> None:
    places = Places(strangers=1, of_one=1, known=1)
    proxy, other = Somebody(None), Somebody(None)
    places.arrive(proxy)
    assert places.recognise(proxy)
    places.doubt(proxy)
    places.arrive(other)
    assert (proxy.ended, other.ended) == (True, False)


def test_connections_take_at_most_half_of_the_files() -> None:
    limits = Limits(connections=512)
    assert [most_connections(limits, files) for files in (float("inf"), 1024, 256, 3)] == [512, 512, 128, 2]
