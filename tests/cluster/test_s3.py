"""Pictures from a real server of S3, and parts into it."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import fsspec
import pyarrow.parquet
import pytest

from narrator.cluster.describing import ShardDescriber
from narrator.cluster.manifest import Manifest
from narrator.cluster.output import describe_into_parts
from narrator.cluster.pool import ThisMachine
from narrator.cluster.storage import Storage
from narrator.cluster.target import job_for
from narrator.collection.worker import Work
from tests.cluster.s3_server import s3_server
from tests.conftest import Narrate
from tests.drawings import tinted

pytestmark = pytest.mark.needs_cluster

RED = BytesIO()
tinted("red").save(RED, "PNG")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with s3_server() as address:
        yield address


@pytest.fixture
def bucket(server: str, person: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """The store, in which a bucket of that name is new."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", server)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")
    files = fsspec.filesystem("s3", use_listings_cache=False)
    for name in ("pictures", "results"):
        if files.exists(name):
            files.rm(name, recursive=True)
        files.mkdir(name)
    return files


def rows_in(files: Any, folder: str) -> list[dict[str, Any]]:
    """All rows of all parts, by the name of the part."""
    parts = sorted(name for name in files.ls(folder, detail=False) if "/part-" in name)
    return [
        row for part in parts for row in pyarrow.parquet.read_table(BytesIO(files.cat_file(part))).to_pylist()
    ]


def test_all_pictures_below_an_address_are_described_in_order(bucket: Any, narrate: Narrate) -> None:
    names = ["a b.png", "deep/er/ü.png", "one//two.png", "q#?&=%20.png"]
    for name in (*names, "@eaDir/hidden.png", ".trash/hidden.png", "notes.txt"):
        bucket.pipe_file(f"pictures/album/{name}", RED.getvalue())
    bucket.pipe_file("pictures/albums/beside.png", RED.getvalue())
    bucket.pipe_file("pictures/album/broken.jpg", b"no picture")
    bucket.pipe_file("pictures/album/empty.jpg", b"")

    command = ("describe", "s3://pictures/album", "--out", "s3://results/run", "--part", "2")
    process = narrate(*command)

    assert process.returncode == 0, process.stderr
    assert process.stdout.startswith("4 described, 2 failed, 0 were there before; ")
    rows = rows_in(bucket, "results/run")
    wanted = ["a b.png", "broken.jpg", "deep/er/ü.png", "empty.jpg", "one//two.png", "q#?&=%20.png"]
    assert [row["path"] for row in rows] == [f"s3://pictures/album/{name}" for name in wanted]
    assert all(("red" in row["alt"]) == (row["path"].endswith("png")) for row in rows)
    assert rows[1]["reason"].startswith("broken.jpg is not a picture")
    bucket.pipe_file("pictures/album/later.png", RED.getvalue())
    assert narrate(*command).stdout.startswith("1 described, 0 failed, 6 were there before; ")
    assert len({row["path"] for row in rows_in(bucket, "results/run")}) == 7
    assert not bucket.exists("results/run/_narrator/running.json")


def test_what_vanished_or_changed_since_the_listing_is_said(bucket: Any, tmp_path: Path) -> None:
    for name in ("gone", "other", "same"):
        bucket.pipe_file(f"pictures/{name}.png", RED.getvalue())
    job = job_for(["s3://pictures"], f"{tmp_path}/out/", Work(), recursive=True, part_pictures=10)

    class Meanwhile(ThisMachine):
        def receipts(self, shards: Any) -> Any:
            bucket.rm_file("pictures/gone.png")
            bucket.pipe_file("pictures/other.png", RED.getvalue() + b" ")
            return super().receipts(shards)

    said: list[str] = []
    tally = describe_into_parts(job, Meanwhile(job, hands=1), say=said.append)

    assert (tally.described, tally.failed) == (2, 1)
    gone, other, same = pyarrow.parquet.read_table(tmp_path / "out" / "part-0000000.parquet").to_pylist()
    assert gone["reason"] == "gone.png has gone since it was listed."
    assert "has changed since" in other["notes"] and "has changed since" not in same["notes"]
    assert said[-1] == "1 of the pictures changed after they were listed; their notes say so."


def test_a_shard_that_is_described_twice_is_the_same_file(bucket: Any) -> None:
    for number in range(3):
        bucket.pipe_file(f"pictures/{number}.png", RED.getvalue())
    work = Work(seed=1)
    job = job_for(["s3://pictures"], "s3://results/twice", work, recursive=True, part_pictures=10)
    describe_into_parts(job, ThisMachine(job, hands=1), say=lambda _: None)
    first = bucket.cat_file("results/twice/part-0000000.parquet")
    (shard,) = Manifest(Storage(job.out)).shards()
    with ShardDescriber(job, hands=1) as describer:
        assert describer.describe(shard).error == ""
    assert bucket.cat_file("results/twice/part-0000000.parquet") == first


def test_ray_reads_and_writes_there_too(bucket: Any, narrate: Narrate) -> None:
    for number in range(6):
        bucket.pipe_file(f"pictures/{number}.png", RED.getvalue())
    process = narrate("describe", "s3://pictures", "--out", "s3://results/ray", "--part", "2", "--on", "ray")
    assert process.stdout.startswith("6 described, 0 failed"), process.stderr
    assert len(rows_in(bucket, "results/ray")) == 6


@pytest.mark.parametrize(
    ("what", "out", "sentence"),
    [
        ("s3://nowhere/a", "out/", "There is no bucket or folder s3://nowhere/a; check the name."),
        (
            "s3://pictures",
            "s3://nowhere/out",
            "There is no bucket or folder s3://nowhere/out; check the name",
        ),
        ("s3://pictures/none", "out/", "There are no pictures in s3://pictures/none; check the address."),
        ("s3://pictures", "http://127.0.0.1/out", "Results cannot be written to http:// safely"),
        ("nothing://x", "out/", "nothing://x is an address of a kind that is not known"),
        ("s3://pictures", "c.csv", "c.csv would be a file; name a folder, such as c/."),
    ],
)
def test_wrong_use_is_one_sentence(bucket: Any, narrate: Narrate, what: str, out: str, sentence: str) -> None:
    process = narrate("describe", what, "--out", out)
    assert process.returncode == 2
    assert process.stdout == ""
    assert sentence in process.stderr.splitlines()[-1]


def test_without_credentials_it_says_how_to_give_them(
    bucket: Any, narrate: Narrate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    process = narrate("describe", "s3://pictures", "--out", "out/")
    assert process.returncode == 2
    assert "There are no credentials for s3://pictures; run aws configure" in process.stderr
