"""The trunk whose activations are cached: in torch, and as the int8 bundle will run it."""

from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from numpy.typing import NDArray
from onnxruntime import InferenceSession
from torch import nn

from models.captioner import Captioner
from models.decoders import DecoderConfig
from models.encoders import EncoderConfig, build_encoder
from narrator.captioning.graphs import DECODER, ENCODER
from tests.training.test_export import random_captioner
from training.release.graphs import write_graphs
from training.release.quantise import quantise_encoder
from training.release.trunks import Int8Trunk, TorchTrunk

PICTURES = np.random.default_rng(0).integers(256, size=(6, 96, 96, 3), dtype=np.uint8)


def inside(graph: Path, pictures: NDArray[np.uint8], channels: int) -> NDArray[np.float32]:
    """The last activations of so many channels that a quantised encoder computes on its way."""
    model = onnx.load(graph)
    rounded = [node.output[0] for node in model.graph.node if node.op_type == "DequantizeLinear"]
    given = len(model.graph.output)
    model.graph.output.extend(onnx.helper.make_empty_tensor_value_info(name) for name in rounded)
    session = InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    found = []
    for picture in pictures:
        outputs = session.run(None, {"pixels": picture[np.newaxis]})[given:]
        found.append([output for output in outputs if output.shape[:2] == (1, channels)][-1])
    return np.concatenate(found)


def test_the_torch_trunk_is_the_encoders() -> None:
    encoder = random_captioner().encoder
    with torch.inference_mode():
        pixels = torch.from_numpy(PICTURES).permute(0, 3, 1, 2).float()
        expected = encoder.encode_trunk(pixels).numpy()
    np.testing.assert_allclose(TorchTrunk(encoder)(PICTURES), expected, rtol=2e-3, atol=2e-3)


@pytest.mark.parametrize(
    ("name", "last"), [("squeezenet1_1", "features.9"), ("efficientnet_lite0", "features.7")]
)
def test_the_int8_trunk_of_a_deep_network_is_the_one_inside_the_bundle(
    name: str, last: str, tmp_path: Path
) -> None:
    """So many of its first convolutions keep 32 bits as a tenth of all, not of the trunk's alone."""
    torch.manual_seed(0)
    encoder = build_encoder(EncoderConfig(name=name, trunk_until=last, image_size=64))
    captioner = Captioner.build(encoder, DecoderConfig(hidden=16), 20).eval()
    pictures = PICTURES[:, :64, :64]
    encoder.keeps_statistics = False  # with fresh ones, hardly anything is left after fifty layers
    for module in encoder.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.momentum = 1.0
    encoder.train()(torch.from_numpy(pictures).permute(0, 3, 1, 2).float())
    encoder.eval()
    write_graphs(captioner, tmp_path / "full.onnx", tmp_path / DECODER)
    head = sum(isinstance(module, nn.Conv2d) for module in encoder.head.modules())
    quantise_encoder(tmp_path / "full.onnx", tmp_path / ENCODER, list(pictures), head=head)
    cached = Int8Trunk(encoder, list(pictures))(pictures)
    model = onnx.load(tmp_path / ENCODER)
    first_of_head = [node for node in model.graph.node if node.op_type == "Conv"][-head]
    model.graph.output.append(onnx.helper.make_empty_tensor_value_info(first_of_head.input[0]))
    session = InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    given = [session.run(None, {"pixels": picture[np.newaxis]})[-1] for picture in pictures]
    np.testing.assert_allclose(cached, np.concatenate(given), rtol=2e-3, atol=1e-2)


def test_the_int8_trunk_is_the_one_inside_the_bundle(tmp_path: Path) -> None:
    captioner = random_captioner()
    write_graphs(captioner, tmp_path / "full.onnx", tmp_path / DECODER)
    quantise_encoder(tmp_path / "full.onnx", tmp_path / ENCODER, list(PICTURES))
    cached = Int8Trunk(captioner.encoder, list(PICTURES))(PICTURES)
    np.testing.assert_allclose(cached, inside(tmp_path / ENCODER, PICTURES, 128), rtol=2e-3, atol=1e-4)
    assert np.abs(cached - TorchTrunk(captioner.encoder)(PICTURES)).max() > 1e-3
