"""Throughput: what is counted is what is computed, and the command says it of each stage."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.training.shapes import config
from training.config import load_config
from training.data.drawings import write_dataset
from training.throughput import main, measure_stage
from training.train import training_vocabulary

# End to end, so that no features have to be cached.
STAGES = """
[[stages]]
objective = "cross_entropy"
captions_per_batch = 12
trunk_learning_rate = 1e-3
[[stages]]
objective = "self_critical"
captions_per_batch = 20
trunk_learning_rate = 1e-3
precision = "bfloat16"
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("shapes")
    write_dataset(root, training=12, validation=3)
    (root / "shapes.toml").write_text(config(STAGES), encoding="utf-8")
    return root


def test_operations_are_those_of_the_network(root: Path) -> None:
    settings = load_config(root / "shapes.toml")
    speed = measure_stage(settings, settings.stages[0], root, root, device="cpu", batches=2)
    assert speed.pictures == 8
    # The first convolution sees 48 x 48 places of 3 x 3 x 5 values in a picture, forward and backward to its
    # weights; each word is compared with the vocabulary, forward and backward both ways.
    convolution = 4 * 8 * (48 * 48) * (9 * 5) * 32
    output = 6 * speed.words * 64 * len(training_vocabulary(settings, root))
    least = convolution + output
    assert least < speed.operations < 100 * least


def test_the_command_says_how_fast_each_stage_is(root: Path) -> None:
    options = ["--data", str(root), "--batches", "1", "--device", "cpu"]
    result = CliRunner().invoke(main, [str(root / "shapes.toml"), *options])
    assert result.exit_code == 0, result.output
    said = r"stage (\d), (\w+): ([\d.]+) pictures and (\d+) words a second, ([\d.]+) GFLOP/s, \d+% of (\d+)\n"
    stages = re.findall(said, result.stdout)
    assert [stage[:2] for stage in stages] == [("1", "cross_entropy"), ("2", "self_critical")]
    assert all(float(figure) > 0 for stage in stages for figure in stage[2:])
