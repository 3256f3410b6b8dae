"""Averages of weights: shares, what has no mean, and what cannot be averaged."""

from pathlib import Path

import pytest
import torch
from click.testing import CliRunner

from training.average import average, main
from training.errors import TrainingError
from training.learning.checkpoint import read_weights, save_weights


def write(folder: Path, value: float, words: str = '["a"]') -> Path:
    folder.mkdir()
    (folder / "vocabulary.json").write_text(words, encoding="utf-8")
    save_weights(folder / "best.pt", {"layer": torch.full((2, 3), value), "seen": torch.tensor(7)})
    return folder / "best.pt"


def test_shares_are_weighed_against_each_other(tmp_path: Path) -> None:
    first, second = write(tmp_path / "first", 1.0), write(tmp_path / "second", 5.0)
    done = CliRunner().invoke(main, ["--out", str(tmp_path / "mean"), f"{first}=3", f"{second}=1"])
    assert done.exit_code == 0, done.output
    mean = read_weights(tmp_path / "mean" / "best.pt")
    assert torch.equal(mean["layer"], torch.full((2, 3), 2.0))
    assert mean["layer"].dtype == torch.float32
    assert int(mean["seen"]) == 7
    assert (tmp_path / "mean" / "vocabulary.json").read_text(encoding="utf-8") == '["a"]'


def test_an_average_with_itself_changes_nothing() -> None:
    weights = {"layer": torch.rand(4)}
    assert torch.equal(average([(weights, 0.3), (weights, 0.7)])["layer"], weights["layer"])


def test_where_the_encoder_was_cut_does_not_matter() -> None:
    frozen, trained = {"encoder.trunk.conv": torch.zeros(2)}, {"encoder.head.conv": torch.ones(2)}
    mean = average([(frozen, 1), (trained, 3)])
    assert torch.equal(mean["encoder.trunk.conv"], torch.full((2,), 0.75))


@pytest.mark.parametrize("share", [0.0, -1.0])
def test_shares_are_positive(share: float) -> None:
    with pytest.raises(TrainingError, match="above 0"):
        average([({"layer": torch.rand(4)}, share)])


@pytest.mark.parametrize("other", [{"layer": torch.rand(5)}, {"gate": torch.rand(4)}])
def test_different_networks_have_no_average(other: dict[str, torch.Tensor]) -> None:
    with pytest.raises(TrainingError, match="different networks"):
        average([({"layer": torch.rand(4)}, 1), (other, 1)])


def test_what_cannot_be_averaged_is_one_sentence(tmp_path: Path) -> None:
    first, second = write(tmp_path / "first", 1.0), write(tmp_path / "second", 5.0, '["b"]')
    for parts, reason in (
        ([f"{first}=1", f"{second}=1"], "different vocabularies"),
        ([f"{tmp_path}/absent/best.pt=1"], "cannot be read"),
        ([str(first)], "is no WEIGHTS=SHARE"),
    ):
        done = CliRunner().invoke(main, ["--out", str(tmp_path / "mean"), *parts])
        assert done.exit_code != 0
        assert reason in done.output
    assert not (tmp_path / "mean").exists()
