"""What computes the activations that are cached: the trunk in torch, or as the int8 bundle will run it.

A decoder that learns from the int8 trunk's activations has met its rounding before it is shipped. Where
the trunk is not trained this is all that quantisation-aware training (Jacob et al. 2017, arXiv:1712.05877)
could do for it, and it costs nothing.
"""

import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from onnxruntime import InferenceSession, SessionOptions
from torch import Tensor, nn
from torch.fx.experimental.optimization import fuse

from models.encoders import Encoder
from training.release.graphs import write_trunk
from training.release.quantise import quantise_encoder, stem_of

PRECISIONS = {"float32": torch.float32, "bfloat16": torch.bfloat16}


class Trunk(Protocol):
    """Pictures as the runtime squeezes them -> what the trunk makes of them."""

    def __call__(self, pictures: NDArray[np.uint8]) -> NDArray[np.float16]:
        """Pixels [N, S, S, 3] -> activations [N, C', H, W]."""


class TorchTrunk:
    """The trunk in torch, its batch normalisation folded into its convolutions."""

    def __init__(self, encoder: Encoder, precision: torch.dtype = torch.float32) -> None:
        self._encoder = encoder
        self._precision = precision
        self._layers = fuse(encoder.trunk).to(precision).to(memory_format=torch.channels_last)

    @torch.inference_mode()
    def __call__(self, pictures: NDArray[np.uint8]) -> NDArray[np.float16]:
        """Pixels [N, S, S, 3] -> activations [N, C', H, W]."""
        pixels: Tensor = torch.from_numpy(pictures).permute(0, 3, 1, 2).float()
        normalised = (pixels - self._encoder.mean) / self._encoder.deviation
        activations = self._layers(normalised.to(self._precision))
        halved: NDArray[np.float16] = activations.half().contiguous().numpy()
        return halved


class Int8Trunk:
    """The trunk quantised as `training.export` quantises it, calibrated on the same pictures [S, S, 3]."""

    def __init__(self, encoder: Encoder, calibration: Sequence[NDArray[np.uint8]]) -> None:
        with tempfile.TemporaryDirectory(prefix="narrator-trunk-") as temporary:
            full, small = Path(temporary, "fp32.onnx"), Path(temporary, "int8.onnx")
            write_trunk(encoder, full)
            # With its head, as it ships, an encoder has more convolutions than the trunk alone.
            convolutions = sum(isinstance(module, nn.Conv2d) for module in encoder.modules())
            quantise_encoder(full, small, calibration, stem=stem_of(convolutions))
            options = SessionOptions()
            options.intra_op_num_threads = 1  # many pictures side by side are faster than one in parts
            self._session = InferenceSession(small.read_bytes(), options, providers=["CPUExecutionProvider"])
        self._pool = ThreadPoolExecutor(torch.get_num_threads())

    def __call__(self, pictures: NDArray[np.uint8]) -> NDArray[np.float16]:
        """Pixels [N, S, S, 3] -> activations [N, C', H, W]."""
        return np.concatenate(list(self._pool.map(self._run, pictures)))

    def _run(self, picture: NDArray[np.uint8]) -> NDArray[np.float16]:
        (activations,) = self._session.run(None, {"pixels": picture[np.newaxis]})
        halved: NDArray[np.float16] = activations.astype(np.float16)
        return halved
