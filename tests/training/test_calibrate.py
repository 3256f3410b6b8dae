"""The whole way: a bundle is shown pictures, its captions are judged, and it learns how far it is right."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from narrator import Captioner
from narrator.captioning.bundle import Bundle
from tests.drawings import tinted
from tests.places import TINY_BUNDLE
from training.calibrate import main
from training.trust.calibration_card import HEADING

CONFIG = """
name = "tiny"
[[data.train]]
name = "train"
format = "coco"
images = "images"
captions = "captions.json"
[[data.validate]]
name = "dev"
format = "coco"
images = "images"
captions = "captions.json"
"""
COLOURS = ("red", "green", "blue", "grey")
PICTURES = 40


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Pictures of which every third one is something else than its people say."""
    (tmp_path / "images").mkdir()
    images, annotations = [], []
    for number in range(PICTURES):
        colour = COLOURS[number % len(COLOURS)]
        image: Image.Image = tinted(colour)
        image.save(tmp_path / "images" / f"{number}.png")
        images.append({"id": number, "file_name": f"{number}.png"})
        said = "two sailors on a ship" if number % 3 == 0 else f"a {colour} square {number}"
        annotations += [{"image_id": number, "caption": said}] * 5
    (tmp_path / "captions.json").write_text(json.dumps({"images": images, "annotations": annotations}))
    (tmp_path / "config.toml").write_text(CONFIG)
    folder = tmp_path / "bundle"
    folder.mkdir()
    for file in TINY_BUNDLE.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    return tmp_path


def calibrate(root: Path, *more: str) -> str:
    options = ["--data", str(root), "--bundle", str(root / "bundle"), "--training-pictures", "16", *more]
    result = CliRunner().invoke(main, [str(root / "config.toml"), *options])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_bundle_learns_how_far_it_can_be_trusted(root: Path) -> None:
    said, plots = root / "said.jsonl", root / "plots"
    told = calibrate(root, "--said", str(said), "--plots", str(plots), "--show", "1")
    assert "CIDEr-D" in told
    bundle = Bundle.open(root / "bundle")  # the manifest fits what was written
    assert bundle.calibrated() is not None
    assert HEADING in (bundle.folder / "MODEL_CARD.md").read_text()
    description = Captioner.load(str(bundle.folder)).describe(tinted("red"), seed=0)
    assert description.confidence is not None
    for name in ("reliability.png", "risk_coverage.png"):
        with Image.open(plots / name) as drawn:
            assert min(drawn.size) > 100

    remembered = said.read_bytes()
    assert calibrate(root, "--said", str(said), "--show", "1") == told
    assert said.read_bytes() == remembered


def test_what_was_cut_short_goes_on_and_what_is_something_else_is_refused(root: Path) -> None:
    said = root / "said.jsonl"
    told = calibrate(root, "--said", str(said))
    whole = said.read_text()
    said.write_text(whole[: len(whole) // 2])
    assert calibrate(root, "--said", str(said)) == told
    said.write_text("my diary\n")
    options = ["--data", str(root), "--bundle", str(root / "bundle"), "--said", str(said)]
    result = CliRunner().invoke(main, [str(root / "config.toml"), *options])
    assert result.exit_code == 1
    assert "name another file" in result.output
    assert said.read_text() == "my diary\n"
