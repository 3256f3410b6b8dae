"""How tests are shared out: one file is run right here, several by workers that leave each other room."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT

FILE = """
import json, os, signal
from pathlib import Path

import pytest

@pytest.mark.needs_torch
def test_it(tmp_path):
    seen = {name: os.environ.get(name) for name in ("PYTEST_XDIST_WORKER", "OMP_NUM_THREADS")}
    seen["folder"] = tmp_path.parent.name
    seen["can be interrupted"] = signal.getsignal(signal.SIGINT) is not signal.SIG_IGN
    Path(__file__).with_suffix(".json").write_text(json.dumps(seen))
"""


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> list[dict[str, str | bool | None]]:
    """What tests saw, of two files or those that are named, when run as if in a shell's background."""
    for variable in ("OMP_NUM_THREADS", "PYTEST_ADDOPTS", "PYTEST_CURRENT_TEST", "PYTEST_XDIST_WORKER"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for name in ("test_1.py", "test_2.py"):
        (folder / name).write_text(FILE)
    options = ["-p", "xdist", "-p", "tests.side_by_side", "--numprocesses=auto", "--dist=loadfile"]
    background = (
        "import os, signal, sys; signal.signal(2, signal.SIG_IGN); os.execv(sys.argv[1], sys.argv[1:])"
    )
    command = [sys.executable, "-c", background, sys.executable, "-m", "pytest", *options, *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return [json.loads(file.read_text()) for file in sorted(folder.glob("*.json"))]


@pytest.mark.parametrize("argument", ["test_1.py", "test_1.py::test_it"])
def test_one_file_alone_is_run_without_workers(
    argument: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (seen,) = run(tmp_path, monkeypatch, argument)
    assert (seen["PYTEST_XDIST_WORKER"], seen["OMP_NUM_THREADS"]) == (None, None)
    assert seen["can be interrupted"]


def test_several_files_are_run_by_workers_with_a_core_and_short_paths(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = run(tmp_path, monkeypatch)
    assert len(seen) == 2
    for each in seen:
        assert each["OMP_NUM_THREADS"] == "1"
        assert each["PYTEST_XDIST_WORKER"] == f"gw{each['folder']}"
        assert each["can be interrupted"]
