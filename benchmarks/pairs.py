"""One quantity of two installations, measured in turns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

Quantities = Sequence[float]


@dataclass(frozen=True, kw_only=True)
class Pairs:
    """The values of both, pair by pair: what else runs on a machine slows both of a pair alike."""

    what: str
    unit: str
    old: tuple[float, ...]
    new: tuple[float, ...]

    @property
    def ratios(self) -> tuple[float, ...]:
        """New to old of each pair; less than 1 is better."""
        return tuple(new / old for old, new in zip(self.old, self.new, strict=True))

    def __str__(self) -> str:
        return (
            f"{self.what}: old {median(self.old):.1f}, new {median(self.new):.1f} {self.unit}; ratio "
            f"{median(self.ratios):.2f} (median of {len(self.ratios)} pairs, "
            f"{min(self.ratios):.2f} to {max(self.ratios):.2f})"
        )


def in_turns(
    pairs: int, old: Callable[[], Quantities], new: Callable[[], Quantities]
) -> tuple[list[tuple[float, ...]], list[tuple[float, ...]]]:
    """The values of each quantity, of both; each goes first in every other pair, after one that warms up."""
    old()
    new()
    olds: list[Quantities] = []
    news: list[Quantities] = []
    for number in range(pairs):
        turns = [(old, olds), (new, news)]
        for measure, values in turns if number % 2 == 0 else reversed(turns):
            values.append(measure())
    return list(zip(*olds, strict=True)), list(zip(*news, strict=True))
