"""Advice as it reaches a person: printed, in JSON, and at brief only where a camera is held."""

import json
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from narrator.terminal.requests import Request
from narrator.terminal.results import described
from tests.conftest import Narrate
from tests.journal.entries import DESCRIPTION
from tests.places import PHOTOGRAPHS
from training.trust.degradations import shaken

SENTENCE = "It is blurred; hold still."


def test_whoever_shook_the_camera_is_told(narrate: Narrate, tmp_path: Path) -> None:
    photograph = Image.open(PHOTOGRAPHS / "cat.jpg").convert("RGB")
    shaken(photograph, Random(2)).image.save(tmp_path / "shaken.png")
    told = narrate("speak", tmp_path / "shaken.png", "--silent", "--json")
    record = json.loads(told.stdout)
    assert record["kind"] == "photo"
    assert record["advice"] == [SENTENCE]
    assert record["spoken"].endswith(SENTENCE)


@pytest.mark.parametrize(
    ("verbosity", "camera", "every", "said"),
    [
        ("normal", False, False, True),
        ("full", False, True, True),
        ("brief", False, False, False),
        ("brief", True, False, True),
    ],
)
def test_brief_leaves_it_out_of_files(verbosity: str, camera: bool, every: bool, said: bool) -> None:
    request = Request(label="a.jpg", name="a.jpg", source=lambda: Path("a.jpg"), camera=camera)
    description = replace(DESCRIPTION, advice=(SENTENCE,))
    result = described(request, description, named=False, every=every, verbosity=verbosity)
    assert (SENTENCE in result.spoken) is said
    assert (SENTENCE in result.lines) is said
    assert result.record["advice"] == [SENTENCE]
