"""A configuration is read once, and a setting that is wrong is named."""

from pathlib import Path

import pytest

from models.decoders import DecoderConfig
from tests.places import CONFIGS
from training.config import (
    Config,
    DataConfig,
    OptimisationConfig,
    SourceConfig,
    TeacherConfig,
    deviations,
    load_config,
)
from training.errors import ConfigError

RUNS = sorted(
    file
    for file in CONFIGS.glob("*.toml")
    if file.stem not in ("comparison", "painter", "recipes", "witness")
)

SMALL = """
name = "small"
[data]
[[data.train]]
name = "train"
format = "coco"
images = "images"
captions = "train.json"
weight = 2
[[data.validate]]
name = "dev"
format = "flickr8k"
images = "images"
captions = "tokens.txt"
split = "dev.txt"
"""

TEACHERS = '[{weights = "runs/first/best.pt"}, {weights = "runs/second/stage-2.pt", config = "second.toml"}]'


def load(tmp_path: Path, text: str) -> Config:
    file = tmp_path / "small.toml"
    file.write_text(text, encoding="utf-8")
    return load_config(file)


@pytest.mark.parametrize("file", RUNS, ids=lambda file: file.stem)
def test_the_shipped_configurations_are_valid(file: Path) -> None:
    assert load_config(file).name == file.stem


def test_what_is_not_said_has_its_default(tmp_path: Path) -> None:
    train = SourceConfig(name="train", format="coco", images="images", captions="train.json", weight=2)
    validate = SourceConfig(
        name="dev", format="flickr8k", images="images", captions="tokens.txt", split="dev.txt"
    )
    assert load(tmp_path, SMALL) == Config(
        name="small", data=DataConfig(train=(train,), validate=(validate,))
    )


def test_what_is_as_by_default_need_not_be_written_down(tmp_path: Path) -> None:
    (tmp_path / "small.toml").write_text(SMALL, encoding="utf-8")
    train = {"name": "train", "format": "coco", "images": "images", "captions": "train.json", "weight": 2}
    dev = {
        "name": "dev",
        "format": "flickr8k",
        "images": "images",
        "captions": "tokens.txt",
        "split": "dev.txt",
    }
    assert deviations(load_config(tmp_path / "small.toml")) == {
        "name": "small",
        "data": {"train": [train], "validate": [dev]},
    }


def test_what_is_said_counts(tmp_path: Path) -> None:
    text = SMALL.replace("[data]\n", '[data]\nviews = 3\ntext = ["a.txt", "b.txt.gz"]\n')
    config = load(
        tmp_path,
        f"""{text}
[decoder]
hidden = 128
[[stages]]
objective = "language_model"
learning_rate = 1
[[stages]]
objective = "self_critical"
samples = 4
[[stages]]
teachers = {TEACHERS}
distillation_share = 0.5
""",
    )
    assert config.data.views == 3
    assert config.data.text == ("a.txt", "b.txt.gz")
    assert config.decoder == DecoderConfig(hidden=128)
    assert config.stages == (
        OptimisationConfig(objective="language_model", learning_rate=1.0),
        OptimisationConfig(objective="self_critical", samples=4),
        OptimisationConfig(
            teachers=(
                TeacherConfig(weights="runs/first/best.pt"),
                TeacherConfig(weights="runs/second/stage-2.pt", config="second.toml"),
            ),
            distillation_share=0.5,
        ),
    )
    assert type(config.stages[0].learning_rate) is float


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            SMALL + "wieght = 2",
            "small.toml: data: validate[0]: there is no setting 'wieght'; did you mean 'weight'?",
        ),
        ("naem = 1", "small.toml: there is no setting 'naem'; did you mean 'name'?"),
        (
            "[decoder]\nzzz = 1",
            "small.toml: decoder: there is no setting 'zzz'; there are dropout, heads, hidden, layers, "
            "locked_dropout, members, name.",
        ),
        ('name = "x"', "small.toml: the setting 'data' is missing."),
        ("[data]\ntrain = []", "small.toml: data: the setting 'validate' is missing."),
        ("name = 3", "small.toml: name must be a text in quotes, not 3."),
        ('seed = "1"', "small.toml: seed must be a whole number, not '1'."),
        ("seed = 1.0", "small.toml: seed must be a whole number, not 1.0."),
        ("seed = true", "small.toml: seed must be a whole number, not True."),
        (
            '[[stages]]\nteachers = ["runs/best.pt"]',
            "small.toml: stages[0]: teachers[0] must be a table, not 'runs/best.pt'.",
        ),
        (
            "[[stages]]\nteachers = [{}]",
            "small.toml: stages[0]: teachers[0]: the setting 'weights' is missing.",
        ),
        ("[decoder]\ndropout = false", "small.toml: decoder: dropout must be a number, not False."),
        ("decoder = 3", "small.toml: decoder must be a table, not 3."),
        ("stages = 3", "small.toml: stages must be a list, not 3."),
        ("stages = [1]", "small.toml: stages[0] must be a table, not 1."),
        ("[data]\ntext = [1]", "small.toml: data: text[0] must be a text in quotes, not 1."),
        (
            '[[stages]]\nobjective = "self-critical"',
            "small.toml: stages[0]: objective cannot be 'self-critical'; did you mean 'self_critical'?",
        ),
        (
            '[[stages]]\nprecision = "int8"',
            "small.toml: stages[0]: precision cannot be 'int8'; there are bfloat16, float32.",
        ),
        (
            "[[stages]]\nprecision = 16",
            "small.toml: stages[0]: precision cannot be 16; there are bfloat16, float32.",
        ),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(ConfigError) as error:
        load(tmp_path, text)
    assert str(error.value) == problem


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            '[decoder]\nname = "tranformer"',
            "small.toml: decoder: there is no 'tranformer'; did you mean 'transformer'?",
        ),
        (
            '[encoder]\nname = "inceptoin_v3"',
            "small.toml: encoder: there is no 'inceptoin_v3'; did you mean 'inception_v3'?",
        ),
        (
            '[encoder]\nname = "joint"\nmembers = [{ name = "mobilenet" }]',
            "small.toml: encoder: members: there is no 'mobilenet'; did you mean 'mobilenet_v2'?",
        ),
        (
            '[encoder]\nname = "joint"',
            "small.toml: encoder: a joint one needs members, and no other encoder has any.",
        ),
        (
            '[decoder]\nname = "ensemble"\nmembers = [{ name = "gur" }]',
            "small.toml: decoder: members: there is no 'gur'; did you mean 'gru'?",
        ),
        (
            '[decoder]\nname = "ensemble"',
            "small.toml: decoder: an ensemble needs members, and no other decoder has any.",
        ),
        (
            '[decoder]\nname = "gru"\nmembers = [{ name = "lstm" }]',
            "small.toml: decoder: an ensemble needs members, and no other decoder has any.",
        ),
    ],
)
def test_a_network_that_there_is_not_is_named(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(ConfigError) as error:
        load(tmp_path, f"{SMALL}\n{text}")
    assert str(error.value) == problem


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"absent\.toml cannot be read: No such file"):
        load_config(tmp_path / "absent.toml")
    with pytest.raises(ConfigError, match=r"small\.toml is not valid TOML: Invalid value"):
        load(tmp_path, "name = ")
    (tmp_path / "latin.toml").write_bytes(b'name = "caf\xe9"')
    with pytest.raises(ConfigError, match=r"latin\.toml is not valid TOML"):
        load_config(tmp_path / "latin.toml")
