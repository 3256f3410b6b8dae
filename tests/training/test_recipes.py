"""All recipes at once, in a run that is as a person would start it; and settings that make no sense."""

import math
from pathlib import Path

import pytest
import torch
from torch import Tensor

import training.learning.shown_words as shown_words
import training.learning.stages as stages
import training.train as loop
from tests.training.shapes import config
from training.config import OptimisationConfig, TeacherConfig, load_config
from training.data.drawings import write_dataset
from training.errors import ConfigError
from training.features import cache_features, starting_encoder
from training.learning.curves import read_rows
from training.learning.stages import check_stage

FIRST = """
[[stages]]
epochs = 1
captions_per_batch = 24
"""
ALL = """
[[stages]]
epochs = 2
captions_per_batch = 24
layer_decay = 0.5
scheduled_sampling = 0.4
word_dropout = 0.1
teachers = [{weights = "first/best.pt"}, {weights = "first/stage-1.pt", config = "first.toml"}]
distillation_share = 0.5
distillation_temperature = 2.0
average_decay = 0.5
[[stages]]
objective = "self_critical"
epochs = 1
captions_per_batch = 24
samples = 3
sampling_dropout = true
diversity_share = 0.3
imitation_share = 0.2
teachers = [{weights = "first/best.pt"}]
distillation_share = 0.5
"""


def test_a_run_with_all_recipes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_dataset(tmp_path, training=36, validation=2)
    for name, text in (("first", FIRST), ("all", ALL)):
        settings = config(text, trunk_until="block2").replace("heads = 4", "heads = 4\nlocked_dropout = true")
        (tmp_path / f"{name}.toml").write_text(settings, encoding="utf-8")
    first, everything = (load_config(tmp_path / f"{name}.toml") for name in ("first", "all"))
    torch.manual_seed(first.seed)
    encoder = starting_encoder(first, tmp_path)
    for source, views in ((first.data.train[0], 2), (first.data.validate[0], 1)):
        cache_features(encoder, source, tmp_path, tmp_path / "cache", views=views, seed=first.seed)
    loop.train(first, tmp_path, tmp_path / "cache", tmp_path / "first")

    probabilities: list[float] = []
    real = shown_words.mix_own_words

    def noted(captioner: object, features: object, shown: object, probability: float) -> Tensor:
        probabilities.append(probability)
        return real(captioner, features, shown, probability)  # type: ignore[arg-type]

    monkeypatch.setattr(stages, "mix_own_words", noted)
    loop.train(everything, tmp_path, tmp_path / "cache", tmp_path / "all")
    rows = read_rows(tmp_path / "all" / "curves.csv")
    assert [row["objective"] for row in rows] == ["cross_entropy"] * 2 + ["self_critical"]
    assert all(math.isfinite(float(row["loss"])) for row in rows)
    # 36 pictures with three captions each: five batches an epoch, ten steps; then a stage without it.
    assert probabilities[:10] == pytest.approx([0.04 * step for step in range(10)])
    assert set(probabilities[10:]) == {0.0}


TEACHERS = (TeacherConfig(weights="best.pt"),)


@pytest.mark.parametrize(
    ("stage", "problem"),
    [
        (OptimisationConfig(scheduled_sampling=1.5), "scheduled_sampling cannot be 1.5: it is a share"),
        (OptimisationConfig(word_dropout=-0.1), "word_dropout cannot be -0.1: it is a share"),
        (OptimisationConfig(diversity_share=math.nan), "diversity_share cannot be nan: it is a share"),
        (OptimisationConfig(layer_decay=0.0), "layer_decay cannot be 0.0: it is above 0 and at most 1"),
        (OptimisationConfig(distillation_temperature=0.0), "distillation_temperature cannot be 0.0"),
        (OptimisationConfig(distillation_share=0.5), "need each other"),
        (OptimisationConfig(teachers=TEACHERS), "need each other"),
        (
            OptimisationConfig(objective="self_critical", teachers=TEACHERS, distillation_share=0.5),
            "give imitation_share a value above 0",
        ),
        (OptimisationConfig(objective="self_critical", diversity_share=0.1, samples=2), "2 are too few"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(stage: OptimisationConfig, problem: str) -> None:
    check_stage(OptimisationConfig())
    with pytest.raises(ConfigError, match=problem):
        check_stage(stage)
