"""Biases that take back what rounding weights shifts: the mean of what a convolution gives is kept."""

from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from onnx import numpy_helper
from onnxruntime import InferenceSession
from torch import nn

from training.release.bias_correction import LARGEST_WEIGHT, correct_biases


class Pixels(nn.Module):
    """Two convolutions on pixels, the second perhaps in groups."""

    def __init__(self, groups: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(nn.Conv2d(3, 8, 1), nn.ReLU(), nn.Conv2d(8, 16, 1, groups=groups))

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        """uint8 [1, S, S, 3] -> [1, 16, S, S]."""
        out: torch.Tensor = self.layers(pixels.permute(0, 3, 1, 2).float() / 255)
        return out


def round_weights(file: Path) -> None:
    model = onnx.load(file)
    constants = {tensor.name: tensor for tensor in model.graph.initializer}
    for node in model.graph.node:
        if node.op_type == "Conv":
            weights = numpy_helper.to_array(constants[node.input[1]])
            step = np.abs(weights).max(axis=(1, 2, 3), keepdims=True) / LARGEST_WEIGHT
            rounded = (np.round(weights / step) * step).astype(np.float32)
            constants[node.input[1]].CopyFrom(numpy_helper.from_array(rounded, node.input[1]))
    onnx.save(model, file)


def mean_output(file: Path, pictures: list[np.ndarray]) -> np.ndarray:
    session = InferenceSession(file)
    outputs = [session.run(None, {"pixels": picture[np.newaxis]})[0] for picture in pictures]
    mean: np.ndarray = np.mean(outputs, axis=(0, 1, 3, 4))
    return mean


@pytest.mark.parametrize("groups", [1, 4])
def test_the_mean_of_what_comes_out_is_kept(tmp_path: Path, groups: int) -> None:
    torch.manual_seed(0)
    random = np.random.default_rng(0)
    pictures = [random.integers(40, 200, (6, 6, 3)).astype(np.uint8) for _ in range(12)]
    plain, corrected = tmp_path / "plain.onnx", tmp_path / "corrected.onnx"
    example = torch.zeros(1, 6, 6, 3, dtype=torch.uint8)
    for file in (plain, corrected):
        torch.manual_seed(0)
        torch.onnx.export(Pixels(groups).eval(), (example,), file, input_names=["pixels"], dynamo=True)
    expected = mean_output(plain, pictures)
    names = {node.name for node in onnx.load(corrected).graph.node if node.op_type == "Conv"}
    correct_biases(corrected, pictures, rounded=names)
    round_weights(plain)
    round_weights(corrected)
    before = np.abs(mean_output(plain, pictures) - expected).max()
    after = np.abs(mean_output(corrected, pictures) - expected).max()
    assert after < before / 5
