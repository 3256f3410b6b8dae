"""The forms in which a peer's network is tried: 32 bits, 16 bits, and two ways of int8."""

from collections.abc import Callable, Mapping
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import onnxruntime
import torch
from transformers.modeling_outputs import BaseModelOutputWithPooling

from benchmarks.peers import published
from benchmarks.peers.export import export
from benchmarks.peers.published import Peer

Form = Callable[[Any, Peer, Path], Any]
"""A network in 32 bits, whose it is and a folder for files -> the network in another form."""


def _as_it_is(network: Any, peer: Peer, folder: Path) -> Any:
    return network


def _bfloat16(network: Any, peer: Peer, folder: Path) -> Any:
    return network.to(torch.bfloat16)


def _int8(network: Any, peer: Peer, folder: Path) -> Any:
    """Torch's own: weights of linear layers in 8 bits, and what goes in is made 8 bits as it comes."""
    quantized: Any = torch.ao.quantization.quantize_dynamic  # has no types
    return quantized(network, {torch.nn.Linear}, dtype=torch.qint8)


def _onnx_encoder(network: Any, peer: Peer, folder: Path) -> Any:
    """What sees the picture in int8 by ONNX Runtime; what writes, which waits for its weights, in 16 bits."""
    graph = folder / "encoder.int8.onnx"
    # The graph is made in a process of its own: what that leaves behind is not the network's memory.
    making = get_context("forkserver").Process(target=export, args=(peer, graph))
    making.start()
    making.join()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    session = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
    network = network.to(torch.bfloat16)
    encoder = network.get_submodule(peer.encoder)

    def forward(pixel_values: torch.Tensor, **_: object) -> BaseModelOutputWithPooling:
        (seen,) = session.run(None, {"pixels": pixel_values.float().numpy()})
        return BaseModelOutputWithPooling(last_hidden_state=torch.from_numpy(seen).to(network.dtype))

    for parameter in encoder.parameters():
        parameter.data = torch.empty(0, dtype=parameter.dtype)
    encoder.forward = forward
    return network


FORMS: Mapping[str, Form] = dict(
    zip(published.FORMS, (_as_it_is, _bfloat16, _int8, _onnx_encoder), strict=True)
)
