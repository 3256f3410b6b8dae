"""Missing and damaged pictures: features, training and validation see only the others, and stay aligned."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from click.testing import CliRunner

import training.features as features
from models.encoders import Encoder
from tests.training.shapes import config
from training.config import Config, SourceConfig, load_config
from training.data.drawings import write_dataset
from training.data.feature_cache import FeatureCache, load_features
from training.data.views import CachedViews, PictureViews
from training.errors import DatasetError
from training.features import cache_features, starting_encoder
from training.learning.stages import prepare_stage
from training.learning.validation import open_validation
from training.release.trunks import TorchTrunk
from training.train import training_vocabulary

END_TO_END = """
[[stages]]
objective = "cross_entropy"
trunk_learning_rate = 1e-3
"""
MISSING, CUT, OTHER = "1-0003.png", "1-0010.png", "2-0001.png"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_dataset(tmp_path, training=20, validation=5)
    (tmp_path / "images" / MISSING).unlink()
    for name in (CUT, OTHER):
        (tmp_path / "images" / name).write_bytes((tmp_path / "images" / name).read_bytes()[:200])
    return tmp_path


def settings_of(root: Path, share: float, stages: str = "") -> Config:
    (root / "shapes.toml").write_text(config(stages, trunk_until="block1"), encoding="utf-8")
    settings = load_config(root / "shapes.toml")
    train, validate = (
        tuple(replace(source, skipped_share=share) for source in sources)
        for sources in (settings.data.train, settings.data.validate)
    )
    return replace(settings, data=replace(settings.data, train=train, validate=validate))


@pytest.fixture
def encoder(root: Path) -> Encoder:
    torch.manual_seed(3)
    return starting_encoder(settings_of(root, 0.2), root).eval()


def cached(encoder: Encoder, source: SourceConfig, root: Path, views: int = 2) -> FeatureCache:
    cache_features(encoder, source, root, root / "cache", views=views, seed=3)
    return load_features(root / "cache", source, root, encoder)


def test_features_lie_beside_the_captions_of_their_own_picture(root: Path, encoder: Encoder) -> None:
    cache = cached(encoder, settings_of(root, 0.2).data.train[0], root)
    names = [example.picture.name for example in cache.examples]
    assert len(names) == 18
    assert not {MISSING, CUT} & set(names)
    assert cache.features.shape[:2] == (18, 2)
    side = encoder.image_size
    pictures = PictureViews(cache.examples, side)
    plain = [features._view(example, 0, side, (3, 0, 0)) for example in pictures.examples]
    own = TorchTrunk(encoder)(np.stack(plain))
    np.testing.assert_allclose(cache.features.read(range(18), 0), own, atol=0.02)
    # What a batch gets is by the same numbers.
    batch = CachedViews(cache).load([17, 4], [0, 1])
    assert any(np.allclose(batch[0], cache.features.read([17], view)[0]) for view in range(2))


def test_a_cache_is_of_use_where_the_pictures_are_mended_or_gone(root: Path, encoder: Encoder) -> None:
    source = settings_of(root, 0.2).data.train[0]
    before = cached(encoder, source, root)
    good = (root / "images" / "1-0001.png").read_bytes()
    (root / "images" / CUT).write_bytes(good)
    (root / "images" / "1-0005.png").unlink()
    after = load_features(root / "cache", source, root, encoder)
    assert after.examples == before.examples
    with pytest.raises(DatasetError, match="other settings"):
        cache_features(encoder, source, root, root / "cache", views=2, seed=3)


def test_a_cache_from_before_pictures_could_be_left_out_is_still_good(root: Path, encoder: Encoder) -> None:
    (root / "train.txt").write_text("1-0000.png\n1-0001.png\n", encoding="utf-8")
    source = settings_of(root, 0.0).data.train[0]
    cached(encoder, source, root)
    index = root / "cache" / "train" / "index.json"
    index.write_text(index.read_text(encoding="utf-8").replace(' "unusable": [],\n', ""), encoding="utf-8")
    (root / "cache" / "train" / "unusable.json").unlink()
    assert "unusable" not in index.read_text(encoding="utf-8")
    assert len(load_features(root / "cache", source, root, encoder).examples) == 2
    assert len(cached(encoder, source, root).examples) == 2


def test_more_bad_pictures_than_the_share_make_no_cache(root: Path, encoder: Encoder) -> None:
    with pytest.raises(DatasetError, match=r"train: 2 of 20 pictures are missing or damaged \(1-0003\.png"):
        cached(encoder, settings_of(root, 0.05).data.train[0], root)
    assert not list((root / "cache" / "train").glob("*.npy"))


def test_training_and_validation_from_pictures_see_only_those_that_open(root: Path, encoder: Encoder) -> None:
    settings = settings_of(root, 0.2, END_TO_END)
    vocabulary = training_vocabulary(settings, root)
    data, _ = prepare_stage(
        settings, settings.stages[0], vocabulary, encoder, root=root, cache=root / "cache"
    )
    drawn = [index for (batch,) in data.epoch(np.random.default_rng(0)) for index in batch.pictures]
    assert sorted(drawn) == list(range(18))
    validation = open_validation(settings, encoder, root, root / "cache")["validation"]
    assert [example.picture.name for example in validation.examples] == [
        "2-0000.png",
        "2-0002.png",
        "2-0003.png",
        "2-0004.png",
    ]


def test_the_command_says_it_in_one_sentence(root: Path) -> None:
    (root / "shapes.toml").write_text(config(END_TO_END), encoding="utf-8")
    arguments = [str(root / "shapes.toml"), "--data", str(root), "--cache", str(root / "cache")]
    result = CliRunner().invoke(features.main, arguments)
    assert result.exit_code == 1
    assert "Error: validation: 1 of 5 pictures are missing or damaged (2-0001.png; " in result.output
