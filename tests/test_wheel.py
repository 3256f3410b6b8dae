"""What the wheel that is built from this tree brings to an installation, and nothing besides."""

import sys
import venv
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from tests.places import ROOT

CONSUMER = """
from narrator import Captioner

description = Captioner.load().describe("photo.jpg", samples=10, seed=0)
caption: str | None = description.caption
wrong: bytes = description.caption
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.Path:
    (built,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path_factory.mktemp("wheel")))
    return zipfile.Path(built)


@pytest.fixture(scope="module")
def metadata(wheel: zipfile.Path) -> Message:
    (folder,) = (entry for entry in wheel.iterdir() if entry.name.endswith(".dist-info"))
    return Parser().parsestr((folder / "METADATA").read_text(encoding="utf-8"))


def test_it_installs_narrator_and_nothing_else(wheel: zipfile.Path) -> None:
    names = sorted(entry.name for entry in wheel.iterdir())
    assert names[0] == "narrator"
    assert names[1].startswith("picture_narrator-")
    assert len(names) == 2
    (scripts,) = (entry for entry in wheel.iterdir() if entry.name != "narrator")
    assert "narrator = narrator.cli:main" in (scripts / "entry_points.txt").read_text(encoding="utf-8")


def test_it_holds_all_that_the_program_reads(wheel: zipfile.Path) -> None:
    packed = set(wheel.root.namelist())
    tree = {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "narrator").rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert tree <= packed
    assert "narrator/py.typed" in packed


def test_its_metadata_says_what_it_is_and_under_which_terms(metadata: Message) -> None:
    assert metadata["Name"] == "picture-narrator"
    assert metadata["License-Expression"] == "Apache-2.0"
    licences = metadata.get_all("License-File", [])
    assert "LICENSE" in licences
    for card in (ROOT / "narrator" / "pretrained").glob("*/MODEL_CARD.md"):  # of weights, and their terms
        assert card.relative_to(ROOT).as_posix() in licences
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert "Typing :: Typed" in metadata.get_all("Classifier", [])
    assert metadata["Keywords"]


def test_an_extra_that_names_others_brings_what_they_bring(metadata: Message) -> None:
    required = metadata.get_all("Requires-Dist", [])
    assert not [requirement for requirement in required if "narrator" in requirement]
    of_extra = {
        extra: {text.partition(";")[0] for text in required if text.endswith(f"extra == '{extra}'")}
        for extra in ("web", "aws")
    }
    assert of_extra["web"]
    assert of_extra["web"] < of_extra["aws"]


@pytest.mark.needs_mypy
def test_a_strict_type_checker_sees_the_types(
    wheel: zipfile.Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mypy import api

    environment = tmp_path / "environment"
    venv.create(environment)
    (packages,) = environment.glob("[Ll]ib/**/site-packages")
    # Not `wheel.root`, which lists folders that Python 3.11.2 does not find when it unpacks them.
    with zipfile.ZipFile(str(wheel.root.filename)) as file:
        file.extractall(packages)
    (tmp_path / "consumer.py").write_text(CONSUMER)
    monkeypatch.chdir(tmp_path)  # where no other narrator lies
    executable = environment / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    report, errors, _ = api.run(
        [
            "--strict",
            f"--python-executable={executable}",
            f"--cache-dir={tmp_path / 'cache'}",
            "--config-file=",
            str(tmp_path / "consumer.py"),
        ]
    )
    assert errors == ""
    (complaint, _) = report.splitlines()  # and the line that counts
    assert 'has type "str | None", variable has type "bytes"' in complaint
