"""The seam of what describes shards: this machine by itself, or a cluster."""

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from typing import Protocol

from narrator.cluster.describing import ShardDescriber
from narrator.cluster.job import Job
from narrator.cluster.shard import Receipt, Shard


class Pool(Protocol):
    """Describes shards, in any order."""

    @abstractmethod
    def receipts(self, shards: Iterable[Shard]) -> Iterator[Receipt]:
        """A receipt for each shard, as it comes. Raises NarratorError where nothing can be described."""


class ThisMachine:
    """One shard after the other, on all cores of this machine, without any cluster."""

    def __init__(self, job: Job, *, hands: int) -> None:
        """`hands` processes describe, each on one core."""
        self._job = job
        self._hands = hands

    def receipts(self, shards: Iterable[Shard]) -> Iterator[Receipt]:
        """The receipts in the order of the shards."""
        with ShardDescriber(self._job, hands=self._hands) as describer:
            yield from map(describer.describe, shards)
