"""Ways to train compared by their command: one setting apart, cut off and gone on with, told in a table."""

from pathlib import Path

import pytest
from click.testing import CliRunner

import training.recipes as recipes_module
from models.captioner import Captioner
from tests.training import tiny
from tests.training.shapes import DATA
from training.comparison.result import Judgement
from training.config import Config, load_config
from training.data.drawings import write_dataset
from training.errors import ConfigError
from training.features import cache_all, starting_encoder
from training.learning.checkpoint import read_weights, save_weights
from training.learning.stages import check_stage
from training.recipes import Tried, load_recipes, main, table
from training.train import train, training_vocabulary

BASE = f"""
name = "shapes"
[encoder]
name = "small"
weights = "small.safetensors"
trunk_until = "block3"
[decoder]
name = "gru"
hidden = 32
dropout = 0.1
{DATA}
"""
RECIPES = """
base = "base.toml"
beam = 2
seeds = [1, 2]
[stage]
epochs = 1
captions_per_batch = 24
learning_rate = 3e-3
[[recipes]]
label = "Plain"
[[recipes]]
label = "Locked"
decoder = { locked_dropout = true }
stage = { learning_rate = 6e-3 }
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Drawings, the features of an encoder for them, and a captioner that knows nothing yet."""
    root = tmp_path_factory.mktemp("recipes")
    write_dataset(root, training=24, validation=6)
    (root / "base.toml").write_text(BASE, encoding="utf-8")
    (root / "recipes.toml").write_text(RECIPES, encoding="utf-8")
    tiny.write_encoder(root / "small.safetensors", seed=1)
    config = load_config(root / "base.toml")
    cache_all(config, root, root / "cache")
    begin = Captioner.build(
        starting_encoder(config, root), config.decoder, len(training_vocabulary(config, root))
    )
    save_weights(root / "begin.pt", begin.state_dict())
    return root


def compare(root: Path, out: Path, recipes: str = "recipes.toml") -> str:
    places = ["--data", str(root), "--cache", str(root / "cache"), "--weights", str(root / "begin.pt")]
    result = CliRunner().invoke(main, [str(root / recipes), *places, "--out", str(out)])
    assert result.exit_code in (0, 1), result.output
    return result.stdout if result.exit_code == 0 else result.output


def test_a_killed_comparison_goes_on_and_trains_nothing_twice(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def watched(config: Config, *places: Path, start: Path) -> Captioner:
        if len(done) == 3 and "killed" not in done:
            done.append("killed")
            raise KeyboardInterrupt
        done.append(f"{config.name} {config.seed} {config.decoder.locked_dropout}")
        assert start == root / "begin.pt"
        return train(config, *places, start=start)

    monkeypatch.setattr(recipes_module, "train", watched)
    recipes, base = load_recipes(root / "recipes.toml")
    with pytest.raises(KeyboardInterrupt):
        recipes_module.try_recipes(recipes, base, root, root / "cache", tmp_path, start=root / "begin.pt")
    assert (tmp_path / "recipes.md").read_text(encoding="utf-8").count("\n") == 3
    said = compare(root, tmp_path)
    assert done == ["Plain 1 False", "Plain 2 False", "Locked 1 True", "killed", "Locked 2 True"]
    assert [line.split("|")[1].strip() for line in said.splitlines()[2:]] == ["Plain", "Locked"]
    assert said.strip() == (tmp_path / "recipes.md").read_text(encoding="utf-8").strip()
    assert not list(tmp_path.rglob("checkpoint.pt")) and len(list(tmp_path.rglob("best.pt"))) == 4

    weights = read_weights(root / "begin.pt")
    save_weights(tmp_path / "other.pt", {name: tensor + 1 for name, tensor in weights.items()})
    with pytest.raises(ConfigError, match="was made with other settings"):
        recipes_module.try_recipes(recipes, base, root, root / "cache", tmp_path, start=tmp_path / "other.pt")

    (root / "other.toml").write_text(RECIPES.replace("epochs = 1", "epochs = 2"), encoding="utf-8")
    assert "was made with other settings" in compare(root, tmp_path, "other.toml")


def judged(*ciders: float) -> dict[str, Judgement]:
    scores = {"CIDEr-D": sum(ciders) / len(ciders), "BLEU-4": 0.25}
    return {"coco": Judgement(scores=scores, ciders=ciders, captions=("a dog",) * len(ciders))}


def test_differences_are_from_the_first_recipe_and_paired_by_picture() -> None:
    plain = Tried(label="plain", seeds=[judged(0.0, 1.0), judged(0.2, 1.0)])
    better = Tried(label="better", seeds=[judged(0.2, 1.1), judged(0.2, 1.1)])
    _, _, first, second = table([plain, better]).splitlines()
    assert first == "| plain | 0.550 |  | 0.250 |"
    # By 0.1 on each picture, however much pictures differ: nothing is left to chance.
    assert second == "| better | 0.650 | +0.100 [+0.100, +0.100] | 0.250 |"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('base = "base.toml"', "", "the setting 'base' is missing"),
        ("locked_dropout", "lokced_dropout", "did you mean 'locked_dropout'"),
        ("locked_dropout = true", 'name = "gur"', "Locked: decoder: there is no 'gur'; did you mean 'gru'?"),
        ("{ learning_rate = 6e-3 }", "{ rate = 6e-3 }", "there is no setting 'rate'"),
        ('"Locked"', '"plain"', "each recipe needs a label of its own"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(
    root: Path, tmp_path: Path, old: str, new: str, reason: str
) -> None:
    assert old in RECIPES
    (root / "wrong.toml").write_text(RECIPES.replace(old, new), encoding="utf-8")
    said = compare(root, tmp_path / "out", "wrong.toml")
    assert reason in said and len(said.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_the_recipes_of_the_repository_can_be_read() -> None:
    recipes, _ = load_recipes(Path("training/configs/recipes.toml"))
    assert recipes.recipes[0].label == "plain"
    for recipe in recipes.recipes:
        check_stage(recipe.stage)
