"""From drawings to the installed command: features, training, export and description, each by its command."""

import json
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from narrator import Captioner
from tests.places import ROOT
from tests.training.shapes import config
from training.data.drawings import draw_many, write_dataset

pytestmark = [
    pytest.mark.needs_torch,  # the commands that it runs do
    pytest.mark.needs_onnx,
    pytest.mark.takes_minutes,
]

STAGES = """
[[stages]]
objective = "cross_entropy"
epochs = 36
captions_per_batch = 4
learning_rate = 1e-3
trunk_learning_rate = 1e-3
warmup_steps = 100
label_smoothing = 0.0
average_decay = 0.9
patience = 36
"""


def python(*arguments: object) -> str:
    command = [sys.executable, "-m", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("whole")
    write_dataset(root, training=720, validation=72)
    # One caption a picture, so that the captioner is sure of each word and rounding cannot turn one over.
    lines = (root / "tokens.txt").read_text(encoding="utf-8").splitlines(keepends=True)
    (root / "tokens.txt").write_text("".join(line for line in lines if "#0\t" in line), encoding="utf-8")
    settings = config(STAGES).replace("captions_per_picture = 3", "captions_per_picture = 1")
    (root / "shapes.toml").write_text(settings, encoding="utf-8")
    python(
        "training.train",
        root / "shapes.toml",
        "--data",
        root,
        "--cache",
        root / "cache",
        "--out",
        root / "run",
    )
    scores = python(
        "training.export",
        root / "shapes.toml",
        "--data",
        root,
        "--trained",
        root / "run",
        "--out",
        root / "bundle",
    )
    assert "CIDEr-D" in scores
    return root / "bundle"


def test_the_installed_command_describes_unseen_drawings(bundle: Path, tmp_path: Path) -> None:
    unseen = draw_many(tmp_path, 36, seed=77)
    narrator = str(Path(sysconfig.get_path("scripts"), "narrator"))
    pictures = [str(tmp_path / name) for name in unseen]
    result = subprocess.run(
        [narrator, "speak", "--silent", "--json", "--seed", "1", "--model", str(bundle), *pictures],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    described = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["picture"] for line in described] == pictures
    # Of drawings the program makes no captions, so what the network says of them is asked of itself.
    captioner = Captioner.load(str(bundle))
    captions = [str(captioner.caption(picture, seed=1).caption) for picture in pictures]
    right = [
        all(fact in caption for fact in facts)
        for caption, facts in zip(captions, unseen.values(), strict=True)
    ]
    assert sum(right) >= 0.9 * len(right)
