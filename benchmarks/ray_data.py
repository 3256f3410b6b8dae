"""The same work by Ray Data, `map_batches` over a pool of actors, for comparison."""

import importlib
import time
from collections.abc import Mapping
from typing import Any

from narrator.cluster.connection import OWN, connected, end, own_home
from narrator.cluster.hand import ClusterHand
from narrator.cluster.job import Job
from narrator.cluster.manifest import Manifest
from narrator.cluster.storage import Storage


class _Hand:
    """An actor as Ray Data wants it: a batch of one shard in, a batch of one receipt out."""

    def __init__(self, job: Mapping[str, Any], home: Mapping[str, str]) -> None:
        self._hand = ClusterHand(job, home)
        problem = self._hand.begin()
        assert not problem, problem

    def __call__(self, batch: Mapping[str, Any]) -> dict[str, list[Any]]:
        """The columns of the receipt."""
        shard = {name: column[0] if name == "segment" else int(column[0]) for name, column in batch.items()}
        shard["segment"] = str(shard["segment"])
        return {name: [value] for name, value in self._hand.describe(shard).items()}


def by_ray_data(job: Job, *, hands: int) -> str:
    """A line to print: how long it took with so many workers."""
    shards = [shard.to_message() for shard in Manifest(Storage(job.out)).shards()]
    began = time.monotonic()
    connected(OWN, hands)
    data = importlib.import_module("ray.data")
    data.DataContext.get_current().enable_progress_bars = False
    done = 0
    try:
        # From items, because a task that reads would wait for a core for ever: the pool has them all.
        pool = data.ActorPoolStrategy(size=hands)
        receipts = data.from_items(shards, override_num_blocks=len(shards)).map_batches(
            _Hand, fn_constructor_args=(job.to_message(), own_home()), batch_size=1, num_cpus=1, compute=pool
        )
        for receipt in receipts.iter_rows():
            assert not receipt["error"], receipt["error"]
            done += 1
    finally:
        end()
    return f"all of it by Ray Data: {time.monotonic() - began:.1f} s for {done} shards"
