"""What an environment tells of the way in which Narrator came there."""

import json
import subprocess
import sys
import venv
from importlib.metadata import Distribution, PackageNotFoundError
from pathlib import Path

import pytest

from narrator.installation import environment as environment_module
from narrator.installation.environment import Environment, checkout_of
from tests.places import ROOT

TELL = """
import json
from narrator.installation.environment import Environment
here = Environment.current()
print(json.dumps({name: str(value) for name, value in vars(here).items()}))
"""


def installed(folder: Path, origin: object = None) -> Distribution:
    """The notes of an installed package; `origin` is where pip says that it came from."""
    notes = folder / "picture_narrator-0.1.0.dist-info"
    notes.mkdir()
    (notes / "METADATA").write_text("Metadata-Version: 2.4\nName: picture-narrator\nVersion: 0.1.0\n")
    if origin is not None:
        (notes / "direct_url.json").write_text(json.dumps(origin))
    return Distribution.at(notes)


@pytest.mark.parametrize(
    ("origin", "folder"),
    [
        (
            {"url": "file:///home/ann/the%20source", "dir_info": {"editable": True}},
            Path("/home/ann/the source"),
        ),
        ({"url": "file:///home/ann/source", "dir_info": {}}, None),  # pip install .
        ({"url": "https://example.org/narrator.git", "vcs_info": {"vcs": "git"}}, None),
        ({"url": "file:///home/ann/picture_narrator-0.1.0-py3-none-any.whl", "archive_info": {}}, None),
        (None, None),  # from a registry
    ],
)
def test_only_an_editable_installation_runs_out_of_a_checkout(
    tmp_path: Path, origin: object, folder: Path | None
) -> None:
    assert checkout_of(installed(tmp_path, origin)) == folder


def test_a_source_that_nobody_has_installed_is_a_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Distribution:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(environment_module, "distribution", missing)
    assert Environment.current().checkout == ROOT


def test_a_virtual_environment_is_known_with_its_pip(tmp_path: Path) -> None:
    venv.create(tmp_path / "with", with_pip=True)
    venv.create(tmp_path / "without")
    for name in ("with", "without"):
        python = tmp_path / name / "bin" / "python"
        process = subprocess.run([python, "-c", TELL], capture_output=True, text=True, check=True, cwd=ROOT)
        told = json.loads(process.stdout)
        assert told["prefix"] == str(tmp_path / name)
        assert told["python"] == str(python)
        assert told["has_pip"] == str(name == "with")
        assert told["externally_managed"] == "False"
        assert told["checkout"] == str(ROOT)


@pytest.mark.parametrize(
    ("base", "marked", "managed"),
    [("/usr", True, True), ("/usr", False, False), ("/elsewhere", True, False)],
)
def test_a_systems_python_may_be_the_package_managers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, base: str, marked: bool, managed: bool
) -> None:
    monkeypatch.setattr(sys, "prefix", "/usr")
    monkeypatch.setattr(sys, "base_prefix", base)
    monkeypatch.setattr("sysconfig.get_path", lambda name: str(tmp_path))
    if marked:
        (tmp_path / "EXTERNALLY-MANAGED").write_text("[externally-managed]\n")
    assert Environment.current().externally_managed == managed


def test_pip_is_not_run_by_the_interpreter_that_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/venv/Scripts/pythonw.exe")
    assert Environment.current().python == Path("/venv/Scripts/python.exe")
