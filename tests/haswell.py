"""Runs a graph on an emulated processor that has AVX2 but no VNNI, with the installed ONNX Runtime.

qemu-x86_64 -cpu Haswell python tests/haswell.py GRAPH.onnx INPUTS.npz OUTPUTS.npz
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]


def run(graph: Path, inputs: Arrays) -> dict[str, NDArray[Any]]:
    """The graph's outputs on this processor."""
    session = onnxruntime.InferenceSession(str(graph), providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, dict(inputs)), strict=True))


def run_on_haswell(graph: Path, inputs: Arrays, temporary: Path) -> dict[str, NDArray[Any]]:
    """The graph's outputs on the emulated one."""
    np.savez(temporary / "inputs.npz", allow_pickle=False, **inputs)
    # The real interpreter knows nothing of the virtual environment, so it is told where its packages are.
    python = [str(Path(sys.executable).resolve()), __file__]
    files = [str(graph), str(temporary / "inputs.npz"), str(temporary / "outputs.npz")]
    subprocess.run(
        ["qemu-x86_64", "-cpu", "Haswell", *python, *files],
        check=True,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )
    with np.load(temporary / "outputs.npz") as outputs:
        return dict(outputs)


if __name__ == "__main__":
    graph_file, inputs_file, outputs_file = map(Path, sys.argv[1:])
    with np.load(inputs_file) as given:
        np.savez(outputs_file, allow_pickle=False, **run(graph_file, dict(given)))
