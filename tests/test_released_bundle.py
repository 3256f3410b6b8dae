"""The bundle that people get: small enough, good enough, safe on every processor, and true of photographs."""

import importlib.util
import json
import re
from pathlib import Path
from random import Random

import pytest

from narrator import Captioner
from narrator.captioning.bundle import DECODER, DEFAULT, ENCODER, Bundle, find_bundle
from narrator.captioning.confidence import BANDS
from narrator.phrasing import NO_SCENE
from tests.conftest import Narrate
from training.quantise import saturating_weights
from training.renderings import RENDERINGS

PHOTOGRAPHS = Path(__file__).parent / "data" / "photographs"
LARGEST = 45_000_000
"""Bytes."""
LARGEST_CALIBRATION_ERROR = 0.05


@pytest.fixture
def released(person: Path, monkeypatch: pytest.MonkeyPatch) -> Bundle:
    """What somebody gets who has just installed the program and set nothing."""
    monkeypatch.delenv("NARRATOR_MODEL")
    return Bundle.open(find_bundle())


def test_it_comes_with_the_program_and_is_small(released: Bundle) -> None:
    installed = importlib.util.find_spec("narrator.cli")
    assert installed is not None and installed.origin is not None
    assert released.folder == Path(installed.origin).parent / "pretrained" / DEFAULT
    assert sum(file.stat().st_size for file in released.folder.iterdir()) <= LARGEST


# Of this bundle, beam 3. A bundle that takes its place must not be worse.
REACHED = {"flickr8k": 0.52, "coco": 0.62}


@pytest.mark.parametrize("dataset", REACHED)
def test_its_recorded_scores_are_not_below_those_of_the_one_before(released: Bundle, dataset: str) -> None:
    beam, spoken = (released.scores[f"{dataset}, {method}"] for method in ("beam 3", "spoken, of 10"))
    assert beam["CIDEr-D"] >= REACHED[dataset]
    assert spoken["CIDEr-D"] >= beam["CIDEr-D"] - 0.02


def test_its_card_tells_where_it_comes_from_and_what_it_gets_wrong(released: Bundle) -> None:
    card = card_of(released)
    for part in (
        "## Scores",
        "non-commercial",
        "Inception v3 of 2015-12-05",
        "## What it gets wrong",
        "## How far it can be trusted",
        "## What is no photograph",
    ):
        assert part in card


def test_it_knows_how_far_it_can_be_trusted(released: Bundle) -> None:
    calibration = released.calibrated()
    assert calibration is not None
    assert {"certainty", "clear"} <= calibration.signs.keys()
    reached = re.search(r"^\| all, .*?\| (0\.\d+) \(", card_of(released), re.MULTILINE)
    assert reached is not None
    assert float(reached[1]) <= LARGEST_CALIBRATION_ERROR


@pytest.mark.parametrize("sort", RENDERINGS)
def test_no_scene_is_made_up_of_what_was_drawn(released: Bundle, sort: str) -> None:
    captioner, random = Captioner.load(), Random(f"released {sort}")
    for _ in range(4):
        description = captioner.describe(RENDERINGS[sort](random), seed=0)
        assert (description.caption, description.kind in NO_SCENE) == (None, True)


@pytest.mark.parametrize("name", ["astronaut", "cat", "coffee", "photographer"])
def test_photographs_are_recognised(released: Bundle, name: str) -> None:
    calibration = released.calibrated()
    assert calibration is not None and calibration.recognition is not None
    features = Captioner.load().features(PHOTOGRAPHS / f"{name}.jpg")
    assert calibration.recognition.probabilities(features)["photo"] > 0.9


def card_of(released: Bundle) -> str:
    return (released.folder / "MODEL_CARD.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("graph", [ENCODER, DECODER])
def test_no_weight_of_it_can_overflow_on_older_processors(released: Bundle, graph: str) -> None:
    assert saturating_weights(released.folder / graph) == []


@pytest.mark.parametrize(
    ("photograph", "truths"),
    [
        ("cat", {"cat"}),
        ("coffee", {"cup", "coffee", "mug", "table"}),
        ("astronaut", {"person", "people"}),
        ("photographer", {"person", "people", "camera"}),
    ],
)
def test_what_it_says_of_a_photograph_names_what_is_there(
    narrate: Narrate, monkeypatch: pytest.MonkeyPatch, photograph: str, truths: set[str]
) -> None:
    monkeypatch.delenv("NARRATOR_MODEL")
    process = narrate("speak", PHOTOGRAPHS / f"{photograph}.jpg", "--silent", "--json", "--seed", "0")
    assert (process.returncode, process.stderr) == (0, "")
    found = json.loads(process.stdout)
    assert truths & set(found["caption"].split())
    assert 0 < found["confidence"] < 1
    assert found["band"] in BANDS
    assert found["spoken"].lower().endswith(f"{found['caption']}.")
