"""Whoever lacks something can run the other tests, and is told what was left out and what would bring it."""

import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from tests.imports import foreign_modules
from tests.needs import NEEDS, Need
from tests.places import ROOT

MOON = """
from tests import kept_out
from tests.kept_out import *
from tests.needs import Need

kept_out.NEEDS = (
    Need(name="moon", what="the moon", programs={"moon-lander": "lander fuel"}, fixtures=("crater",)),
    Need(name="rocks", what="a box of rocks", modules=("moon_rocks",), extra="test-moon"),
)
"""
MARKED = "import pytest\n\n@pytest.mark.needs_moon\ndef test_it(): raise AssertionError\n"
BY_FIXTURE = "import pytest\n\n@pytest.fixture\ndef crater(): assert 0\n\ndef test_it(crater): pass\n"
BY_IMPORT = "import moon_rocks\n\ndef test_it(): pass\n"
BY_OTHER_IMPORT = "import sun_spots\n\ndef test_it(): pass\n"
HEALTHY = "def test_it(): pass\n"


@pytest.fixture
def far_from_the_moon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not in CI, and with nothing of the outer run's."""
    for variable in ("CI", "PYTEST_ADDOPTS", "PYTEST_CURRENT_TEST"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTHONPATH", f"{ROOT}:{tmp_path}")


def run(folder: Path, *files: str, options: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """pytest on files of tests that need the moon, its program or rocks of it."""
    for number, content in enumerate(files):
        (folder / f"test_{number}.py").write_text(content)
    (folder / "moon.py").write_text(MOON)
    command = [sys.executable, "-m", "pytest", "-p", "xdist", "-p", "moon", "--strict-markers", *options]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder)


WORKERS = pytest.mark.parametrize("workers", ["0", "2"])


@WORKERS
@pytest.mark.usefixtures("far_from_the_moon")
def test_what_is_missing_is_listed_once_a_need_and_the_rest_runs(tmp_path: Path, workers: str) -> None:
    done = run(tmp_path, MARKED, BY_FIXTURE, BY_IMPORT, HEALTHY, options=("-n", workers))
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout
    listed = [line for line in done.stdout.splitlines() if line.startswith("Not run here")]
    assert listed == [
        "Not run here: 2 tests, because the moon is missing: apt install lander fuel",
        "Not run here: 1 file, because a box of rocks is missing: pip install '.[test-moon]'",
    ]


@pytest.mark.usefixtures("far_from_the_moon")
def test_a_file_that_nobody_asked_for_is_not_listed(tmp_path: Path) -> None:
    done = run(tmp_path, BY_IMPORT, HEALTHY, options=("test_1.py",))
    assert done.returncode == 0, done.stdout
    assert "Not run here" not in done.stdout


@pytest.mark.usefixtures("far_from_the_moon")
def test_another_module_that_is_missing_is_an_error(tmp_path: Path) -> None:
    done = run(tmp_path, BY_OTHER_IMPORT, HEALTHY)
    assert done.returncode == pytest.ExitCode.INTERRUPTED
    assert "No module named 'sun_spots'" in done.stdout


@WORKERS
@pytest.mark.parametrize("file", [MARKED, BY_FIXTURE, BY_IMPORT])
@pytest.mark.usefixtures("far_from_the_moon")
def test_in_ci_nothing_is_kept_out(
    tmp_path: Path, file: str, workers: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    done = run(tmp_path, file, HEALTHY, options=("-n", workers))
    assert done.returncode in (pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED)
    assert any(said in done.stdout for said in ("and the moon is missing: apt install", "'moon_rocks'"))
    assert "Not run here" not in done.stdout


@pytest.mark.usefixtures("far_from_the_moon")
def test_a_need_can_be_left_out_by_its_marker_and_is_not_listed_then(tmp_path: Path) -> None:
    done = run(tmp_path, MARKED, BY_FIXTURE, HEALTHY, options=("-m", "not needs_moon"))
    assert done.returncode == 0, done.stdout
    assert "1 passed, 2 deselected" in done.stdout
    assert "Not run here" not in done.stdout


def test_imports_are_followed_through_the_repository() -> None:
    assert "torch" in foreign_modules(ROOT / "tests" / "training" / "test_train.py")
    assert "onnx" in foreign_modules(ROOT / "tests" / "test_tiny_bundle.py")  # by tests/tiny_bundle.py
    assert "mangum" in foreign_modules(ROOT / "tests" / "web" / "test_aws_lambda.py")  # by narrator/web
    assert "torch" not in foreign_modules(ROOT / "tests" / "captioning" / "test_ranking.py")


def test_what_is_missing_can_be_asked_before_anything_is_installed() -> None:
    command = [sys.executable, "-S", "-m", "tests.needs", "packages"]  # without any package
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env={"PATH": ""}, check=True)
    expected = {
        package for need in NEEDS for packages in need.programs.values() for package in packages.split()
    }
    assert expected <= set(done.stdout.split())


def test_no_package_is_named_twice() -> None:
    named = Counter(
        package
        for need in NEEDS
        for packages in (*need.programs.values(), need.packages)
        for package in packages.split()
    )
    assert {package for package, count in named.items() if count > 1} == set()
    assert not set((ROOT / ".ci" / "run").read_text(encoding="utf-8").split()) & named.keys()


@pytest.mark.parametrize("need", NEEDS, ids=lambda need: need.name)
def test_every_need_says_what_helps_and_some_test_has_it(need: Need) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert bool(need.modules) == (need.extra in project["optional-dependencies"])
    assert need.programs or need.modules or need.packages or need.advice
    files = [file for file in (ROOT / "tests").rglob("test_*.py") if file != Path(__file__)]
    words = (f"mark.{need.marker}", *(f"def {fixture}(" for fixture in need.fixtures))
    assert any(set(need.modules) & foreign_modules(file) for file in files) or any(
        word in file.read_text(encoding="utf-8") for file in (ROOT / "tests").rglob("*.py") for word in words
    )
