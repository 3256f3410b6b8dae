"""One measured quantity, and how often it was measured."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """The values of several runs; the median is what is reported, because a machine is never alone."""

    what: str
    unit: str
    values: tuple[float, ...]

    def __str__(self) -> str:
        spread = f"{min(self.values):.1f} to {max(self.values):.1f}"
        return f"{self.what}: {median(self.values):.1f} {self.unit} (median of {len(self.values)}, {spread})"


def repeat(runs: int, once: Callable[[], Sequence[float]]) -> list[tuple[float, ...]]:
    """Call `once` that often and give the values of each of its quantities, after one call that warms up."""
    once()
    return list(zip(*(once() for _ in range(runs)), strict=True))
