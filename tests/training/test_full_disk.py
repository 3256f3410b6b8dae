"""A disk that is full while training writes: what was there before is kept, and one sentence says so."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.training.shapes import config, write_dataset
from training.checkpoint import read_weights, save_weights
from training.config import load_config
from training.errors import DatasetError, TrainingError
from training.features import cache_features, load_features, starting_encoder
from training.whole_file import whole_file


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
        pytest.raises(TrainingError, match=r"checkpoint\.pt cannot be written \(File too large\): make room"),
    ):
        save_weights(file, {"bad": torch.ones(1_000_000)})
    assert list(read_weights(file)) == ["good"]
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_is_there_whole_or_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "index.json"
    with whole_file(file) as stream:
        stream.write(b"first")
    with pytest.raises(KeyboardInterrupt), whole_file(file) as stream:
        stream.write(b"second")
        raise KeyboardInterrupt
    assert file.read_bytes() == b"first"
    with (
        files_end_at(3),
        pytest.raises(TrainingError, match="what it held before is kept"),
        whole_file(file) as stream,
    ):
        stream.write(b"third")
    assert file.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [file]


def test_a_cache_takes_its_room_before_the_work_begins(tmp_path: Path) -> None:
    write_dataset(tmp_path, training=6, validation=1)
    (tmp_path / "shapes.toml").write_text(config("", trunk_until="block1"), encoding="utf-8")
    settings = load_config(tmp_path / "shapes.toml")
    encoder = starting_encoder(settings, tmp_path)
    source, cache = settings.data.train[0], tmp_path / "cache"
    with (
        files_end_at(10_000),
        pytest.raises(DatasetError, match=r"features\.npy cannot be made \(File too large\): it needs .* GB"),
    ):
        cache_features(encoder, source, tmp_path, cache, views=1, seed=1)
    assert [file.name for file in (cache / "train").iterdir()] == ["unusable.json"]
    cache_features(encoder, source, tmp_path, cache, views=1, seed=1)
    array = cache / "train" / "features.npy"
    assert array.stat().st_blocks * 512 >= array.stat().st_size
    assert np.isfinite(load_features(cache, source, tmp_path, encoder).features).all()
