"""A folder of parts, as the installed command writes it on this machine."""

import json
import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import sleep

import pyarrow.dataset
import pytest

from narrator.cluster.describing import ShardDescriber
from narrator.cluster.lease import Lease
from narrator.cluster.manifest import Manifest
from narrator.cluster.output import describe_into_parts
from narrator.cluster.pool import ThisMachine
from narrator.cluster.shard import Receipt, Shard
from narrator.cluster.storage import Storage
from narrator.cluster.target import job_for
from narrator.collection.worker import Work
from narrator.errors import NarratorError, SettingsError
from tests.conftest import Draw, Narrate

pytestmark = pytest.mark.needs_cluster


def paths_in(out: Path) -> list[str]:
    """Names of the pictures, in the order of the parts."""
    paths = pyarrow.dataset.dataset(out).to_table().column("path").to_pylist()
    return [Path(path).name for path in paths]


def test_after_a_kill_every_picture_has_one_row(
    narrator_program: Path, narrate: Narrate, draw: Draw, tmp_path: Path
) -> None:
    for number in range(20):
        draw(f"album/{number:02}.png", "red")
    command = ["describe", "album", "album/03.png", "--out", "out/", "--part", "3"]
    process = subprocess.Popen([narrator_program, *command], cwd=tmp_path)
    while len(list((tmp_path / "out").glob("part-*"))) < 2:
        assert process.poll() is None
        sleep(0.02)
    process.kill()
    process.wait()

    ended = narrate(*command)

    assert ended.returncode == 0, ended.stderr
    assert " 0 were there before" not in ended.stdout
    assert paths_in(tmp_path / "out") == [f"{number:02}.png" for number in range(20)]


def test_what_is_new_comes_into_parts_of_its_own(narrate: Narrate, draw: Draw, tmp_path: Path) -> None:
    for name in ("a", "c"):
        draw(f"album/{name}.png", "red")
    assert narrate("describe", "album", "--out", "out/", "--part", "1").stdout.startswith("2 described")
    before = {part.name: part.read_bytes() for part in (tmp_path / "out").glob("part-*")}
    draw("album/b.png", "blue")
    process = narrate("describe", "album", "--out", "out/")
    assert process.stdout.startswith("1 described, 0 failed, 2 were there before")
    assert paths_in(tmp_path / "out") == ["a.png", "c.png", "b.png"]
    assert all((tmp_path / "out" / name).read_bytes() == content for name, content in before.items())


def test_an_output_of_other_pictures_or_settings_stays_as_it_was(
    narrate: Narrate, draw: Draw, tmp_path: Path
) -> None:
    draw("album/a.png", "red")
    draw("other/b.png", "red")
    narrate("describe", "album", "--out", "out/")
    before = sorted((file, file.stat().st_mtime_ns) for file in (tmp_path / "out").rglob("*.parquet"))
    for arguments, difference in (
        (("other",), "other pictures"),
        (("album", "--min-confidence", "0.5"), "other settings"),
        (("album", "--flat"), "another --flat"),
    ):
        process = narrate("describe", *arguments, "--out", "out/")
        assert process.returncode == 2
        assert f"was begun with {difference}; start it as before" in process.stderr
    assert sorted((file, file.stat().st_mtime_ns) for file in (tmp_path / "out").rglob("*.parquet")) == before


def test_other_files_of_parquet_are_left_alone(narrate: Narrate, draw: Draw, tmp_path: Path) -> None:
    draw("album/a.png", "red")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "part-0000000.parquet").write_bytes(b"somebody's")
    process = narrate("describe", "album", "--out", "out/")
    assert (process.returncode, process.stdout) == (2, "")
    assert "holds other files of Parquet; name another output." in process.stderr
    assert (tmp_path / "out" / "part-0000000.parquet").read_bytes() == b"somebody's"


def test_two_do_not_write_one_output(narrate: Narrate, draw: Draw, tmp_path: Path) -> None:
    draw("album/a.png", "red")
    (tmp_path / "out").mkdir()
    with Lease(Storage(f"{tmp_path}/out")):
        process = narrate("describe", "album", "--out", "out/")
    assert process.returncode == 2
    assert "Another narrator writes" in process.stderr
    assert narrate("describe", "album", "--out", "out/").returncode == 0


def test_the_lease_of_a_process_that_was_killed_is_taken_at_once(tmp_path: Path) -> None:
    out = Storage(str(tmp_path))
    with Lease(out):
        held = json.loads(out.read("_narrator/running.json") or b"")
    held["began"] -= 1  # the same number, another process
    out.write("_narrator/running.json", json.dumps(held).encode())
    with Lease(out):
        assert json.loads(out.read("_narrator/running.json") or b"")["process"] == os.getpid()


def test_a_shard_that_fails_ends_the_run_and_keeps_the_others(
    person: Path, draw: Draw, tmp_path: Path
) -> None:
    album = draw("album/a.png", "red").parent
    draw("album/b.png", "red")
    job = job_for([str(album)], f"{tmp_path}/out/", Work(), recursive=True, part_pictures=1)

    class Failing(ThisMachine):
        def receipts(self, shards: Iterable[Shard]) -> Iterator[Receipt]:
            first, second = shards
            yield from super().receipts([first])
            yield Receipt(shard=second.number, error="The store is gone.")

    with pytest.raises(NarratorError, match="The store is gone"):
        describe_into_parts(job, Failing(job, hands=1), say=lambda _: None)
    tally = describe_into_parts(job, ThisMachine(job, hands=1), say=lambda _: None)
    assert (tally.described, tally.before) == (1, 1)


def test_a_damaged_listing_is_one_sentence(tmp_path: Path) -> None:
    out = Storage(str(tmp_path))
    out.write("_narrator/listing-000.json", b"{}")
    with pytest.raises(NarratorError, match="is damaged; name another output"):
        Manifest(out)


def test_a_part_that_cannot_be_written_is_no_part(person: Path, draw: Draw, tmp_path: Path) -> None:
    album = draw("album/a.png", "red").parent
    job = job_for([str(album)], f"{tmp_path}/out/", Work(), recursive=True, part_pictures=1)
    shard = Shard(number=0, segment="_narrator/nothing.parquet", group=0, pictures=1)
    with ShardDescriber(job, hands=1) as describer:
        assert "There is no" in describer.describe(shard).error
    assert not list((tmp_path / "out").glob("part-*"))


def test_an_output_that_cannot_be_made_is_one_sentence(narrate: Narrate, draw: Draw, tmp_path: Path) -> None:
    draw("album/a.png", "red")
    (tmp_path / "file").write_text("")
    for out, sentence in (
        ("nowhere/out/", "There is no folder nowhere to make out in"),
        ("file/", "file cannot be made there"),
    ):
        process = narrate("describe", "album", "--out", out)
        assert (process.returncode, process.stdout) == (2, "")
        assert sentence in process.stderr


def test_settings_errors_of_the_job(person: Path, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"rows.parquet would be a file; name a folder, such as rows/"):
        job_for(["a"], f"{tmp_path}/rows.parquet", Work(), recursive=True, part_pictures=1)
