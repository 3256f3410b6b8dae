"""A disk that is full while training writes: what was there before is kept, and one sentence says so."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import torch

from narrator.errors import NarratorError
from tests.training.shapes import config
from training.config import Config, load_config
from training.data.drawings import write_dataset
from training.data.feature_cache import load_features
from training.errors import DatasetError
from training.features import cache_features, starting_encoder
from training.learning.checkpoint import read_weights, save_weights


@contextmanager
def files_end_at(size: int) -> Iterator[None]:
    """As on a full disk, no file grows beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_the_last_good_checkpoint_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "checkpoint.pt"
    save_weights(file, {"good": torch.ones(10)})
    with (
        files_end_at(100_000),
        pytest.raises(NarratorError, match=r"checkpoint\.pt cannot be written \(File too large\): make room"),
    ):
        save_weights(file, {"bad": torch.ones(1_000_000)})
    assert list(read_weights(file)) == ["good"]
    assert list(tmp_path.iterdir()) == [file]


@pytest.fixture
def drawings(tmp_path: Path) -> Config:
    write_dataset(tmp_path, training=6, validation=1)
    (tmp_path / "shapes.toml").write_text(config("", trunk_until="block1"), encoding="utf-8")
    return load_config(tmp_path / "shapes.toml")


def test_a_cache_that_the_disk_cannot_hold_is_not_begun(drawings: Config, tmp_path: Path) -> None:
    encoder = starting_encoder(drawings, tmp_path)
    with pytest.raises(
        DatasetError, match=r"train needs another [\d,.]+ GB, but its disk has [\d,.]+ GB left"
    ):
        cache_features(encoder, drawings.data.train[0], tmp_path, tmp_path / "cache", views=10**9, seed=1)
    assert [file.name for file in (tmp_path / "cache" / "train").iterdir()] == ["unusable.json"]


def test_a_disk_that_fills_up_costs_one_shard(drawings: Config, tmp_path: Path) -> None:
    source, cache = drawings.data.train[0], tmp_path / "cache"
    encoder = starting_encoder(drawings, tmp_path)
    two = 2 * 32 * 48 * 48 * 2  # bytes of two pictures' activations
    cache_features(encoder, source, tmp_path, cache, views=1, seed=1, shard_bytes=two)
    file = cache / "train" / "features-00001.npy"
    before = file.read_bytes()
    file.unlink()
    with (
        files_end_at(two),  # the file has a header too
        pytest.raises(NarratorError, match=r"00001\.npy cannot be written \(File too large\): make room"),
    ):
        cache_features(encoder, source, tmp_path, cache, views=1, seed=1)
    assert sorted(file.name for file in (cache / "train").glob("features*")) == [
        "features-00000.npy",
        "features-00002.npy",
    ]
    cache_features(encoder, source, tmp_path, cache, views=1, seed=1)
    assert file.read_bytes() == before
    assert np.isfinite(load_features(cache, source, tmp_path, encoder).features.read(range(6), 0)).all()
