from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.daemon.manners import BURST_SETTLES_SECONDS, BURST_WAITS_SECONDS, Manners, Ready


def picture(number: int, place: str = "Holiday") -> Ready:
    return Ready(place=place, alone=f"{place}: Dog {number}.", among=f"Dog {number}.", entry=number)


def noticed(manners: Manners, numbers: Iterable[int], now: float = 0.0) -> None:
    for number in numbers:
        manners.noticed(number, "Holiday", now)


def described(manners: Manners, numbers: Iterable[int]) -> None:
    for number in numbers:
        manners.described(number, picture(number))


def arrive(manners: Manners, count: int, *, begin: float = 0.0, step: float = 0.01) -> float:
    """So many pictures, described as they come; returns when the last one came."""
    for number in range(count):
        manners.noticed(number, "Holiday", begin + number * step)
    described(manners, range(count))
    return begin + (count - 1) * step


def test_a_picture_that_comes_alone_is_announced_at_once() -> None:
    manners = Manners()
    noticed(manners, [1])
    assert manners.next(0.0) is None
    described(manners, [1])
    said = manners.next(0.0)
    assert said
    assert (said.text, said.entries, said.pictures) == ("Holiday: Dog 1.", (1,), 1)
    assert manners.next(0.0) is None
    assert manners.wait(0.0) is None


def test_a_few_are_announced_one_by_one_the_newest_first() -> None:
    manners = Manners()
    arrive(manners, 3)
    texts = [said.text for _ in range(3) if (said := manners.next(0.1))]
    assert texts == ["Holiday: Dog 2.", "Holiday: Dog 1.", "Holiday: Dog 0."]


def test_many_are_one_sentence_when_no_more_come() -> None:
    manners = Manners()
    latest = arrive(manners, 40)
    assert manners.next(latest) is None
    assert manners.wait(latest) == pytest.approx(BURST_SETTLES_SECONDS)
    said = manners.next(latest + BURST_SETTLES_SECONDS)
    assert said
    assert said.text == "40 new pictures in Holiday, the first three: Dog 0. Dog 1. Dog 2."
    assert (said.entries, said.pictures) == ((0, 1, 2), 40)
    assert manners.next(1e9) is None


def test_a_burst_that_goes_on_and_on_is_announced_in_the_middle() -> None:
    manners = Manners()
    noticed(manners, range(60, 64))
    for number in range(60):
        noticed(manners, [number], number * 0.5)
        described(manners, [number])
        if said := manners.next(number * 0.5):
            break
    assert said
    assert number * 0.5 == BURST_WAITS_SECONDS
    assert said.text.startswith("25 new pictures")


def test_what_a_bursts_sentence_has_counted_is_not_announced_again() -> None:
    manners = Manners()
    noticed(manners, range(10))
    described(manners, range(3))
    said = manners.next(BURST_SETTLES_SECONDS)
    assert said
    assert said.text.startswith("10 new pictures")
    for number in range(3, 10):
        described(manners, [number]) if number % 2 else manners.dropped(number, "Holiday")
        assert manners.next(1e9) is None
    noticed(manners, [11], 5.0)
    described(manners, [11])
    assert manners.next(5.0)


def test_a_burst_waits_until_its_first_three_are_described() -> None:
    manners = Manners()
    noticed(manners, range(10))
    described(manners, [0])
    assert manners.next(BURST_SETTLES_SECONDS) is None
    assert manners.wait(BURST_SETTLES_SECONDS) is None, "time alone brings nothing"
    described(manners, [1, 2])
    assert manners.next(BURST_SETTLES_SECONDS)


def test_known_pictures_do_not_count() -> None:
    manners = Manners()
    noticed(manners, range(5))
    for number in range(4):
        manners.dropped(number, "Holiday")
    described(manners, [4])
    said = manners.next(BURST_SETTLES_SECONDS)
    assert said
    assert said.text == "Holiday: Dog 4."
    for number in range(5):
        noticed(manners, [number], 9.0)
        manners.dropped(number, "Holiday")
    assert (manners.next(1e9), manners.waiting) == (None, 0)


def test_a_lone_picture_elsewhere_does_not_wait_for_a_burst() -> None:
    manners = Manners()
    latest = arrive(manners, 40)
    manners.noticed(99, "clipboard", latest)
    manners.described(99, picture(99, "clipboard"))
    said = manners.next(latest)
    assert said
    assert said.text == "clipboard: Dog 99."


def test_sources_are_heard_first_and_not_twice() -> None:
    manners = Manners()
    arrive(manners, 1)
    manners.told("The camera was lost.")
    manners.told("The camera was lost.")
    texts = [said.text for _ in range(3) if (said := manners.next(0.0))]
    assert texts == ["The camera was lost.", "Holiday: Dog 0."]


def test_forgotten_is_not_announced_even_if_it_is_described_later() -> None:
    manners = Manners()
    noticed(manners, [1, 2])
    described(manners, [1])
    manners.told("news")
    manners.forget()
    described(manners, [2])
    assert (manners.next(1e9), manners.waiting) == (None, 0)


def test_what_comes_after_the_forgotten_is_announced_though_it_is_described_before_that() -> None:
    manners = Manners()
    noticed(manners, [1])
    manners.forget()
    noticed(manners, [2, 3])
    described(manners, [2, 1])
    manners.dropped(3, "Holiday")
    said = manners.next(0.0)
    assert said
    assert said.entries == (2,)
    assert (manners.next(1e9), manners.waiting) == (None, 0)


def test_what_comes_after_a_bursts_sentence_is_announced_though_it_is_described_before_its_rest() -> None:
    manners = Manners()
    noticed(manners, range(10))
    described(manners, range(3))
    assert manners.next(BURST_SETTLES_SECONDS)
    noticed(manners, [11], 5.0)
    described(manners, [11, *range(3, 10)])
    said = manners.next(5.0)
    assert said
    assert said.entries == (11,)
    assert (manners.next(1e9), manners.waiting) == (None, 0)


def test_the_text_of_the_last_picture_is_said_alone_and_that_of_one_before_with_all_of_it() -> None:
    manners = Manners()
    for number in (1, 2):
        noticed(manners, [number])
        described(manners, [number])
        assert manners.next(0.0)
    manners.read(2, picture(2), "There is text: Exit.")
    manners.read(1, picture(1), "There is text: Bakery.")
    texts = [said.text for _ in range(2) if (said := manners.next(0.0))]
    assert texts == ["There is text: Exit.", "Holiday: Dog 1."]
    assert manners.next(1e9) is None


def test_what_was_read_of_a_picture_that_waits_is_announced_with_it() -> None:
    manners = Manners()
    noticed(manners, [1])
    described(manners, [1])
    manners.read(1, Ready(place="Holiday", alone="Holiday: Dog 1. It says: Rex.", among=""), "It says: Rex.")
    said = manners.next(0.0)
    assert said
    assert said.text == "Holiday: Dog 1. It says: Rex."
    assert manners.next(1e9) is None


def test_nobody_hears_the_text_of_a_burst_or_of_what_was_forgotten() -> None:
    manners = Manners()
    latest = arrive(manners, 40)
    assert manners.next(latest + BURST_SETTLES_SECONDS)
    manners.read(0, picture(0), "There is text: Exit.")
    assert manners.next(1e9) is None
    noticed(manners, [50])
    described(manners, [50])
    assert manners.next(0.0)
    manners.forget()
    manners.read(50, picture(50), "There is text: Exit.")
    assert manners.next(1e9) is None


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.booleans(), st.floats(0, 2))))
def test_every_picture_is_announced_exactly_once_or_dropped(events: list[tuple[str, bool, float]]) -> None:
    manners, now, announced, expected = Manners(), 0.0, 0, 0
    for number, (place, known, pause) in enumerate(events):
        manners.noticed(number, place, now)
        now += pause
        if known:
            manners.dropped(number, place)
        else:
            manners.described(number, picture(number, place))
            expected += 1
        if said := manners.next(now):
            announced += said.pictures
    while said := manners.next(now + BURST_WAITS_SECONDS):
        announced += said.pictures
    assert announced == expected
    assert manners.waiting == 0
