"""A translator's bundle: what is damaged is refused, and none is taken for a captioner."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from narrator.captioning.shelves import NoModelError, find_bundle
from narrator.errors import BundleError
from narrator.places import models_folder
from narrator.translation.bundle import (
    DECODER,
    DICTIONARY,
    ENCODER,
    PAPER,
    TranslatorBundle,
    write_paper,
)
from tests.tiny_translator import BLEU, write_tiny_translator


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_tiny_translator(tmp_path / "translator-de")


def test_a_whole_one(folder: Path) -> None:
    bundle = TranslatorBundle.open(folder)
    assert (bundle.name, bundle.language, bundle.scores) == ("tiny", "de", {"BLEU": BLEU})
    assert bundle.network().vocabulary_size == len(bundle.subwords())


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / DECODER).unlink(), "is not complete"),
        (lambda folder: (folder / DECODER).write_bytes(b"x"), "has 1 bytes"),
        (lambda folder: _change(folder, format=2), "another format"),
        (lambda folder: _change(folder, source="fr"), "does not translate from English"),
        (lambda folder: _change(folder, language=7), "language is missing or wrong"),
        (lambda folder: _change(folder, files={}), r"in its translator\.json"),
        (lambda folder: (folder / PAPER).write_text("[]"), "is no JSON object"),
        (lambda folder: (folder / PAPER).write_text("{"), "is no JSON"),
    ],
)
def test_damaged_ones(folder: Path, spoil: Callable[[Path], object], said: str) -> None:
    spoil(folder)
    with pytest.raises(BundleError, match=rf"^The translator translator-de .*{said}.*; install it again\.$"):
        TranslatorBundle.open(folder)


def _change(folder: Path, **values: object) -> None:
    paper = json.loads((folder / PAPER).read_text("utf-8"))
    (folder / PAPER).write_text(json.dumps(paper | values), encoding="utf-8")


def test_graphs_that_are_no_translator(folder: Path) -> None:
    shutil.copy(folder / DECODER, folder / ENCODER)
    write_paper(folder, name="tiny", version="1", language="de", scores={}, training="None.")
    with pytest.raises(BundleError, match="no encoder takes source"):
        TranslatorBundle.open(folder).network()


def test_a_file_that_is_no_dictionary(folder: Path) -> None:
    (folder / DICTIONARY).write_bytes(b"none")
    write_paper(folder, name="tiny", version="1", language="de", scores={}, training="None.")
    with pytest.raises(BundleError, match=r"has a dictionary\.npz that this narrator cannot read"):
        TranslatorBundle.open(folder).dictionary()


def test_none_is_taken_for_a_captioner(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    write_tiny_translator(models_folder() / "translator-de")
    with pytest.raises(NoModelError):
        find_bundle("translator-de")
