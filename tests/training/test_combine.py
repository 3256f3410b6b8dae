"""Encoders and decoders trained apart: which part comes from where, and what together they think."""

from pathlib import Path

import pytest
import torch
from click.testing import CliRunner

from models.captioner import Captioner
from models.encoders import EncoderConfig, build_encoder
from tests.training import tiny
from training.combine import main
from training.learning.checkpoint import load_weights, save_weights


def write(folder: Path, captioner: Captioner, words: str = '["a"]') -> Path:
    folder.mkdir()
    (folder / "vocabulary.json").write_text(words, encoding="utf-8")
    save_weights(folder / "best.pt", captioner.state_dict())
    return folder / "best.pt"


def combine(run: Path, encoder: Path, *decoders: Path) -> str:
    arguments = ["--out", str(run), "--encoder", str(encoder), *map(str, decoders)]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code in (0, 1), done.output
    return done.output


def fresh(decoder: str) -> Captioner:
    """A captioner of that kind with other weights than all below, its encoder cut elsewhere."""
    torch.manual_seed(9)
    encoder = build_encoder(EncoderConfig(name="small", trunk_until="block3"))
    config = tiny.decoder_config(decoder, hidden=16, heads=2)
    return Captioner.build(encoder, config, len(tiny.VOCABULARY)).eval()


def test_a_decoder_goes_on_behind_another_encoder(tmp_path: Path) -> None:
    tuned, other = tiny.captioner(1, "gru"), tiny.captioner(2, "topdown")
    with torch.no_grad():
        next(tuned.encoder.parameters()).mul_(2)
    combine(tmp_path / "run", write(tmp_path / "tuned", tuned), write(tmp_path / "other", other))
    both = fresh("topdown")
    load_weights(tmp_path / "run" / "best.pt", both)
    torch.testing.assert_close(list(both.encoder.parameters()), list(tuned.encoder.parameters()))
    torch.testing.assert_close(both.decoder.state_dict(), other.decoder.state_dict())
    assert (tmp_path / "run" / "vocabulary.json").read_text(encoding="utf-8") == '["a"]'


def test_several_decoders_are_an_ensemble(tmp_path: Path) -> None:
    topdown, transformer = tiny.captioner(1, "topdown"), tiny.captioner(2, "transformer")
    first, second = write(tmp_path / "first", topdown), write(tmp_path / "second", transformer)
    combine(tmp_path / "run", first, first, second)
    ensemble = fresh("ensemble")
    load_weights(tmp_path / "run" / "best.pt", ensemble)
    grid, tokens = torch.rand(1, 9, 128), torch.tensor([[[1, 5, 6, 7]]])
    alone = [c.read(c.decoder.prepare(grid), tokens).softmax(dim=-1) for c in (topdown, transformer)]
    together = ensemble.read(ensemble.decoder.prepare(grid), tokens).softmax(dim=-1)
    torch.testing.assert_close(together, (alone[0] + alone[1]) / 2)


@pytest.mark.parametrize("words", ['["b"]', None])
def test_what_knows_other_words_or_is_absent_is_refused_in_one_sentence(
    tmp_path: Path, words: str | None
) -> None:
    first = write(tmp_path / "first", tiny.captioner(1))
    second = write(tmp_path / "second", tiny.captioner(2), words) if words else tmp_path / "no" / "best.pt"
    said = combine(tmp_path / "run", first, second)
    assert ("different vocabularies" if words else "cannot be read") in said
    assert len(said.splitlines()) == 1 and not (tmp_path / "run").exists()
