"""What a collection of any size costs on a cluster, worked out from what was measured on this machine.

Prices are no measurements: the defaults are round figures of the size that large providers asked for in 2025,
for Linux on demand, storage and requests in the same region. Name your own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True, kw_only=True)
class Prices:
    """In dollars."""

    core_hour: float = 0.05
    million_reads: float = 0.4
    million_writes: float = 5.0
    gigabyte_month: float = 0.023


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What one worker does."""

    speed: float
    """Pictures a second."""
    efficiency: float
    """The speed of several workers over so many times that of one."""
    part_bytes: float
    """Bytes of a part for each picture."""
    start_seconds: float
    """Until a worker has written its first part."""


@dataclass(frozen=True, kw_only=True)
class Collection:
    """What is to be described, and on how much."""

    pictures: int
    picture_bytes: int
    shard_pictures: int
    cores: int
    cores_a_machine: int
    hours_to_failure: float
    """Of one machine: so long it runs on average before it is taken away or dies."""


def estimate(measured: Measured, collection: Collection, prices: Prices) -> Iterator[str]:
    """Lines to print: time, shards, failures and cost."""
    shards = ceil(collection.pictures / collection.shard_pictures)
    core_hours = collection.pictures / measured.speed / measured.efficiency / 3600
    hours = core_hours / collection.cores
    machines = ceil(collection.cores / collection.cores_a_machine)
    losses = hours * machines / collection.hours_to_failure
    # A shard is lost at half its way on average, on each core of the machine.
    shard_seconds = collection.shard_pictures / measured.speed + measured.start_seconds
    again = losses * collection.cores_a_machine * shard_seconds / 2 / 3600
    read = collection.pictures * collection.picture_bytes / 1e9
    written = collection.pictures * measured.part_bytes / 1e9
    computing = (core_hours + again) * prices.core_hour
    # Of each shard its pictures, its row group of the listing, and the file that it is a part of.
    reading = (collection.pictures + 3 * shards) / 1e6 * prices.million_reads
    listing = collection.pictures / 1000 / 1e6 * prices.million_writes
    writing = shards / 1e6 * prices.million_writes
    keeping = written * prices.gigabyte_month
    yield f"{collection.pictures:,} pictures are {shards:,} shards of {collection.shard_pictures:,}"
    yield f"time: {hours:.1f} hours on {collection.cores:,} cores, {core_hours:,.0f} core hours in all"
    yield (
        f"failures: {losses:.1f} machines of {machines} lost, which costs {again:.1f} core hours "
        f"({100 * again / core_hours:.2f} percent) and no picture"
    )
    yield f"data: {read:,.0f} GB of pictures read, {written:,.1f} GB of parts written"
    yield (
        f"network: {read * 8 / hours / 3600:.2f} Gbit a second in all, "
        f"{read * 8000 / hours / 3600 / machines:.0f} Mbit a second for each machine"
    )
    yield (
        f"cost: {computing + reading + listing + writing:,.0f} dollars "
        f"(computing {computing:,.0f}, reads {reading:,.0f}, lists and writes {listing + writing:,.1f}), "
        f"and {keeping:.2f} a month for the parts"
    )
    yield (
        f"prices taken: {prices.core_hour} a core hour, {prices.million_reads} a million reads, "
        f"{prices.million_writes} a million writes, {prices.gigabyte_month} a GB and month"
    )
