"""What extras need comes from the metadata of what is installed."""

import tomllib
from importlib.metadata import Distribution
from pathlib import Path

import pytest

from narrator.installation.extras import requirement_of, requirements_of
from tests.places import ROOT

METADATA = """Metadata-Version: 2.4
Name: picture-narrator
Version: 0.1.0
Requires-Dist: click>=8.1
Requires-Dist: dbus-fast>=2.24; sys_platform == 'linux'
Requires-Dist: av>=18; extra == 'camera'
Requires-Dist: onnx<2,>=1.17 ; extra == "train"
Requires-Dist: mangum>=0.19; extra == 'aws'
Requires-Dist: h11>=0.16; extra == 'aws'
"""


def made(folder: Path) -> Distribution:
    """A package with these metadata."""
    notes = folder / "picture_narrator-0.1.0.dist-info"
    notes.mkdir()
    (notes / "METADATA").write_text(METADATA)
    return Distribution.at(notes)


@pytest.mark.parametrize(
    ("extra", "requirements"),
    [
        ("camera", ["av>=18"]),
        ("train", ["onnx<2,>=1.17"]),
        ("aws", ["mangum>=0.19", "h11>=0.16"]),
        ("came", []),
    ],
)
def test_requirements_are_those_of_the_extra_alone(
    tmp_path: Path, extra: str, requirements: list[str]
) -> None:
    assert requirements_of(extra, made(tmp_path)) == requirements


@pytest.mark.parametrize(
    ("package", "requirement"),
    [("click", "click>=8.1"), ("dbus-fast", "dbus-fast>=2.24"), ("mangum", "mangum"), ("clic", "clic")],
)
def test_the_requirement_of_a_package(tmp_path: Path, package: str, requirement: str) -> None:
    assert requirement_of(package, made(tmp_path)) == requirement


@pytest.mark.parametrize("extra", ["camera", "web"])
def test_the_installed_extras_are_those_of_the_project(extra: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert sorted(requirements_of(extra)) == sorted(project["optional-dependencies"][extra])
