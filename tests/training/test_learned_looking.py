"""What is learned of kinds of picture, on inputs that are made and on pictures that are drawn."""

from pathlib import Path
from random import Random

import numpy as np
import pytest
from click.testing import CliRunner
from numpy.typing import NDArray

from narrator import Captioner
from tests.conftest import TINY_BUNDLE
from training.learned_looking import Classifier, Sort, compared, main, sort_of
from training.renderings import RENDERINGS


def around(centre: list[float], seed: int, count: int = 40) -> NDArray[np.float32]:
    return (np.array(centre) + 0.3 * np.random.default_rng(seed).normal(size=(count, 2))).astype(np.float32)


def sort(name: str, measures: list[float], features: list[float], seed: int) -> Sort:
    return Sort(
        name=name,
        refused=np.arange(40) < 10,
        measures=around(measures, seed),
        features=around(features, seed + 100),
    )


def test_it_learns_what_is_a_scene_and_what_is_none() -> None:
    scenes, others = around([0, 5], 1), around([5, 0], 2)
    classifier = Classifier([scenes, others], [True, False])
    assert not classifier.refuses(around([0, 5], 3)).any()
    assert classifier.refuses(around([5, 0], 4)).all()


def test_few_of_a_kind_weigh_as_much_as_many() -> None:
    many, few = around([0, 1], 1, count=900), around([1, 0], 2, count=9)
    assert Classifier([many, few], [True, False]).refuses(around([1, 0], 3)).mean() > 0.8


def test_each_sort_is_counted_with_and_without_having_been_seen() -> None:
    known, unseen = (
        [
            sort("photograph", [0, 0], [0, 0], seed),
            sort("plot", [5, 0], [5, 0], seed + 1),
            sort("icon", [-5, 0], [5, 0.5], seed + 2),  # by its features it is like a plot
        ]
        for seed in (0, 10)
    )
    table = {line.split(" | ")[0]: line for line in compared(known, unseen).splitlines()}
    assert table["| photograph"].startswith("| photograph | 40 | 25.0% | ")
    assert table["| photograph"].endswith("|  |  |")
    assert table["| icon"].endswith("| 0.0% | 100.0% |")


def test_pictures_become_measures_and_what_an_encoder_sees() -> None:
    images = (RENDERINGS["icon"](Random(seed)) for seed in range(3))
    found = sort_of("icon", images, Captioner.load(str(TINY_BUNDLE)))
    assert not found.is_scene
    assert found.refused.all()
    assert len(found.measures) == len(found.features) == 3
    assert np.isfinite(found.measures).all()
    assert np.linalg.norm(found.features, axis=1) == pytest.approx(1)


def test_what_is_no_configuration_is_refused_in_a_sentence(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, [str(tmp_path / "absent.toml")])
    assert result.exit_code == 1
    assert "absent.toml cannot be read" in result.output
