"""Training: it learns, it resumes to the same losses, it stops when it should."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pytest
import torch
from click.testing import CliRunner
from torch import Tensor

import training.train as loop
from tests.training.shapes import config
from training import evaluate, export
from training.config import Config, OptimisationConfig, TeacherConfig, load_config
from training.data.augmentation import VERSION, augment
from training.data.drawings import write_dataset
from training.data.feature_cache import load_features
from training.errors import ConfigError, DatasetError, TrainingError
from training.features import cache_features, starting_encoder
from training.learning.checkpoint import named_like, read_weights, save_checkpoint
from training.learning.curves import read_rows

CACHED = """
[[stages]]
objective = "cross_entropy"
epochs = 2
captions_per_batch = 24
learning_rate = 3e-3
warmup_steps = 4
average_decay = 0.5
[[stages]]
objective = "self_critical"
epochs = 2
captions_per_batch = 24
learning_rate = 1e-4
warmup_steps = 1
label_smoothing = 0.0
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("shapes")
    write_dataset(root, training=36, validation=6)
    return root


@pytest.fixture(scope="module")
def cached(root: Path) -> Config:
    file = root / "cached.toml"
    file.write_text(config(CACHED, trunk_until="block2"), encoding="utf-8")
    settings = load_config(file)
    torch.manual_seed(settings.seed)
    encoder = starting_encoder(settings, root)
    for source, views in ((settings.data.train[0], 2), (settings.data.validate[0], 1)):
        cache_features(encoder, source, root, root / "cache", views=views, seed=settings.seed)
    return settings


@pytest.fixture(scope="module")
def whole(cached: Config, root: Path) -> Path:
    """A run that nothing interrupted."""
    loop.train(cached, root, root / "cache", root / "whole")
    return root / "whole"


def losses(run: Path) -> list[str]:
    return [row["loss"] for row in read_rows(run / "curves.csv")]


def test_a_killed_run_resumes_to_the_same_losses(
    cached: Config, root: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(losses(whole)) == 4

    epochs = 0
    real = loop.run_epoch

    def killed(*arguments: object) -> loop.Epoch:
        nonlocal epochs
        epochs += 1
        if epochs == 4:
            raise KeyboardInterrupt
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(loop, "run_epoch", killed)
    with pytest.raises(KeyboardInterrupt):
        loop.train(cached, root, root / "cache", tmp_path / "killed")
    assert losses(tmp_path / "killed") == losses(whole)[:3]
    monkeypatch.setattr(loop, "run_epoch", real)
    loop.train(cached, root, root / "cache", tmp_path / "killed")
    assert losses(tmp_path / "killed") == losses(whole)


def test_a_kill_between_the_weights_and_the_checkpoint_leaves_the_stage_before_as_it_was(
    cached: Config, root: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkpoints = 0
    real = save_checkpoint

    def killed(*arguments: Any) -> None:
        nonlocal checkpoints
        checkpoints += 1
        if checkpoints == 3:  # the first of the second stage
            raise KeyboardInterrupt
        real(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(loop, "save_checkpoint", killed)
        with pytest.raises(KeyboardInterrupt):
            loop.train(cached, root, root / "cache", tmp_path / "resumed")
    loop.train(cached, root, root / "cache", tmp_path / "resumed")
    assert losses(tmp_path / "resumed") == losses(whole)
    for name in ("stage-1.pt", "stage-2.pt", "best.pt"):
        expected, resumed = (read_weights(run / name) for run in (whole, tmp_path / "resumed"))
        assert all(torch.equal(resumed[key], tensor) for key, tensor in expected.items())


def test_a_run_of_another_configuration_is_left_as_it_is(cached: Config, root: Path, tmp_path: Path) -> None:
    one = replace(cached, stages=cached.stages[:1])
    loop.train(one, root, root / "cache", tmp_path)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    few = replace(one, data=replace(one.data, minimum_count=30))
    with pytest.raises(ConfigError, match="was begun with other words than this configuration gives"):
        loop.train(few, root, root / "cache", tmp_path)
    wide = replace(one, decoder=replace(one.decoder, hidden=48))
    with pytest.raises(TrainingError, match=r"checkpoint\.pt was made with another configuration"):
        loop.train(wide, root, root / "cache", tmp_path)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_an_optimizers_state_that_does_not_fit_is_told(cached: Config, root: Path, tmp_path: Path) -> None:
    one = replace(cached, stages=(replace(cached.stages[0], epochs=1),))
    loop.train(one, root, root / "cache", tmp_path)
    longer = replace(one.stages[0], epochs=2, layer_decay=0.5)
    with pytest.raises(TrainingError, match=r"checkpoint\.pt was made with another configuration"):
        loop.train(replace(one, stages=(longer,)), root, root / "cache", tmp_path)


@pytest.mark.parametrize(
    ("stage", "problem"),
    [
        (OptimisationConfig(word_dropout=2.0), "word_dropout cannot be 2.0"),
        (OptimisationConfig(weights=(1, 2)), "A stage has 2 weights, but there are 1 training sets"),
        (OptimisationConfig(objective="language_model"), "learns from `text`, and"),
        (OptimisationConfig(objective="self_critical", samples=1), "set `samples` to 2 or more"),
        (
            OptimisationConfig(teachers=(TeacherConfig(weights="no.pt"),), distillation_share=0.5),
            "There is no teacher",
        ),
    ],
)
def test_what_would_stop_the_last_stage_is_told_before_the_first(
    cached: Config, root: Path, tmp_path: Path, stage: OptimisationConfig, problem: str
) -> None:
    with pytest.raises(ConfigError, match=problem):
        loop.train(replace(cached, stages=(*cached.stages, stage)), root, root / "cache", tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_a_stage_that_no_picture_is_good_enough_for_is_refused(
    cached: Config, root: Path, tmp_path: Path
) -> None:
    stage = replace(cached.stages[0], fewest_captions=99)
    with pytest.raises(ConfigError, match="No training picture has 99 captions"):
        loop.train(replace(cached, stages=(stage,)), root, root / "cache", tmp_path)


@pytest.mark.parametrize(
    ("command", "options", "said"),
    [
        (loop.main, ["--out", "run"], "There is no weight file"),
        (evaluate.main, ["--trained", "nowhere"], "nowhere/vocabulary.json: No such file or directory"),
        (export.main, ["--trained", "nowhere", "--out", "bundle"], "nowhere/vocabulary.json: No such file"),
        (export.main, ["--trained", "nowhere", "--out", "."], "is there and no bundle: name another"),
    ],
)
def test_a_wrong_place_is_told_in_a_sentence(
    root: Path, command: click.Command, options: list[str], said: str
) -> None:
    lost = config(CACHED, trunk_until="block2").replace(
        "[encoder]", '[encoder]\nweights = "lost.safetensors"'
    )
    (root / "lost.toml").write_text(lost, encoding="utf-8")
    result = CliRunner().invoke(command, [str(root / "lost.toml"), "--data", str(root), *options])
    assert result.exit_code == 1 and said in result.output
    assert "Traceback" not in result.output and result.output.startswith("Error: ")


def test_a_run_leaves_curves_as_numbers_and_as_a_picture(whole: Path) -> None:
    rows = read_rows(whole / "curves.csv")
    assert [row["objective"] for row in rows] == ["cross_entropy"] * 2 + ["self_critical"] * 2
    assert all(0 <= float(row["CIDEr-D validation"]) <= 10 for row in rows)
    assert all(row["reward"] for row in rows[2:])
    assert (whole / "curves.png").read_bytes().startswith(b"\x89PNG")


def test_what_each_stage_came_to_is_kept(whole: Path) -> None:
    first, second, best = (read_weights(whole / name) for name in ("stage-1.pt", "stage-2.pt", "best.pt"))
    assert all(torch.equal(second[name], best[name]) for name in best)
    assert any(not torch.equal(first[name], best[name]) for name in best)


def test_each_epoch_of_a_stage_is_kept_where_it_is_asked_for(
    cached: Config, root: Path, tmp_path: Path
) -> None:
    first, second = cached.stages
    loop.train(
        replace(cached, stages=(first, replace(second, keep_epochs=True))), root, root / "cache", tmp_path
    )
    assert sorted(file.name for file in tmp_path.glob("stage-*-epoch-*")) == [
        "stage-2-epoch-1.pt",
        "stage-2-epoch-2.pt",
    ]
    epochs = [read_weights(tmp_path / f"stage-2-epoch-{number}.pt") for number in (1, 2)]
    best = read_weights(tmp_path / "best.pt")
    assert any(all(torch.equal(epoch[name], best[name]) for name in best) for epoch in epochs)
    assert any(not torch.equal(epochs[0][name], epochs[1][name]) for name in best)


def test_a_run_begins_with_the_weights_of_another_that_was_cut_elsewhere(
    cached: Config, root: Path, whole: Path, tmp_path: Path
) -> None:
    deeper = replace(
        cached,
        encoder=replace(cached.encoder, trunk_until="block1"),
        stages=(replace(cached.stages[0], epochs=1, learning_rate=1e-9, head_learning_rate=1e-9),),
    )
    torch.manual_seed(deeper.seed)
    encoder = starting_encoder(deeper, root)
    for source, views in ((deeper.data.train[0], 2), (deeper.data.validate[0], 1)):
        cache_features(encoder, source, root, tmp_path / "cache", views=views, seed=deeper.seed)
    start = whole / "best.pt"
    second = loop.train(deeper, root, tmp_path / "cache", tmp_path / "second", start=start)
    first = read_weights(start)
    for name, weights in named_like(first, second.state_dict()).items():
        torch.testing.assert_close(weights, first[name], atol=1e-5, rtol=0)


def test_the_encoder_of_other_weights_can_be_taken_alone(cached: Config, root: Path, tmp_path: Path) -> None:
    """As for a decoder that comes behind an encoder which was tuned with another kind of decoder."""
    topdown = replace(cached, stages=(replace(cached.stages[0], epochs=1, head_learning_rate=1e-3),))
    loop.train(topdown, root, root / "cache", tmp_path / "first")
    still = replace(cached.stages[0], epochs=1, head_learning_rate=0.0)
    gru = replace(cached, decoder=replace(cached.decoder, name="gru"), stages=(still,))
    tuned = tmp_path / "first" / "best.pt"
    second = loop.train(gru, root, root / "cache", tmp_path / "second", encoder=tuned)
    encoder = {
        name: tensor
        for name, tensor in named_like(second.state_dict(), read_weights(tuned)).items()
        if name.startswith("encoder.")
    }
    assert encoder and all(torch.equal(second.state_dict()[name], encoder[name]) for name in encoder)
    fresh = starting_encoder(gru, root).state_dict()
    assert not all(torch.equal(tensor, encoder[f"encoder.{name}"]) for name, tensor in fresh.items())


def test_an_infinite_loss_stops_the_run_and_names_the_step(
    cached: Config, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import training.learning.stages as stages

    def broken(*_: object) -> Tensor:
        return torch.tensor(float("nan"), requires_grad=True)

    monkeypatch.setattr(stages, "cross_entropy", broken)
    with pytest.raises(TrainingError, match="The loss is nan at step 0"):
        loop.train(cached, root, root / "cache", tmp_path)


def test_features_of_another_trunk_are_refused(cached: Config, root: Path) -> None:
    torch.manual_seed(99)
    other = starting_encoder(cached, root)
    with pytest.raises(DatasetError, match="made by another encoder"):
        load_features(root / "cache", cached.data.train[0], root, other)


def test_views_made_in_another_way_do_not_go_into_the_same_cache(
    cached: Config, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Plain views are not made in any way, so a cache of those alone stays as good as it was."""
    import training.features as features

    torch.manual_seed(cached.seed)
    encoder = starting_encoder(cached, root)
    monkeypatch.setattr(features, "VERSION", VERSION + 1)
    with pytest.raises(DatasetError, match=r"made with other settings \(augmentation\): delete it"):
        cache_features(encoder, cached.data.train[0], root, root / "cache", views=2, seed=cached.seed)
    cache_features(encoder, cached.data.validate[0], root, root / "cache", views=1, seed=cached.seed)


def test_a_killed_feature_run_goes_on_and_comes_to_the_same(
    cached: Config, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import training.features as features

    torch.manual_seed(cached.seed)
    encoder = starting_encoder(cached, root)
    source = cached.data.train[0]
    real, calls = augment, 0

    def killed(*arguments: object) -> object:
        nonlocal calls
        calls += 1
        if calls == 25:
            raise KeyboardInterrupt
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(features, "augment", killed)
    with pytest.raises(KeyboardInterrupt):
        cache_features(encoder, source, root, tmp_path, views=2, seed=cached.seed)
    with pytest.raises(DatasetError, match="unfinished"):
        load_features(tmp_path, source, root, encoder)
    monkeypatch.setattr(features, "augment", real)
    cache_features(encoder, source, root, tmp_path, views=2, seed=cached.seed)
    resumed, whole = (load_features(cache, source, root, encoder) for cache in (tmp_path, root / "cache"))
    for view in range(2):
        assert (resumed.features.read(range(36), view) == whole.features.read(range(36), view)).all()
    assert (whole.features.read(range(36), 0) != whole.features.read(range(36), 1)).any()
