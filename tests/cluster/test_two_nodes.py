"""A real cluster of two nodes, whose workers and nodes die while pictures are described."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from time import sleep

import pyarrow.dataset
import pytest

from tests.cluster.cluster_of_two import ClusterOfTwo, cluster_of_two
from tests.drawings import tinted

pytestmark = pytest.mark.needs_cluster

PICTURES = 80


@pytest.fixture
def cluster(person: Path) -> Iterator[ClusterOfTwo]:
    with cluster_of_two() as cluster:
        yield cluster


@pytest.fixture
def album(tmp_path: Path) -> Path:
    folder = tmp_path / "album"
    folder.mkdir()
    for number in range(PICTURES):
        tinted("red" if number % 2 else "blue").save(folder / f"{number:03}.png")
    return folder


def paths_in(out: Path) -> list[str]:
    return sorted(pyarrow.dataset.dataset(out).to_table().column("path").to_pylist())


def test_every_picture_once_though_a_worker_and_a_node_are_killed(
    narrator_program: Path, cluster: ClusterOfTwo, album: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    process = subprocess.Popen(
        [narrator_program, "describe", album, "--out", f"{out}/", "--part", "4", "--on", "ray://auto"],
        env={**os.environ, **cluster.environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )

    def wait_for(parts: int) -> None:
        while len(list(out.glob("part-*"))) < parts or not cluster.workers(1):
            assert process.poll() is None, process.communicate()
            sleep(0.05)

    wait_for(3)
    cluster.workers(1)[0].kill()
    wait_for(8)
    cluster.kill_node(1)
    printed, told = process.communicate()

    assert process.returncode == 0, told
    assert f"{PICTURES} described, 0 failed, 0 were there before" in printed
    said = [line for line in told.splitlines() if " left." not in line]  # how far it is
    assert said == ["Looking for pictures."]  # and nothing that Ray says
    assert paths_in(out) == sorted(map(str, album.iterdir()))


def test_a_client_outside_of_the_cluster_goes_on_after_its_own_death(
    narrator_program: Path, cluster: ClusterOfTwo, album: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    on = f"ray://127.0.0.1:{cluster.client_port}"
    words = ["describe", str(album), "--out", f"{out}/", "--part", "4", "--on", on]
    command = [str(narrator_program), *words]
    environment = {**os.environ, **cluster.environment}
    killed = subprocess.Popen(command, env=environment)
    while len(list(out.glob("part-*"))) < 3:
        assert killed.poll() is None
        sleep(0.05)
    killed.kill()
    killed.wait()

    process = subprocess.run(command, env=environment, capture_output=True, text=True)

    assert process.returncode == 0, process.stderr
    assert " 0 were there before" not in process.stdout
    assert paths_in(out) == sorted(map(str, album.iterdir()))
