"""`python -m benchmarks.cluster`: what a second worker of a cluster brings, and what large collections cost.

A real Ray on this machine, pictures of 1024 by 768 pixels that are drawn here, and a folder of parts. Speeds
count from the time at which each worker has written its first part, because Ray needs long to start, once.
"""

import json
import os
import tempfile
import time
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from statistics import median

import click
import numpy as np
from PIL import Image

from benchmarks.cluster_estimate import Collection, Measured, Prices, estimate
from benchmarks.ray_data import by_ray_data
from narrator.cluster.connection import OWN
from narrator.cluster.job import Job
from narrator.cluster.manifest import Manifest
from narrator.cluster.pictures import listed_pictures
from narrator.cluster.ray_pool import RayPool
from narrator.cluster.storage import Storage
from narrator.cluster.target import job_for
from narrator.collection.tables import table_for, write_parquet
from narrator.collection.worker import Work


@dataclass(frozen=True, kw_only=True)
class Run:
    """One run over all shards."""

    speed: float
    """Pictures a second, from the first part of the last worker on."""
    start_seconds: float
    whole_seconds: float
    part_bytes: float
    """For each picture."""


def measure(folder: Path, pictures: int, shard_pictures: int, model: str | None, hands: int) -> Run:
    """Describe them all with so many workers, into an output of its own."""
    job = prepared(folder, shard_pictures, model)
    began = time.monotonic()
    done: list[tuple[float, int]] = []
    for receipt in RayPool(job, address=OWN, hands=hands).receipts(Manifest(Storage(job.out)).shards()):
        assert not receipt.error, receipt.error
        done.append((time.monotonic() - began, receipt.described + receipt.failed))
    first = done[hands - 1][0]
    later = sum(count for _, count in done[hands:])
    return Run(
        speed=later / (done[-1][0] - first),
        start_seconds=first,
        whole_seconds=time.monotonic() - began,
        part_bytes=_as_one_part(Path(job.out)) / pictures,
    )


def _as_one_part(out: Path) -> int:
    """The bytes of all rows in one part, as real shards are larger than those of these runs."""
    part = BytesIO()
    table = table_for(out / "rows.parquet")
    assert table
    write_parquet((row for file in out.glob("part-*") for row in table.read(file)), part)
    return len(part.getvalue())


def prepared(folder: Path, shard_pictures: int, model: str | None) -> Job:
    """A job whose pictures are listed, and none of which is described."""
    out = tempfile.mkdtemp(dir=folder)
    job = job_for(
        [str(folder / "pictures")],
        f"{out}/",
        Work(model=model, seed=1),
        recursive=True,
        part_pictures=shard_pictures,
    )
    listed = listed_pictures(job.what, recursive=True, denied=lambda *_: None)
    Manifest(Storage(job.out)).add(listed, shard_pictures=shard_pictures)
    return job


def draw(folder: Path, pictures: int) -> int:
    """Draw pictures, each another one; the mean size of their files in bytes."""
    folder.mkdir()
    numbers = np.random.default_rng(1)
    for number in range(pictures):
        coarse = Image.fromarray(numbers.integers(0, 256, (12, 16, 3), np.uint8))
        coarse.resize((1024, 768), Image.Resampling.BICUBIC).save(folder / f"{number:06}.jpg", quality=85)
    return sum(file.stat().st_size for file in folder.iterdir()) // pictures


def measured_speeds(folder: Path, pictures: int, shard: int, model: str | None, runs: int) -> Measured:
    """What one worker and two do, in turns; printed."""
    taken: dict[int, list[Run]] = {1: [], 2: []}
    for _ in range(runs):
        for hands, list_of_runs in taken.items():
            list_of_runs.append(measure(folder, pictures, shard, model, hands))
    for hands, list_of_runs in taken.items():
        each = ", ".join(f"{run.speed:.2f}" for run in list_of_runs)
        click.echo(
            f"{hands} workers: {median(run.speed for run in list_of_runs):.2f} pictures a second ({each})"
        )
    one, two = (median(run.speed for run in list_of_runs) for list_of_runs in taken.values())
    click.echo(f"efficiency from one worker to two: {100 * two / one / 2:.0f} percent")
    starts = [run.start_seconds for run in taken[1]]
    click.echo(f"start of Ray and first part: {median(starts):.1f} s")
    return Measured(
        speed=one,
        efficiency=two / one / 2,
        part_bytes=median(run.part_bytes for run in taken[1]),
        start_seconds=median(starts),
    )


@click.command()
@click.option("--pictures", default=160, show_default=True, help="Pictures of each run.")
@click.option("--shard", default=8, show_default=True, help="Pictures of a shard in these runs.")
@click.option("--runs", default=3, show_default=True, help="Runs with one worker and with two.")
@click.option("--model", help="A bundle's folder, or the name of a released one.")
@click.option("--ray-data", is_flag=True, help="Do the same with Ray Data, and compare; it needs pandas.")
@click.option("--estimate", "estimated", metavar="N", type=int, help="Work out what N pictures cost.")
@click.option("--measured", metavar="FILE", help="Take what FILE holds, or measure and write it there.")
@click.option("--cores", default=1000, show_default=True)
@click.option("--cores-a-machine", default=16, show_default=True)
@click.option("--hours-to-failure", default=100.0, show_default=True, help="Of one machine, on average.")
@click.option("--picture-bytes", default=500_000, show_default=True)
@click.option("--shard-pictures", default=1000, show_default=True, help="Of the estimate.")
@click.option("--core-hour", default=Prices.core_hour, show_default=True, help="In dollars.")
@click.option("--million-reads", default=Prices.million_reads, show_default=True)
@click.option("--million-writes", default=Prices.million_writes, show_default=True)
@click.option("--gigabyte-month", default=Prices.gigabyte_month, show_default=True)
def main(
    pictures: int,
    shard: int,
    runs: int,
    model: str | None,
    ray_data: bool,
    estimated: int | None,
    measured: str | None,
    cores: int,
    cores_a_machine: int,
    hours_to_failure: float,
    picture_bytes: int,
    shard_pictures: int,
    **prices: float,
) -> None:
    """Measure a cluster on this machine."""
    click.echo(f"cores: {len(os.sched_getaffinity(0))}")
    notes = Path(measured) if measured else None
    if notes and notes.exists():
        result = Measured(**json.loads(notes.read_text(encoding="utf-8")))
    else:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            draw(folder / "pictures", pictures)
            result = measured_speeds(folder, pictures, shard, model, runs)
            if ray_data:
                ours = measure(folder, pictures, shard, model, 2).whole_seconds
                click.echo(f"all of it with two workers: {ours:.1f} s")
                click.echo(by_ray_data(prepared(folder, shard, model), hands=2))
        if notes:
            notes.write_text(json.dumps(vars(result)), encoding="utf-8")
    if estimated:
        collection = Collection(
            pictures=estimated,
            picture_bytes=picture_bytes,
            shard_pictures=shard_pictures,
            cores=cores,
            cores_a_machine=cores_a_machine,
            hours_to_failure=hours_to_failure,
        )
        for line in estimate(result, collection, Prices(**prices)):
            click.echo(line)


if __name__ == "__main__":
    main()
