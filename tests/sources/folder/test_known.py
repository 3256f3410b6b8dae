"""A set of numbers that stays small is a set like any other."""

import random

from narrator.sources.folder.known import Known

_LEAST, _MOST = -(2**63), 2**63 - 1


def test_it_is_a_set() -> None:
    chance = random.Random(1)
    known, same = Known(), set[int]()
    for _ in range(5_000):
        number = chance.choice((_LEAST, _MOST, chance.randint(-3_000, 3_000)))
        if chance.random() < 0.7:
            assert known.add(number) == (number not in same)
            same.add(number)
        else:
            known.discard(number)
            same.discard(number)
    assert len(known) == len(same) > 1_024
    assert all((number in known) == (number in same) for number in (_LEAST, *range(-3_000, 3_001), _MOST))


def test_only_what_is_among_others_can_be_kept() -> None:
    known = Known()
    for number in range(5_000):
        known.add(number)
    known.keep_only(range(4_990, 6_000))
    assert len(known) == 10
    assert 4_990 in known
    assert 5_000 not in known
