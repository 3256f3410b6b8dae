"""Training of the painter: it learns, it goes on as if it had never stopped, its bundle paints the same."""

from dataclasses import replace
from pathlib import Path

import click
import numpy as np
import pytest
import torch
from click.testing import CliRunner
from PIL import Image

from models.painter import PainterConfig
from narrator.captioning.vocabulary import START, Vocabulary
from narrator.painting.bundle import PainterBundle
from narrator.painting.flow import PaintingOptions
from narrator.painting.painter import Painter
from tests.places import CONFIGS, TINY_BUNDLE
from training import export_painter, paint, painted
from training.config import SourceConfig
from training.data.datasets import Example
from training.data.drawings import write_dataset
from training.errors import ConfigError, TrainingError
from training.learning.curves import read_rows
from training.painting.circle import nearest, things_named
from training.painting.config import PaintConfig, load_paint_config
from training.painting.flow import canvas, flow_loss, held_out
from training.painting.pictures import Captions, load_pictures, shrink

SOURCE = SourceConfig(
    name="train", format="flickr8k", images="images", captions="tokens.txt", split="train.txt"
)
CONFIG = PaintConfig(
    name="tiny",
    words="default",
    train=(SOURCE,),
    validate=(replace(SOURCE, name="validation", split="validation.txt"),),
    network=PainterConfig(side=16, detail=16, width=32, layers=1, reader_layers=1, heads=2),
    steps=12,
    batch=8,
    learning_rate=3e-3,
    warmup_steps=2,
    average_decay=0.5,
    report_steps=4,
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("shapes")
    write_dataset(root, training=24, validation=6)
    return root


@pytest.fixture(scope="module")
def run(root: Path) -> Path:
    paint.paint(CONFIG, root, root / "cache", root / "run")
    return root / "run"


def test_it_learns(run: Path) -> None:
    errors = [float(row["validation"]) for row in read_rows(run / "curves.csv")]
    assert errors[-1] < 0.9 * errors[0]
    assert [row["steps"] for row in read_rows(run / "curves.csv")] == ["4", "8", "12"]


def test_a_run_that_was_stopped_comes_to_the_same(run: Path, root: Path) -> None:
    for steps in (4, 12):
        paint.paint(replace(CONFIG, steps=steps), root, root / "cache", root / "stopped")
    losses, again = (
        [(row["loss"], row["validation"]) for row in read_rows(folder / "curves.csv")]
        for folder in (run, root / "stopped")
    )
    assert losses == again
    whole, stopped = (
        export_painter.load_painter(CONFIG, folder)[0].state_dict() for folder in (run, root / "stopped")
    )
    for name, tensor in whole.items():
        torch.testing.assert_close(tensor, stopped[name])


def test_its_bundle_paints_what_torch_paints(run: Path, root: Path) -> None:
    difference = export_painter.export_painter(CONFIG, run, root / "bundle", version="3")
    assert difference <= export_painter.TOLERANCE
    bundle = PainterBundle.open(root / "bundle")
    assert (bundle.name, bundle.version, bundle.side) == ("tiny", "3", 16)
    painter = Painter.load(str(root / "bundle"))
    torch_painter, _ = export_painter.load_painter(CONFIG, run)
    other = Painter(
        export_painter.TorchPaintingNetwork(torch_painter),
        bundle.vocabulary,
        name="tiny",
        version="torch",
        most_words=bundle.most_words,
    )
    request, options = painter.understand("a red dog"), PaintingOptions(steps=3)
    first, second = (each.paint(request, seed=5, options=options).pixels for each in (painter, other))
    assert np.abs(first.astype(int) - second).max() <= 3
    assert "12 steps of 8 pictures" in (root / "bundle" / "MODEL_CARD.md").read_text("utf-8")


def test_the_circle_is_judged_and_the_plate_is_marked(run: Path, root: Path) -> None:
    export_painter.export_painter(CONFIG, run, root / "judged", version="1")
    painter, options = Painter.load(str(root / "judged")), PaintingOptions(steps=2)
    table = painted.judge(CONFIG, root, root / "cache", painter, 4, options)
    for way in ("the photographs", "as small as a painting", "painted", "painted, for other words", "noise"):
        assert f"| validation, 4 | {way} |" in table
    assert "photographs that were not learned from | 4 |" in table
    painted.put_into_card(root / "judged", table)
    painted.put_into_card(root / "judged", table)
    assert PainterBundle.open(root / "judged").folder  # whose card has another checksum now
    card = (root / "judged" / "MODEL_CARD.md").read_text("utf-8")
    assert card.count(painted.HEADING) == 1 and table in card
    painted.paint_plate(painter, root / "plate.png", options)
    with Image.open(root / "plate.png") as image:
        assert "trainedAlgorithmicMedia" in image.info["XML:com.adobe.xmp"]


def test_a_wrong_graph_is_refused(run: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_painter, "TOLERANCE", -1.0)
    with pytest.raises(TrainingError, match="differ from torch"):
        export_painter.export_painter(CONFIG, run, root / "refused", version="1")
    assert not (root / "refused").exists()


def test_mirrored_pictures_have_their_sides_exchanged() -> None:
    vocabulary = Vocabulary.build(["a dog left of a cat right"], minimum_count=1)
    example = Example(picture=Path("x.jpg"), captions=("a dog left of a cat",))
    captions = Captions([example], vocabulary, most_words=6)
    random = np.random.default_rng(1)
    said, turned = (captions.draw(0, random, mirrored=mirrored) for mirrored in (False, True))
    assert vocabulary.caption(said) == "a dog left of a cat"
    assert vocabulary.caption(turned) == "a dog right of a cat"
    assert said[0] == turned[0] == START


def test_the_loss_of_who_knows_the_picture_is_nothing() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (3, 8, 8, 3), dtype=np.uint8)
    shown = canvas(pixels, [[1]] * 3, np.zeros(3), np.random.default_rng(2))

    class Knows(torch.nn.Module):
        def forward(self, *_: torch.Tensor) -> torch.Tensor:
            return shown.pictures

    assert flow_loss(Knows(), shown).tolist() == [0, 0, 0]


def test_held_out_noise_is_always_the_same(root: Path) -> None:
    pictures = load_pictures(CONFIG.validate, root, root / "cache", 16)
    captions = Captions(pictures.examples, Vocabulary.load(TINY_BUNDLE / "vocabulary.json"), 5)
    own, again = (held_out(pictures.pixels, captions, CONFIG) for _ in range(2))
    other = held_out(pictures.pixels, captions, CONFIG, others=True)
    assert torch.equal(own.noise, again.noise) and torch.equal(own.noise, other.noise)
    assert torch.equal(own.times, other.times)


def test_the_middle_of_a_wide_picture_is_kept() -> None:
    image = Image.new("RGB", (90, 30), "red")
    image.paste("blue", (30, 0, 60, 30))
    assert (shrink(image, 8) == (0, 0, 255)).all()


def test_what_was_learned_by_heart_is_near() -> None:
    known = np.random.default_rng(1).integers(0, 256, (5, 8, 8, 3), dtype=np.uint8)
    shown = np.stack([known[3], known[2, :, ::-1], 255 - known[1]])
    same, mirrored, other = nearest(shown, known)
    assert same == pytest.approx(0, abs=1) and mirrored == pytest.approx(0, abs=1)
    assert other > 50


def test_things_that_a_caption_names() -> None:
    assert things_named("A brown dog on the beach.", "a dog runs") == 0.5
    assert things_named("running", "a dog") is None


def test_the_released_configuration_can_be_read() -> None:
    config = load_paint_config(CONFIGS / "painter.toml")
    assert config.network.side == 64 and len(config.train) == 4


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("side = 20", "a multiple of 8"),
        ("width = 10", "cannot be shared by 6 heads"),
        ("sides = 8", "did you mean 'side'"),
    ],
)
def test_configurations_that_cannot_be(tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "x.toml"
    file.write_text(f'name = "x"\nwords = "default"\ntrain = []\nvalidate = []\n[network]\n{line}\n')
    with pytest.raises(ConfigError, match=said):
        load_paint_config(file)


def test_a_run_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    arguments = [str(CONFIGS / "painter.toml"), "--trained", str(tmp_path), "--out", str(tmp_path / "b")]
    result = CliRunner().invoke(export_painter.main, arguments)
    assert result.exit_code == 1
    assert "run python -m training.paint first" in click.unstyle(result.output)
