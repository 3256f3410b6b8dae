"""The command that teaches a witness, on a few photographs."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from narrator import Captioner
from narrator.captioning.bundle import Bundle
from narrator.captioning.graphs import ENCODER
from narrator.captioning.shelves import find_bundle
from narrator.captioning.witness import CLASSES, WORDS
from tests.places import PHOTOGRAPHS
from training.trust.classes import Classifiers
from training.trust.names import read_names
from training.witness import HEADING, main

CONFIG = """
name = "witnessed"

[encoder]
name = "joint"
[[encoder.members]]
name = "inception_v3"
[[encoder.members]]
name = "efficientnet_lite0"
[[encoder.members]]
name = "efficientnet_lite2"

[[data.train]]
name = "train"
format = "coco"
images = "images"
captions = "one.json"
[[data.validate]]
name = "coco"
format = "coco"
images = "images"
captions = "captions.json"
[[data.judge]]
name = "vizwiz"
format = "vizwiz"
images = "images"
captions = "truth.json"
"""
BICYCLE = "A bicycle in the street"
CAPTIONS = {"cat": "A cat looks up", "coffee": "A cup of coffee", "cat-2": BICYCLE, "coffee-2": BICYCLE}
"""What is said of copies of two photographs; half of it is wrong."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Photographs with four captions each, another with one, and VizWiz's truth of some."""
    (tmp_path / "images").mkdir()
    entries, captions = [], []
    for number, (name, caption) in enumerate({**CAPTIONS, "astronaut": "An astronaut smiles"}.items()):
        shutil.copy(PHOTOGRAPHS / f"{name.partition('-')[0]}.jpg", tmp_path / "images" / f"{name}.jpg")
        entries.append({"id": number, "file_name": f"{name}.jpg"})
        captions += [{"image_id": number, "caption": caption}] * (4 if name in CAPTIONS else 1)
    (tmp_path / "captions.json").write_text(json.dumps({"images": entries, "annotations": captions}))
    once = {caption["image_id"]: caption for caption in captions}
    (tmp_path / "one.json").write_text(json.dumps({"images": entries, "annotations": list(once.values())}))
    truth = {f"{name}.jpg": {"there": caption.split(), "captions": []} for name, caption in CAPTIONS.items()}
    (tmp_path / "truth.json").write_text(json.dumps(truth))
    (tmp_path / "config.toml").write_text(CONFIG)
    shutil.copytree(find_bundle(), tmp_path / "bundle")
    return tmp_path


def run(root: Path, *arguments: str) -> str:
    options = ["--data", str(root), "--kept", str(root / "kept"), "--bundle", str(root / "bundle")]
    result = CliRunner().invoke(main, [str(root / "config.toml"), *options, "--least", "1", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_bundle_gets_a_witness_that_names_a_cat_and_speaks_for_words(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = run(root, "--show", "vizwiz")
    assert "tabby" in printed and "A cup of coffee" in printed
    assert "| coco | new | 4 |" in printed and "| vizwiz | known | 4 |" in printed
    bundle = Bundle.open(root / "bundle")  # the manifest fits what was written
    calibration = bundle.calibrated()
    assert calibration is not None and calibration.witness is not None
    assert [name.name for name in calibration.witness.names] == [name.name for name in read_names()[0]]
    assert HEADING in (bundle.folder / "MODEL_CARD.md").read_text()

    look = Captioner.load(str(bundle.folder)).look(PHOTOGRAPHS / "cat.jpg")
    (logits,), (words,) = look.state.witness[CLASSES], look.state.witness[WORDS]
    assert calibration.witness.things(logits, least=0.3)[0].name == "a cat"
    assert words[calibration.witness.places["cat"]] > words[calibration.witness.places["coffee"]]

    monkeypatch.setattr(Classifiers, "_of", None)
    size = (bundle.folder / ENCODER).stat().st_size
    assert run(root, "--show", "vizwiz") == printed  # from what was kept
    assert (bundle.folder / ENCODER).stat().st_size == size  # the witness before went


def test_what_is_kept_of_other_pictures_is_not_used(root: Path) -> None:
    assert "| vizwiz | new | 4 |" in run(root)
    truth = json.loads((root / "truth.json").read_text())
    del truth["cat.jpg"]
    (root / "truth.json").write_text(json.dumps(truth))
    assert "| vizwiz | new | 3 |" in run(root)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("truth.json", "[1]"), "truth.json tells no truth of pictures"),
        (
            ("config.toml", CONFIG.replace("efficientnet_lite2", "resnet50").replace("lite0", "lite2")),
            "graph",
        ),
        (
            ("config.toml", CONFIG.replace("lite0", "lite2").replace("efficientnet_lite2", "resnet50")),
            "no witness",
        ),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(root: Path, change: tuple[str, str], sentence: str) -> None:
    name, content = change
    (root / name).write_text(content)
    options = ["--data", str(root), "--bundle", str(root / "bundle"), "--least", "1"]
    before = (root / "bundle" / ENCODER).read_bytes()
    result = CliRunner().invoke(main, [str(root / "config.toml"), *options])
    assert result.exit_code == 1
    assert sentence in result.output
    assert (root / "bundle" / ENCODER).read_bytes() == before
