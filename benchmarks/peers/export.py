"""What sees the picture, as a graph of ONNX in int8."""

import tempfile
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from benchmarks.peers.networks import build
from benchmarks.peers.published import Peer

_INT8_MATRICES = 40


class _Encoder(torch.nn.Module):
    """The encoder alone: pixels [1, 3, S, S] -> what it saw."""

    def __init__(self, encoder: Any) -> None:
        super().__init__()
        self._encoder = encoder

    def forward(self, pixels: torch.Tensor) -> Any:
        return self._encoder(pixel_values=pixels).last_hidden_state


def export(peer: Peer, graph: Path) -> None:
    """Write the encoder; its matrices are int8, and what goes into them is made so as it comes."""
    encoder = _Encoder(build(peer).get_submodule(peer.encoder)).eval()
    pixels = torch.zeros(1, 3, peer.side, peer.side)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "encoder.onnx"
        torch.onnx.export(encoder, (pixels,), whole, input_names=["pixels"], verbose=False)
        # Convolutions stay in 32 bits: with ones made of what comes they would be slower.
        quantize_dynamic(whole, graph, op_types_to_quantize=["MatMul", "Gemm"], weight_type=QuantType.QInt8)
    operations = [node.op_type for node in onnx.load(graph).graph.node]
    # There are four in each of twelve layers at least. Weights that are turned first would stay in 32 bits.
    if (count := operations.count("MatMulInteger")) < _INT8_MATRICES:
        raise ValueError(f"Of the encoder of {peer.name} only {count} matrices are int8.")
