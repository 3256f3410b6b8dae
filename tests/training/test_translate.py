from pathlib import Path

import pytest
import torch
from click.testing import CliRunner

from models.decoders.decoder import DecoderConfig
from models.translator import Translator
from narrator.captioning.vocabulary import START
from tests.training.translation.language import sentences, write
from training.learning.checkpoint import read_weights
from training.translate import Recipe, Run, main, rate_share, train
from training.translation.pairs import read_pairs
from training.translation.score import bleu, translate
from training.translation.subwords import LearnedSubwords

SMALL = DecoderConfig(name="transformer", hidden=16, heads=2, layers=1, dropout=0.0)


def recipe(epochs: int) -> Recipe:
    return Recipe(
        network=SMALL,
        subwords=50,
        skipped=0.0,
        muon_rate=0.02,
        adam_rate=0.02,
        warmup_steps=5,
        average_decay=0.5,
        label_smoothing=0.0,
        epochs=epochs,
        validate_every=20,
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write(tmp_path / "data")


@pytest.fixture
def translator() -> Translator:
    torch.manual_seed(1)
    return Translator(SMALL, 50).eval()


def test_a_language_is_learned(data: Path, tmp_path: Path) -> None:
    train(recipe(60), "xx", data, tmp_path / "run", say=lambda _: None)
    subwords = LearnedSubwords.load(tmp_path / "run" / "subwords.model")
    translator = Translator(SMALL, len(subwords))
    translator.load_state_dict(read_weights(tmp_path / "run" / "best.pt"))
    pairs = read_pairs(data, "val", "xx")
    assert translate(translator, subwords, [pair.source for pair in pairs]) == [
        target for _, target in sentences()
    ]
    assert bleu(translator, subwords, pairs) == pytest.approx(100)


def test_a_run_goes_on_as_if_it_had_never_stopped(data: Path, tmp_path: Path) -> None:
    pairs = read_pairs(data, "train", "xx")
    whole = Run(recipe(4), tmp_path / "whole", pairs)
    losses = [whole.learn() for _ in range(4)]
    for loss in losses:
        part = Run(recipe(4), tmp_path / "parts", pairs)
        assert part.learn() == loss
        part.save(loss, None, 0.0)
    assert Run(recipe(4), tmp_path / "parts", pairs).finished


def test_word_by_word_is_said_what_all_at_once_is(translator: Translator) -> None:
    source, target = torch.tensor([[7, 8, 2]]), torch.tensor([[START, 9, 10]])
    together = translator(source, target, torch.ones_like(target, dtype=torch.bool))
    features = translator.prepare(source)
    state = translator.decoder.start(features, 1)
    for place in range(3):
        hidden, state = translator.decoder.advance(target[:, place : place + 1], features, state)
        assert torch.allclose(translator.decoder.logits(hidden).squeeze(1), together[place], atol=1e-5)


def test_the_order_of_the_source_counts(translator: Translator) -> None:
    target = torch.tensor([[START]])
    one, other = (translator(torch.tensor([source]), target, target > 0) for source in ([7, 8, 2], [8, 7, 2]))
    assert not torch.allclose(one, other)


def test_the_rate_rises_and_falls() -> None:
    assert [rate_share(step, 10, 0.0) for step in (0, 4, 9, 39)] == pytest.approx([0.1, 0.5, 1.0, 1.0])
    assert [rate_share(99, 10, done) for done in (0.5, 0.75, 0.9)] == pytest.approx([1.0, 0.5, 0.2])


def test_wrong_data_ends_the_command_with_a_sentence(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["de", "--data", str(tmp_path), "--out", str(tmp_path / "run")])
    assert result.exit_code == 1
    assert "name the folder of the languages with --data" in result.output
