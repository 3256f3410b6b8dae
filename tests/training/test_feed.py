"""How fast data come is said; the made-up data set of COCO's layout is read as COCO is."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.coco_layout import CAPTIONS, KARPATHY, TRAIN, VALIDATION, word_of, write_layout
from benchmarks.coco_size import CONFIG, OFFICIAL
from benchmarks.coco_size import KARPATHY as KARPATHY_SOURCES
from training.data.datasets import read_coco, read_karpathy
from training.features import main as features
from training.feed import main as feed


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A thousandth of it, and configurations for it."""
    root = tmp_path_factory.mktemp("coco")
    write_layout(root / "coco2017", share=0.001)
    for name, sources in (("official", OFFICIAL), ("karpathy", KARPATHY_SOURCES)):
        text = CONFIG.format(sources=sources, window=2, fewest=1)
        (root / f"{name}.toml").write_text(text, encoding="utf-8")
    return root


def test_it_has_the_size_of_coco() -> None:
    assert (TRAIN, CAPTIONS["train2017"]) == (118_287, 591_753)
    assert sum(KARPATHY.values()) == TRAIN + VALIDATION
    assert KARPATHY["train"] + KARPATHY["restval"] == 113_287
    assert len({word_of(rank) for rank in range(30_000)}) == 30_000


def test_its_official_files_are_read(root: Path) -> None:
    annotations = root / "coco2017" / "annotations" / "captions_train2017.json"
    examples = read_coco(annotations, root / "coco2017")
    assert len(examples) == 118
    assert sum(len(example.captions) for example in examples) == 592
    assert all(example.picture.is_file() for example in examples)


def test_its_karpathy_splits_are_read(root: Path) -> None:
    splits = root / "coco2017" / "dataset_coco.json"
    train, val, test = (
        read_karpathy(splits, split, root / "coco2017") for split in ("train+restval", "val", "test")
    )
    assert [len(examples) for examples in (train, val, test)] == [83 + 31, 5, 4]
    assert all(example.picture.is_file() for example in [*train, *val, *test])


def test_captions_batches_and_their_rate_are_said(root: Path) -> None:
    options = ["--data", str(root), "--cache", str(root / "cache")]
    cached = CliRunner().invoke(features, [str(root / "official.toml"), *options, "--shard-megabytes", "1"])
    assert cached.exit_code == 0, cached.output
    result = CliRunner().invoke(feed, [str(root / "official.toml"), *options, "--cold"])
    assert result.exit_code == 0, result.output
    assert "coco-train2017: 118 pictures with 592 captions" in result.stdout
    assert "pictures a second, 118 of them" in result.stdout
    result = CliRunner().invoke(feed, [str(root / "official.toml"), *options, "--batches", "1"])
    first = result.stdout.rpartition(" a second, ")[2]
    assert first in ("80 of them\n", "38 of them\n")  # of two batches


def test_without_a_cache_only_captions_are_read(root: Path) -> None:
    result = CliRunner().invoke(feed, [str(root / "karpathy.toml"), "--data", str(root)])
    assert result.exit_code == 0, result.output
    assert "karpathy-train: 114 pictures" in result.stdout
    assert "a second" not in result.stdout


def test_a_window_of_less_than_nothing_is_refused(root: Path) -> None:
    text = CONFIG.format(sources=OFFICIAL, window=-1, fewest=1)
    (root / "negative.toml").write_text(text, encoding="utf-8")
    options = ["--data", str(root), "--cache", str(root / "cache")]
    result = CliRunner().invoke(feed, [str(root / "negative.toml"), *options])
    assert result.exit_code == 1
    assert "shuffle_window cannot be -1: it is a number of shards, or 0." in result.stderr


def test_what_is_missing_is_said_in_one_sentence(root: Path) -> None:
    options = ["--data", str(root), "--cache", str(root / "nowhere")]
    result = CliRunner().invoke(feed, [str(root / "official.toml"), *options])
    assert result.exit_code == 1
    assert "run python -m training.features first." in result.stderr
