"""A captioner that gets a second encoder: it says what it said, and can learn from what it now sees."""

from pathlib import Path

import torch
from click.testing import CliRunner

from models.captioner import Captioner
from models.encoders import EncoderConfig, build_encoder
from tests.training import tiny
from training.learning.checkpoint import load_weights, save_weights
from training.widen import main

FIRST = EncoderConfig(name="small", trunk_until="block4")
SECOND = EncoderConfig(name="small", trunk_until="block3")
CONFIG = """
name = "wide"
[encoder]
name = "joint"
[[encoder.members]]
name = "small"
trunk_until = "block2"
[[encoder.members]]
name = "{second}"
trunk_until = "{until}"
image_size = 96
[decoder]
name = "topdown"
hidden = 16
heads = 2
[data]
train = []
validate = []
"""


def widen(
    folder: Path, weights: Path, second: str = "small", until: str = "block3", config: str = CONFIG
) -> str:
    (folder / "wide.toml").write_text(config.format(second=second, until=until), encoding="utf-8")
    arguments = [str(folder / "wide.toml"), "--weights", str(weights), "--out", str(folder / "run")]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code in (0, 1), done.output
    return done.output


def written(folder: Path, decoder: str = "topdown") -> tuple[Captioner, Path]:
    narrow = tiny.captioner(1, decoder)
    with torch.no_grad():
        next(narrow.encoder.parameters()).mul_(2)
    folder.mkdir()
    tiny.VOCABULARY.save(folder / "vocabulary.json")
    save_weights(folder / "best.pt", narrow.state_dict())
    return narrow, folder / "best.pt"


def test_it_says_what_it_said_and_learns_from_the_second_encoder(tmp_path: Path) -> None:
    narrow, weights = written(tmp_path / "narrow")
    widen(tmp_path, weights)
    torch.manual_seed(5)
    first = EncoderConfig(name="small", trunk_until="block2")
    encoder = build_encoder(EncoderConfig(name="joint", members=(first, SECOND)))
    wide = Captioner.build(encoder, tiny.decoder_config("topdown", hidden=16, heads=2), len(tiny.VOCABULARY))
    load_weights(tmp_path / "run" / "best.pt", wide.eval())

    picture, tokens = torch.rand(1, 3, 96, 96) * 255, torch.tensor([[[1, 5, 6, 7]]])
    expected = narrow(narrow.encoder.encode_trunk(picture), tokens)
    found = wide(wide.encoder.encode_trunk(picture), tokens)
    torch.testing.assert_close(found, expected)

    found.square().sum().backward()
    weight = wide.decoder.get_submodule("project.0").weight
    assert isinstance(weight, torch.nn.Parameter)
    assert weight.grad is not None
    assert (weight[:, 128:] == 0).all()
    assert (weight.grad[:, 128:] != 0).any()


def test_weights_of_another_decoder_are_refused(tmp_path: Path) -> None:
    _, weights = written(tmp_path / "narrow", "gru")
    assert "are of no first member of this encoder: decoder.attention." in widen(tmp_path, weights)
    assert not (tmp_path / "run").exists()


def test_weights_of_another_size_are_refused(tmp_path: Path) -> None:
    _, weights = written(tmp_path / "narrow")
    larger = CONFIG.replace("hidden = 16", "hidden = 32")
    assert "decoder.project.0.weight has another shape" in widen(tmp_path, weights, config=larger)


def test_absent_weights_are_named(tmp_path: Path) -> None:
    assert f"There is no {tmp_path / 'best.pt'}" in widen(tmp_path, tmp_path / "best.pt")


def test_members_that_do_not_fit_are_named(tmp_path: Path) -> None:
    _, weights = written(tmp_path / "narrow")
    assert "do not lie over each other" in widen(tmp_path, weights, "mobilenet_v2", "features.16")
