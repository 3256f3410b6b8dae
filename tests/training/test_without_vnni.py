"""int8 on a processor without VNNI, emulated, where products of unsigned and signed bytes can saturate."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray

from narrator.captioning.graphs import DECODER, ENCODER
from tests.haswell import run, run_on_haswell
from tests.training.test_export import random_captioner
from training.release.graphs import write_graphs
from training.release.quantise import quantise_decoder, quantise_encoder

pytestmark = pytest.mark.needs_qemu


def noise(side: int) -> NDArray[np.uint8]:
    return np.random.default_rng(0).integers(256, size=(side, side, 3), dtype=np.uint8)


def small_bundle(folder: Path) -> Path:
    """A bundle of a small network with random weights, made as released ones are."""
    for name in ("full", "small"):
        (folder / name).mkdir()
    write_graphs(random_captioner(), folder / "full" / ENCODER, folder / "full" / DECODER)
    quantise_encoder(folder / "full" / ENCODER, folder / "small" / ENCODER, [noise(96)])
    quantise_decoder(folder / "full" / DECODER, folder / "small" / DECODER)
    return folder / "small"


def test_a_bundle_computes_the_same_without_vnni(tmp_path: Path) -> None:
    bundle = small_bundle(tmp_path)
    picture = {"pixels": noise(96)[np.newaxis]}
    here = run(bundle / ENCODER, picture)
    there = run_on_haswell(bundle / ENCODER, picture, tmp_path)
    for name, expected in here.items():
        # A value on the border between two steps of a byte may fall to either side.
        assert np.abs(there[name] - expected).max() <= 0.05 * max(1.0, np.abs(expected).max()), name

    step = {"tokens": np.array([4, 9, 7])} | here
    step |= {name: array.repeat(3, axis=0) for name, array in here.items() if name.startswith("state.")}
    expected = run(bundle / DECODER, step)["log_probs"]
    found = run_on_haswell(bundle / DECODER, step, tmp_path)["log_probs"]
    np.testing.assert_allclose(found, expected, atol=0.05)


@pytest.mark.parametrize(("weight", "right"), [(127, False), (63, True)])
def test_it_is_the_eighth_bit_that_saturates(weight: int, right: bool, tmp_path: Path) -> None:
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("MatMulInteger", ["x", "weights"], ["y"])],
        "product",
        [onnx.helper.make_tensor_value_info("x", onnx.TensorProto.UINT8, [1, 64])],
        [onnx.helper.make_tensor_value_info("y", onnx.TensorProto.INT32, [1, 16])],
        [onnx.numpy_helper.from_array(np.full((64, 16), weight, dtype=np.int8), "weights")],
    )
    opset = [onnx.helper.make_opsetid("", 18)]
    onnx.save(onnx.helper.make_model(graph, opset_imports=opset, ir_version=9), tmp_path / "product.onnx")
    inputs = {"x": np.full((1, 64), 255, dtype=np.uint8)}
    product = run_on_haswell(tmp_path / "product.onnx", inputs, tmp_path)["y"]
    assert (product == 255 * weight * 64).all() == right
