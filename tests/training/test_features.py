"""The command that caches features: it goes on after a kill, and several processes can share the work."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch
from click.testing import CliRunner
from numpy.typing import NDArray

from models.encoders import Encoder, EncoderConfig, build_encoder
from tests.places import ROOT
from tests.training.shapes import config
from training.config import Config, load_config
from training.data.drawings import write_dataset
from training.data.feature_cache import load_features
from training.data.shards import older_layout
from training.errors import DatasetError
from training.features import cache_features, main, starting_encoder
from training.release.trunks import TorchTrunk

PICTURE = 2 * 2 * 32 * 48 * 48
"""Bytes of a picture's activations, two views of them."""


class CountingTrunk:
    """A trunk that counts what it is given."""

    def __init__(self, encoder: Encoder) -> None:
        self._trunk = TorchTrunk(encoder)
        self.views = 0

    def __call__(self, pictures: NDArray[np.uint8]) -> NDArray[np.float16]:
        self.views += len(pictures)
        return self._trunk(pictures)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_dataset(tmp_path, training=23, validation=2)
    (tmp_path / "shapes.toml").write_text(config("", trunk_until="block1"), encoding="utf-8")
    return tmp_path


@pytest.fixture
def settings(root: Path) -> Config:
    return load_config(root / "shapes.toml")


@pytest.fixture
def encoder(settings: Config, root: Path) -> Encoder:
    torch.manual_seed(settings.seed)
    return starting_encoder(settings, root)


def cache(encoder: Encoder, settings: Config, root: Path, name: str, shard_bytes: int = 5 * PICTURE) -> int:
    """Cache the training pictures; returns how many views were computed for it."""
    trunk = CountingTrunk(encoder)
    source = settings.data.train[0]
    cache_features(
        encoder, source, root, root / name, views=2, seed=settings.seed, trunk=trunk, shard_bytes=shard_bytes
    )
    return trunk.views


def files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_only_what_is_absent_is_computed_again(encoder: Encoder, settings: Config, root: Path) -> None:
    assert cache(encoder, settings, root, "cache") == 2 * 23
    before = files(root / "cache" / "train")
    assert len([name for name in before if name.startswith("features-")]) == 5
    assert cache(encoder, settings, root, "cache") == 0
    for shard, pictures in ((1, 5), (4, 3)):
        (root / "cache" / "train" / f"features-{shard:05}.npy").unlink()
        with pytest.raises(DatasetError, match=r"train is unfinished: run python -m training\.features"):
            load_features(root / "cache", settings.data.train[0], root, encoder)
        # A cache keeps the size of the shards that it was begun with.
        assert cache(encoder, settings, root, "cache", shard_bytes=100 * PICTURE) == 2 * pictures
    assert files(root / "cache" / "train") == before


def test_pictures_of_another_size_do_not_go_into_the_same_cache(root: Path, settings: Config) -> None:
    """The trunk's weights are the same, whatever size its pictures have."""
    source = settings.data.validate[0]
    small, large = (
        EncoderConfig(name="squeezenet1_1", trunk_until="features.2", image_size=side) for side in (64, 96)
    )
    torch.manual_seed(1)
    cache_features(build_encoder(small), source, root, root / "sized", views=1, seed=1)
    torch.manual_seed(1)
    encoder = build_encoder(large)
    with pytest.raises(DatasetError, match="made from pictures of another size"):
        cache_features(encoder, source, root, root / "sized", views=1, seed=1)
    with pytest.raises(DatasetError, match="made from pictures of another size"):
        load_features(root / "sized", source, root, encoder)


def test_shards_of_any_size_hold_the_same(encoder: Encoder, settings: Config, root: Path) -> None:
    cache(encoder, settings, root, "many")
    cache(encoder, settings, root, "one", shard_bytes=100 * PICTURE)
    many, one = (
        load_features(root / name, settings.data.train[0], root, encoder).features for name in ("many", "one")
    )
    assert (many.layout.count, one.layout.count) == (5, 1)
    for view in range(2):
        np.testing.assert_allclose(many.read(range(23), view), one.read(range(23), view), atol=2e-3)


def test_a_damaged_shard_is_named_before_anything_is_computed_or_learned(
    encoder: Encoder, settings: Config, root: Path
) -> None:
    cache(encoder, settings, root, "cache")
    file = root / "cache" / "train" / "features-00002.npy"
    file.write_bytes(file.read_bytes()[:-1])
    (root / "cache" / "train" / "features-00000.npy").unlink()
    with pytest.raises(DatasetError, match=rf"{file} cannot be read .*: delete {file} and run"):
        cache(encoder, settings, root, "cache")
    file.unlink()
    assert cache(encoder, settings, root, "cache") == 2 * 10
    file.write_bytes(b"")
    with pytest.raises(DatasetError, match=f"delete {file} and run"):
        load_features(root / "cache", settings.data.train[0], root, encoder)


def to_older_layout(folder: Path, done: int) -> None:
    """Lay a cache of one shard out as it was before there were shards."""
    (folder / "features-00000.npy").rename(folder / "features.npy")
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    del index["shape"], index["pictures_per_shard"]
    (folder / "index.json").write_text(json.dumps({**index, "done": done}, indent=1), encoding="utf-8")


def test_a_cache_of_the_older_layout_is_still_good(encoder: Encoder, settings: Config, root: Path) -> None:
    cache(encoder, settings, root, "cache", shard_bytes=100 * PICTURE)
    source, folder = settings.data.train[0], root / "cache" / "train"
    before = load_features(root / "cache", source, root, encoder).features.read(range(23), 1)
    to_older_layout(folder, done=23)
    assert older_layout(folder).pictures == 23
    assert cache(encoder, settings, root, "cache") == 0
    after = load_features(root / "cache", source, root, encoder).features
    np.testing.assert_array_equal(after.read(range(23), 1), before)
    assert not list(folder.glob("features-*"))


def test_an_unfinished_cache_of_the_older_layout_says_so(
    encoder: Encoder, settings: Config, root: Path
) -> None:
    cache(encoder, settings, root, "cache", shard_bytes=100 * PICTURE)
    to_older_layout(root / "cache" / "train", done=16)
    with pytest.raises(DatasetError, match="is unfinished"):
        load_features(root / "cache", settings.data.train[0], root, encoder)
    with pytest.raises(DatasetError, match="before there were shards: delete it and start the same command"):
        cache(encoder, settings, root, "cache")


def command(root: Path, *, cache: str) -> list[str]:
    options = ["--data", str(root), "--cache", str(root / cache), "--shard-megabytes", "1"]
    return ["-m", "training.features", str(root / "shapes.toml"), *options]


def test_a_real_kill_costs_one_shard(root: Path) -> None:
    write_dataset(root, training=400, validation=2)  # 118 MB, three pictures a shard
    folder = root / "cache" / "train"
    process = subprocess.Popen([sys.executable, *command(root, cache="cache")], cwd=ROOT)
    try:
        while len(list(folder.glob("features-*.npy"))) < 5:
            assert process.poll() is None
            time.sleep(0.001)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    kept = {file: file.stat().st_mtime_ns for file in folder.glob("features-*.npy")}
    assert 5 <= len(kept) < 134, "The command was over before it was killed."
    assert len(list(folder.glob("*.new"))) <= 1
    assert CliRunner().invoke(main, command(root, cache="cache")[2:]).exit_code == 0
    assert len(list(folder.glob("features-*.npy"))) == 134
    assert not list(folder.glob("*.new"))
    assert {file: file.stat().st_mtime_ns for file in kept} == kept


def test_two_processes_come_to_what_one_comes_to(root: Path) -> None:
    (root / "images" / "1-0003.png").write_bytes(b"no picture")
    text = (root / "shapes.toml").read_text(encoding="utf-8")
    (root / "shapes.toml").write_text(
        text.replace('name = "train"', 'name = "train"\nskipped_share = 0.1'), encoding="utf-8"
    )
    torchrun = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    for launcher, name in ((torchrun, "two"), ([], "one")):
        subprocess.run(
            [sys.executable, *launcher, *command(root, cache=name)],
            cwd=ROOT,
            env={**os.environ, "OMP_NUM_THREADS": "1"},  # sums are rounded otherwise with more
            check=True,
            capture_output=True,
            timeout=300,
        )
    for data in ("train", "validation"):
        assert files(root / "two" / data) == files(root / "one" / data)
    assert "1-0003.png" in json.loads((root / "two" / "train" / "unusable.json").read_text())["unusable"]
