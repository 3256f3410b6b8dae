"""The command that teaches a witness, on a few photographs."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from training.trust.classifiers import Classifiers

from narrator.captioning.witness import Witness
from tests.places import PHOTOGRAPHS
from training.trust.names import read_names
from training.witness import main

CONFIG = """
truth = "truth.json"
photographs = "images"

[[sources]]
name = "coco"
format = "coco"
images = "images"
captions = "captions.json"
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
    truth = {f"{name}.jpg": {"there": caption.split(), "captions": []} for name, caption in CAPTIONS.items()}
    (tmp_path / "truth.json").write_text(json.dumps(truth))
    (tmp_path / "witness.toml").write_text(CONFIG)
    return tmp_path


def run(root: Path, *arguments: str) -> str:
    options = ["--data", str(root), "--logits", str(root / "kept"), "--out", str(root / "witness.json")]
    result = CliRunner().invoke(main, [str(root / "witness.toml"), *options, *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_what_it_writes_names_a_cat_and_a_second_run_asks_no_network(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = run(root, "--show", "vizwiz")
    assert "tabby" in printed and "A cup of coffee" in printed
    assert "| coco | new | 4 |" in printed and "| vizwiz | known | 4 |" in printed
    witness = Witness.from_record(json.loads((root / "witness.json").read_text()))
    assert [name.name for name in witness.names] == [name.name for name in read_names()[0]]
    with np.load(root / "kept" / "vizwiz.npz") as kept:
        assert witness.things(kept["logits"][0], least=0.3)[0].name == "a cat"
    monkeypatch.setattr(Classifiers, "logits", None)
    assert run(root, "--show", "vizwiz") == printed


def test_what_is_kept_of_other_pictures_is_not_used(root: Path) -> None:
    assert "| vizwiz | new | 4 |" in run(root)
    truth = json.loads((root / "truth.json").read_text())
    del truth["cat.jpg"]
    (root / "truth.json").write_text(json.dumps(truth))
    assert "| vizwiz | new | 3 |" in run(root)


def test_what_is_wrong_is_said_in_a_sentence(root: Path) -> None:
    (root / "truth.json").write_text("[1]")
    result = CliRunner().invoke(main, [str(root / "witness.toml"), "--data", str(root), "--out", "x"])
    assert result.exit_code == 1
    assert "truth.json tells no truth of pictures" in result.output
