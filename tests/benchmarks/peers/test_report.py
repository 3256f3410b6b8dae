"""The pure parts of the comparison with other captioners; the networks themselves are no part of CI."""

import pytest

from benchmarks.peers.describer import Cost
from benchmarks.peers.published import BLIP_BASE, FLORENCE, SMOLVLM, VIT_GPT2, Peer
from benchmarks.peers.report import HEADER, Result, Turn, fastest, middle, our_line, their_line, verdict


def turn(ours: float, theirs: float) -> Turn:
    """What passes is twice what the processors work."""
    return Turn(ours=Cost(passed=2 * ours, worked=ours), theirs=Cost(passed=2 * theirs, worked=theirs))


def result(peer: Peer, form: str, *turns: Turn) -> Result:
    return Result(peer=peer, form=form, turns=turns, megabytes=1000)


def test_ratios_are_taken_turn_by_turn_so_that_a_busy_minute_meets_both() -> None:
    # The second turn was ten times slower for both; the ratio of the medians would be 20.
    measured = result(SMOLVLM, "int8", turn(0.1, 2.0), turn(1.0, 20.0), turn(0.1, 3.0))
    assert measured.times_worked == pytest.approx(20)
    measured = result(SMOLVLM, "int8", turn(0.1, 2.0), turn(1.0, 20.0), turn(1.0, 30.0))
    assert measured.times_passed == pytest.approx(20)
    assert measured.worked == pytest.approx(20)


def test_the_middle_of_several_costs_takes_time_and_processors_apart() -> None:
    costs = [Cost(passed=1, worked=9), Cost(passed=2, worked=8), Cost(passed=3, worked=1)]
    assert middle(costs) == Cost(passed=2, worked=8)


def test_the_goal_is_measured_by_the_last_two_in_their_fastest_form() -> None:
    quick = result(SMOLVLM, "int8", turn(0.1, 3.9))
    results = [
        result(VIT_GPT2, "int8", turn(0.1, 0.5)),
        result(BLIP_BASE, "int8", turn(0.1, 1.0)),
        result(SMOLVLM, "32 bits", turn(0.1, 9.0)),
        quick,
        result(FLORENCE, "bfloat16", turn(0.1, 4.1)),
    ]
    assert fastest(results) is quick
    assert "39.0 times as much" in verdict(results)
    assert "not reached" in verdict(results)
    without = [each for each in results if each is not quick]
    assert "41.0 times as much" in verdict(without)
    assert verdict(without).endswith("The goal of 40 is reached.")


def test_where_none_of_the_last_two_ran_there_is_no_verdict() -> None:
    assert verdict([result(VIT_GPT2, "int8", turn(0.1, 9.0))]) == ""


def test_a_line_has_medians_both_ratios_and_memory() -> None:
    measured = result(FLORENCE, "bfloat16", turn(0.1, 4.0), turn(0.1, 4.2))
    assert our_line([measured], 170.4) == "| Narrator | the released bundle | 200 | 100 | 1 | 1 | 170 |"
    assert their_line(measured) == "| Florence-2-base | bfloat16 | 8,200 | 4,100 | 41.0 | 41.0 | 1,000 |"
    assert all(line.count("|") == 8 for line in [*HEADER.splitlines(), their_line(measured)])
