"""What comes out of the turns: medians, ratios pair by pair, and the table. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.peers.describer import Cost
from benchmarks.peers.published import GOAL_PEERS, Peer

GOAL = 40.0
"""How many times as fast as the fastest of `GOAL_PEERS` ours should be."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """Ours and a peer, one after the other, so that other work on the machine meets both."""

    ours: Cost
    theirs: Cost


@dataclass(frozen=True, kw_only=True)
class Result:
    """A peer in one form."""

    peer: Peer
    form: str
    turns: tuple[Turn, ...]
    megabytes: float

    @property
    def passed(self) -> float:
        """Median seconds."""
        return median(turn.theirs.passed for turn in self.turns)

    @property
    def worked(self) -> float:
        """Median seconds of all processors."""
        return median(turn.theirs.worked for turn in self.turns)

    @property
    def times_passed(self) -> float:
        """How many times as long as ours it takes: the median of the turns' ratios."""
        return median(turn.theirs.passed / turn.ours.passed for turn in self.turns)

    @property
    def times_worked(self) -> float:
        """The same of the processors' time, which other work on the machine hardly changes."""
        return median(turn.theirs.worked / turn.ours.worked for turn in self.turns)


def middle(costs: Sequence[Cost]) -> Cost:
    """The median of each."""
    passed, worked = (each.passed for each in costs), (each.worked for each in costs)
    return Cost(passed=median(passed), worked=median(worked))


def fastest(results: Sequence[Result]) -> Result | None:
    """The one of the goal's peers that took least of the processors, in whichever form."""
    some = (each for each in results if each.peer in GOAL_PEERS)
    return min(some, key=lambda each: each.times_worked, default=None)


HEADER = (
    "| Captioner | Form | ms | ms of the processors | Times ours | Times ours, processors | MB |\n"
    "| --- | --- | --- | --- | --- | --- | --- |"
)
"""Of a table in Markdown; the lines of ours and theirs follow."""


def our_line(results: Sequence[Result], megabytes: float) -> str:
    """Ours, over the turns with all others."""
    cost = middle([turn.ours for result in results for turn in result.turns])
    return _line("Narrator", "the released bundle", cost, "1", "1", megabytes)


def their_line(result: Result) -> str:
    """One peer in one form."""
    cost = Cost(passed=result.passed, worked=result.worked)
    times = f"{result.times_passed:.1f}", f"{result.times_worked:.1f}"
    return _line(result.peer.name, result.form, cost, *times, result.megabytes)


def verdict(results: Sequence[Result]) -> str:
    """Whether the goal is reached, in a sentence; nothing where none of its peers was measured."""
    if (least := fastest(results)) is None:
        return ""
    reached = "reached" if least.times_worked >= GOAL else "not reached"
    return (
        f"The fastest of {' and '.join(peer.name for peer in GOAL_PEERS)} is {least.peer.name}, {least.form}:"
        f" it takes {least.times_worked:.1f} times as much of the processors as ours."
        f" The goal of {GOAL:.0f} is {reached}."
    )


def _line(name: str, form: str, cost: Cost, passed: str, worked: str, megabytes: float) -> str:
    times = f"{1000 * cost.passed:,.0f} | {1000 * cost.worked:,.0f} | {passed} | {worked}"
    return f"| {name} | {form} | {times} | {megabytes:,.0f} |"
