"""A shard: some pictures that follow each other in the listing, and the one file that their rows become."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Shard:
    """The same shard has the same pictures in each run, and its rows go to the same file."""

    number: int
    """From 0 on, over the whole output."""
    segment: str
    """The file of the listing in which its pictures stand."""
    group: int
    """Which row group of it."""
    pictures: int

    def to_message(self) -> dict[str, Any]:
        """As one process sends it to another."""
        return asdict(self)

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> "Shard":
        """What `to_message` was made of."""
        return cls(**message)

    @property
    def part(self) -> str:
        """The name of the file of its rows."""
        return part_name(self.number)


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What came of a shard whose part is written; or why it could not be."""

    shard: int
    described: int = 0
    failed: int = 0
    changed: int = 0
    """Pictures that had another size than when they were listed."""
    seconds: float = 0.0
    error: str = ""
    """A sentence: this run ends, and a later one may do better."""

    def to_message(self) -> dict[str, Any]:
        """As one process sends it to another."""
        return asdict(self)

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> "Receipt":
        """What `to_message` was made of."""
        return cls(**message)


def part_name(number: int) -> str:
    """part-0000012.parquet"""
    return f"part-{number:07}.parquet"
