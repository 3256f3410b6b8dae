from pathlib import Path

import pytest
import torch
from click.testing import CliRunner

from models.translator import Translator as TorchTranslator
from narrator.captioning.teacher_forcing import teacher_forced
from narrator.captioning.vocabulary import END
from narrator.translation.bundle import DECODER, ENCODER, TranslatorBundle
from narrator.translation.translator import Translator
from tests.training.test_translate import SMALL, recipe
from tests.training.translation.language import WORDS, sentences, write
from training import translate_export
from training.errors import TrainingError
from training.export import GateError
from training.learning.checkpoint import save_weights
from training.release.graphs import write_translator
from training.release.torch_network import TorchTranslationNetwork
from training.translate import train
from training.translate_export import export, main
from training.translation.export import compare_with_torch, write_rounded
from training.translation.looks import looks
from training.translation.subwords import LearnedSubwords


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data and the run of a translator that knows its language."""
    folder = tmp_path_factory.mktemp("translation")
    train(recipe(60), "xx", write(folder / "data"), folder / "run", say=lambda _: None)
    return folder


@pytest.fixture(scope="module")
def bundle(folder: Path) -> Path:
    export("xx", folder / "data", folder / "run", folder / "bundle", version="7", recipe=recipe(60))
    return folder / "bundle"


def test_a_run_becomes_a_bundle_that_translates(bundle: Path) -> None:
    translator = Translator.load(bundle)
    for source, target in sentences():
        (told,) = translator.translate([source.lower().rstrip(".")])
        assert told.text == target


def test_the_bundle_says_what_it_is(bundle: Path) -> None:
    opened = TranslatorBundle.open(bundle)
    assert (opened.name, opened.version, opened.language) == ("translator-xx", "7", "xx")
    assert opened.scores["BLEU"] == pytest.approx(100)
    assert "non-commercial research" in opened.training
    assert opened.dictionary().known == set(WORDS)
    card = (bundle / "MODEL_CARD.md").read_text("utf-8")
    assert "BLEU 100.0" in card
    assert "training.translate_export xx" in card


def test_greedy_is_never_more_probable_than_a_beam(bundle: Path) -> None:
    captions = ["a red dog sits", "a blue cat runs"]
    greedy, beam = (Translator.load(bundle, width=width).translate(captions) for width in (1, 4))
    # int8 takes its ranges from all rows of a step, so that a wider beam shifts the probabilities a little.
    assert all(one.log_prob <= other.log_prob + 0.05 for one, other in zip(greedy, beam, strict=True))


def test_graphs_compute_what_torch_does(folder: Path, tmp_path: Path) -> None:
    torch.manual_seed(3)
    subwords = LearnedSubwords.load(folder / "run" / "subwords.model")
    translator = TorchTranslator(SMALL, len(subwords)).eval()
    full, small = tmp_path / "full", tmp_path / "small"
    for place in (full, small):
        place.mkdir()
    write_rounded(translator, full, small)
    sources = ["a dog", "a red cat sits"]
    assert compare_with_torch(translator, full, subwords, sources) < 1e-4
    assert (small / ENCODER).stat().st_size < (full / ENCODER).stat().st_size
    write_translator(TorchTranslator(SMALL, len(subwords)), full / ENCODER, full / DECODER)
    with pytest.raises(GateError):
        compare_with_torch(translator, full, subwords, sources)


def test_what_is_too_large_or_rounded_too_far_is_not_written(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(translate_export, "LARGEST", 1000)
    with pytest.raises(GateError, match="MB are allowed"):
        export("xx", folder / "data", folder / "run", tmp_path / "new", version="1", recipe=recipe(60))
    monkeypatch.setattr(translate_export, "COST", -1.0)
    with pytest.raises(GateError, match="int8 brings BLEU"):
        export("xx", folder / "data", folder / "run", tmp_path / "new", version="1", recipe=recipe(60))
    assert not (tmp_path / "new").exists()


def test_another_folder_is_left_alone(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("", encoding="utf-8")
    with pytest.raises(TrainingError, match="no bundle"):
        export("xx", folder / "data", folder / "run", tmp_path, version="1", recipe=recipe(60))


def test_weights_of_another_network_are_one_sentence(folder: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    run.mkdir()
    (run / "subwords.model").write_bytes((folder / "run" / "subwords.model").read_bytes())
    save_weights(run / "best.pt", {"other": torch.zeros(1)})
    arguments = ["xx", "--data", str(folder / "data"), "--trained", str(run), "--out", str(tmp_path / "new")]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1
    assert "Traceback" not in result.output


def test_what_a_translator_looks_at(folder: Path) -> None:
    subwords = LearnedSubwords.load(folder / "run" / "subwords.model")
    torch.manual_seed(3)
    translator = TorchTranslator(SMALL, len(subwords)).eval()
    source, target = subwords.encode("a red dog runs"), subwords.encode("Un hund")
    found = looks(translator, source, target)
    assert len(found.attention) == SMALL.layers
    assert found.attention[0].shape == (len(target) + 1, len(source) + 1)
    assert found.attention[0].sum(axis=1) == pytest.approx(1)
    network = TorchTranslationNetwork(translator)
    (said,) = teacher_forced(network, network.encode([*source, END]), [target])
    assert found.log_probs == pytest.approx(said.log_probs, abs=1e-4)
