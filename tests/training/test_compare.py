"""The comparison by its command: cut off, gone on with, and told with what was left out and why."""

import csv
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from click.testing import CliRunner
from safetensors.torch import load_file

import training.comparison.cell as cell_module
import training.train as loop
from models.encoders import build_encoder
from tests.places import CONFIGS
from tests.training import tiny
from tests.training.shapes import DATA
from training.compare import compare, main
from training.comparison.plan import Comparison, load_comparison
from training.comparison.report import markdown, summarise, write_report
from training.comparison.result import Judgement, Result
from training.data.drawings import write_dataset
from training.errors import ConfigError, DatasetError, TrainingError

CONFIG = f"""
name = "shapes"
beam = 2
timed_pictures = 3
[[encoders]]
label = "Frozen"
encoder = {{ name = "small", weights = "small.safetensors", trunk_until = "block3" }}
[[encoders]]
label = "Fresh"
encoder = {{ name = "small", trunk_until = "block4" }}
from_scratch = true
[[encoders]]
label = "Absent"
encoder = {{ name = "squeezenet1_1", weights = "nowhere.safetensors", trunk_until = "features.12" }}
[[encoders]]
label = "Empty"
encoder = {{ name = "small", trunk_until = "block2" }}
[[decoders]]
name = "lstm"
hidden = 32
[[decoders]]
name = "transformer"
hidden = 32
heads = 4
{DATA}
[[stages]]
epochs = 2
captions_per_batch = 24
learning_rate = 3e-3
head_learning_rate = 0.0
warmup_steps = 4
average_decay = 0.5
[[encoder_stages]]
epochs = 3
captions_per_batch = 24
learning_rate = 3e-3
trunk_learning_rate = 1e-3
warmup_steps = 4
"""


class Counted:
    """Epochs that really run, the process being killed before the one of that number."""

    def __init__(self, kill_at: int | None = None) -> None:
        self.kill_at = kill_at
        self.done = 0
        self._run_epoch = loop.run_epoch

    def __call__(self, *arguments: object) -> loop.Epoch:
        if self.done + 1 == self.kill_at:
            raise KeyboardInterrupt
        self.done += 1
        return self._run_epoch(*arguments)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("compare")
    write_dataset(root, training=24, validation=6)
    (root / "shapes.toml").write_text(CONFIG, encoding="utf-8")
    tiny.write_encoder(root / "small.safetensors", seed=5)
    return root


@pytest.fixture(scope="module")
def compared(root: Path) -> tuple[Path, list[int]]:
    """A comparison that was killed in its second pair and run again; how many epochs each run made.

    Three epochs are the fresh encoder's, which learns before any pair does.
    """
    out, epochs = root / "out", []
    comparison = load_comparison(root / "shapes.toml")
    with pytest.MonkeyPatch.context() as patch:
        killed = Counted(kill_at=7)
        patch.setattr(loop, "run_epoch", killed)
        with pytest.raises(KeyboardInterrupt):
            compare(comparison, root, root / "cache", out)
        epochs.append(killed.done)
        assert (out / "comparison.md").read_text(encoding="utf-8").count("| Frozen |") == 1
    with pytest.MonkeyPatch.context() as patch:
        resumed = Counted()
        patch.setattr(loop, "run_epoch", resumed)
        assert compare(comparison, root, root / "cache", out) == []
        epochs.append(resumed.done)
    return out, epochs


def test_a_killed_comparison_goes_on_where_it_stopped(compared: tuple[Path, list[int]]) -> None:
    _, epochs = compared
    assert epochs == [6, 5]  # an encoder of three epochs and four pairs of two, none made twice


@pytest.mark.needs_java
def test_every_pair_is_in_the_table_and_in_the_csv(compared: tuple[Path, list[int]]) -> None:
    out, _ = compared
    with (out / "comparison.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    pairs = [("Frozen", "lstm"), ("Frozen", "transformer"), ("Fresh", "lstm"), ("Fresh", "transformer")]
    assert [(row["encoder"], row["decoder"]) for row in rows] == pairs
    assert [row["from_scratch"] for row in rows] == ["False", "False", "True", "True"]
    for row in rows:
        assert float(row["CIDEr-D low"]) <= float(row["CIDEr-D"]) <= float(row["CIDEr-D high"])
        assert float(row["METEOR"]) >= 0 and float(row["seconds"]) > 0 and int(row["parameters"]) > 0
    table = (out / "comparison.md").read_text(encoding="utf-8")
    assert "| Fresh (from scratch) | transformer |" in table
    assert "An encoder from scratch learned to see on the training pictures alone" in table
    assert (out / "comparison.png").read_bytes().startswith(b"\x89PNG")


def test_what_lacks_weights_is_left_out_with_the_reason(compared: tuple[Path, list[int]], root: Path) -> None:
    table = (compared[0] / "comparison.md").read_text(encoding="utf-8")
    assert f"* Absent: There is no weight file {root / 'nowhere.safetensors'}." in table
    assert "* Empty: It has no weights to start from" in table


def test_features_are_kept_for_each_encoder(compared: tuple[Path, list[int]], root: Path) -> None:
    frozen, fresh, *_ = load_comparison(root / "shapes.toml").encoders
    for contestant in (frozen, fresh):
        assert (root / "cache" / contestant.folder / "train" / "features-00000.npy").is_file()


def test_an_encoder_from_scratch_learns_once_and_then_stays_as_it_is(
    compared: tuple[Path, list[int]], root: Path
) -> None:
    comparison = load_comparison(root / "shapes.toml")
    out, fresh = compared[0], comparison.encoders[1]
    learned = load_file(out / fresh.school / "encoder.safetensors")
    untrained = build_encoder(fresh.encoder).layers()["block1"].state_dict()
    assert not torch.equal(learned["block1.0.weight"], untrained["0.weight"])
    for decoder in comparison.decoders:
        run = torch.load(out / "cells" / fresh.folder / decoder.name / "seed-1" / "best.pt")
        assert torch.equal(run["encoder.trunk.block1.0.weight"], learned["block1.0.weight"])


def test_an_encoder_that_diverges_costs_only_its_own_pairs(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_epoch = loop.run_epoch

    def diverge(learner: loop.Learner, *arguments: Any) -> loop.Epoch:
        if learner.stage.trunk_learning_rate:
            raise TrainingError("The loss is no number any more.")
        return run_epoch(learner, *arguments)

    monkeypatch.setattr(loop, "run_epoch", diverge)
    monkeypatch.setattr(cell_module, "seconds_a_picture", lambda *_: 0.5)
    comparison = load_comparison(root / "shapes.toml")
    assert compare(comparison, root, root / "cache", tmp_path) == ["Fresh"]
    table = (tmp_path / "comparison.md").read_text(encoding="utf-8")
    assert "* Fresh: failed. The loss is no number any more." in table
    assert "| Frozen | transformer |" in table


def test_data_that_nobody_could_learn_from_end_it_at_once(root: Path, tmp_path: Path) -> None:
    comparison = load_comparison(root / "shapes.toml")
    told: list[str] = []
    with pytest.raises(DatasetError):
        compare(comparison, tmp_path, tmp_path / "cache", tmp_path / "out", told.append)
    assert not [line for line in told if line.startswith("Failed")]


def test_the_command_says_all_of_it_without_training_again(
    compared: tuple[Path, list[int]], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = Counted()
    monkeypatch.setattr(loop, "run_epoch", counted)
    options = ["--data", str(root), "--cache", str(root / "cache"), "--out", str(compared[0])]
    result = CliRunner().invoke(main, [str(root / "shapes.toml"), *options])
    assert result.exit_code == 0, result.output
    assert "| Frozen | lstm |" in result.stdout
    assert "Left out: Absent." in result.stderr
    assert counted.done == 0


def test_what_is_finished_can_be_timed_again_and_keeps_its_scores(
    compared: tuple[Path, list[int]], root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(compared[0], tmp_path / "out")
    (file, *_) = sorted((tmp_path / "out").rglob("result.json"))
    before = Result.load(file)
    monkeypatch.setattr(cell_module, "seconds_a_picture", lambda *_: 0.5)
    monkeypatch.setattr(loop, "run_epoch", counted := Counted())
    options = ["--data", str(root), "--cache", str(root / "cache"), "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(main, [str(root / "shapes.toml"), *options, "--time-again"])
    assert result.exit_code == 0, result.output
    assert before.seconds > 0 and counted.done == 0
    assert Result.load(file) == replace(before, seconds=0.5)


def test_a_pair_that_fails_is_named_and_the_others_go_on(
    compared: tuple[Path, list[int]], root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def diverging(*_: object) -> object:
        raise TrainingError("The loss is nan.")

    comparison = load_comparison(root / "shapes.toml")
    first, *others = comparison.cells()
    for other in (cell for cell in others if (compared[0] / cell.folder).is_dir()):
        (tmp_path / other.folder.parent).mkdir(parents=True)
        (tmp_path / other.folder).symlink_to(compared[0] / other.folder)
    monkeypatch.setattr(cell_module, "train", diverging)
    assert compare(comparison, root, root / "cache", tmp_path) == [first.name]
    table = (tmp_path / "comparison.md").read_text(encoding="utf-8")
    assert "* Frozen with lstm, seed 1: failed. The loss is nan." in table
    assert "| Fresh (from scratch) | transformer |" in table


def test_cells_of_other_settings_are_not_taken_for_these(
    compared: tuple[Path, list[int]], root: Path, tmp_path: Path
) -> None:
    (tmp_path / "other.toml").write_text(CONFIG.replace("epochs = 2", "epochs = 3"), encoding="utf-8")
    comparison = load_comparison(tmp_path / "other.toml")
    before = (compared[0] / "comparison.md").read_text(encoding="utf-8")
    with pytest.raises(ConfigError, match="was made with other settings: name another folder"):
        compare(comparison, root, root / "cache", compared[0])
    assert (compared[0] / "comparison.md").read_text(encoding="utf-8") == before


def result(encoder: str, seed: int, ciders: tuple[float, ...], meteor: float | None = 0.2) -> Result:
    """A cell of two made-up pictures."""
    scores = {"BLEU-4": 0.2, "CIDEr-D": sum(ciders) / len(ciders)}
    if meteor is not None:
        scores["METEOR"] = meteor
    judgement = Judgement(scores=scores, ciders=ciders, captions=("a dog", "a cat"))
    return Result(
        encoder=encoder,
        decoder="lstm",
        seed=seed,
        from_scratch=False,
        parameters=1_500_000,
        seconds=0.1 * seed,
        threads=2,
        judgements={"flickr8k": judgement, "coco": judgement},
    )


def test_seeds_are_averaged_picture_by_picture() -> None:
    results = [result("A", 1, (0.0, 1.0)), result("A", 2, (1.0, 0.0)), result("A", 3, (0.5, 0.5))]
    flickr8k, coco = summarise(results)
    assert (flickr8k.dataset, coco.dataset) == ("flickr8k", "coco")
    assert flickr8k.scores["CIDEr-D"] == pytest.approx(0.5)
    assert (flickr8k.low, flickr8k.high) == pytest.approx((0.5, 0.5))
    assert flickr8k.seconds == pytest.approx(0.2)
    assert flickr8k.seeds == 3


def test_a_metric_that_could_not_run_leaves_its_place_empty(root: Path, tmp_path: Path) -> None:
    comparison = load_comparison(root / "shapes.toml")
    results = [result("A", 1, (0.2, 0.4), meteor=None)]
    assert "| 1.5 | 0.100 | - | - | - | 0.200 | - | - | 0.300 |" in markdown(comparison, results, [])
    write_report(tmp_path, comparison, results, [])
    assert len((tmp_path / "comparison.csv").read_text(encoding="utf-8").splitlines()) == 3


def test_the_shipped_comparison_is_valid() -> None:
    folder = CONFIGS
    comparison = load_comparison(folder / "comparison.toml")
    assert comparison.name == "comparison"
    assert len(list(comparison.cells())) == 9 * 5


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('label = "Fresh"', 'label = "Frozen"', "among the encoders, Frozen is there twice"),
        ('name = "transformer"', 'name = "lstm"', "among the decoders, lstm is there twice"),
        ("beam = 2", "seeds = []", "there are no seeds"),
        ('name = "transformer"', 'name = "tranformer"', "decoder: there is no 'tranformer'; did you mean"),
        ("beam = 2", "beem = 2", "did you mean 'beam'"),
        ('trunk_until = "block3" }', 'trunk_until = "block3" }\nfrom_scratch = true', "Frozen has weights"),
        ("trunk_learning_rate = 1e-3", "", "Fresh is trained from scratch: say how in `encoder_stages`"),
    ],
)
def test_a_comparison_that_cannot_be_made_is_refused(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in CONFIG
    (tmp_path / "wrong.toml").write_text(CONFIG.replace(old, new), encoding="utf-8")
    with pytest.raises(ConfigError, match=message):
        load_comparison(tmp_path / "wrong.toml")


def test_each_encoder_has_a_folder_of_its_own() -> None:
    folder = CONFIGS
    comparison: Comparison = load_comparison(folder / "comparison.toml")
    assert len({contestant.folder for contestant in comparison.encoders}) == len(comparison.encoders)
