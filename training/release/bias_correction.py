"""Rounded weights shift what a convolution gives on average; its bias takes the shift back.

After Nagel et al. 2019 (arXiv:1906.04721, section 4.2), with means measured on real pictures.
"""

from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper
from onnxruntime import InferenceSession

LARGEST_WEIGHT = 64
"""What a channel's largest weight becomes in int8, of which seven bits are used."""


def correct_biases(graph: Path, pictures: Sequence[NDArray[np.uint8]], *, rounded: Collection[str]) -> None:
    """Change the biases of a 32-bit encoder as its weights' rounding to int8 will need it.

    `rounded` are the names of the convolutions that will be. Pictures are [S, S, 3].
    """
    model = onnx.load(graph)
    # Only a bias can take a shift back.
    convolutions = [node for node in model.graph.node if node.name in rounded and len(node.input) == 3]
    means = _mean_inputs(model, sorted({node.input[0] for node in convolutions}), pictures)
    constants = {tensor.name: tensor for tensor in model.graph.initializer}
    for node in convolutions:
        source, weights, bias = node.input
        lost, mean = _lost(numpy_helper.to_array(constants[weights])), means[source]
        groups = mean.size // lost.shape[1]
        # [groups, O/groups, I/groups] @ [groups, I/groups, 1]
        shift = (lost.reshape(groups, -1, lost.shape[1]) @ mean.reshape(groups, -1, 1)).ravel()
        corrected = numpy_helper.to_array(constants[bias]) + shift
        constants[bias].CopyFrom(numpy_helper.from_array(corrected.astype(np.float32), bias))
    onnx.save(model, graph)


def _lost(weights: NDArray[np.float32]) -> NDArray[np.float64]:
    """What rounding takes from weights [O, I, H, W], summed over the window: [O, I]."""
    exact = weights.astype(np.float64)
    step = np.abs(exact).max(axis=(1, 2, 3), keepdims=True) / LARGEST_WEIGHT
    step[step == 0] = 1
    lost: NDArray[np.float64] = (exact - np.round(exact / step) * step).sum(axis=(2, 3))
    return lost


def _mean_inputs(
    model: onnx.ModelProto, names: Sequence[str], pictures: Sequence[NDArray[np.uint8]]
) -> dict[str, NDArray[np.float64]]:
    """The mean of activations [1, C, H, W] by name, over places and pictures: [C] each."""
    if not names:
        return {}  # asked for nothing, the runtime would give all
    probed = onnx.ModelProto()
    probed.CopyFrom(model)
    probed.graph.output.extend(helper.make_empty_tensor_value_info(name) for name in names)
    session = InferenceSession(probed.SerializeToString(), providers=["CPUExecutionProvider"])
    totals: dict[str, NDArray[np.float64]] = {}
    for picture in pictures:
        activations = session.run(list(names), {"pixels": picture[np.newaxis]})
        for name, activation in zip(names, activations, strict=True):
            totals[name] = totals.get(name, 0.0) + activation.mean(axis=(0, 2, 3), dtype=np.float64)
    return {name: total / len(pictures) for name, total in totals.items()}
