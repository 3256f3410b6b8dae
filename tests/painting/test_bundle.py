"""A painter's bundle: what is damaged is refused, and none is taken for a captioner."""

import json
import shutil
from pathlib import Path

import pytest

from narrator.captioning.shelves import NoModelError, find_bundle
from narrator.errors import BundleError
from narrator.painting.bundle import PAINTER, PAPER, READER, PainterBundle, find_painter, write_paper
from narrator.places import models_folder
from tests.tiny_painter import SIDE, write_tiny_painter


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_tiny_painter(tmp_path / "painter")


def test_a_whole_one(folder: Path) -> None:
    bundle = PainterBundle.open(folder)
    assert (bundle.name, bundle.side) == ("tiny", SIDE)
    assert bundle.network().side == SIDE


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / "painter.onnx").unlink(), "is not complete"),
        (lambda folder: (folder / "painter.onnx").write_bytes(b"x"), "has 1 bytes"),
        (lambda folder: _change(folder, format=2), "another format"),
        (lambda folder: _change(folder, side="8"), "side is missing or wrong"),
        (lambda folder: _change(folder, files={}), "in its painter.json"),
        (lambda folder: (folder / PAPER).write_text("[]"), "is no JSON object"),
        (lambda folder: (folder / PAPER).write_text("{"), "is no JSON"),
    ],
)
def test_damaged_ones(folder: Path, spoil: object, said: str) -> None:
    assert callable(spoil)
    spoil(folder)
    with pytest.raises(BundleError, match=said):
        PainterBundle.open(folder)


def _change(folder: Path, **values: object) -> None:
    paper = json.loads((folder / PAPER).read_text("utf-8"))
    (folder / PAPER).write_text(json.dumps(paper | values), encoding="utf-8")


def test_graphs_that_are_no_painter(folder: Path) -> None:
    shutil.copy(folder / READER, folder / PAINTER)
    write_paper(folder, name="tiny", version="1", side=SIDE, most_words=4, training="None.")
    with pytest.raises(BundleError, match=r"painter\.onnx takes other inputs"):
        PainterBundle.open(folder).network()


def test_it_is_found_on_the_shelf_and_is_no_captioner(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with pytest.raises(BundleError, match="no painter on this computer"):
        find_painter()
    folder = write_tiny_painter(models_folder() / "painter")
    assert find_painter() == folder
    with pytest.raises(NoModelError):
        find_bundle("painter")


def test_one_that_is_nowhere(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="There is no painter"):
        find_painter(str(tmp_path / "nowhere"))
