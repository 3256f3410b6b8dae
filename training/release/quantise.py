"""int8: the encoder calibrated on real pictures, the decoder with ranges found as it runs.

Weights keep seven of the eight bits. Processors without VNNI multiply unsigned by signed bytes in
pairs and add both products into 16 bits, where 255 * 127 * 2 does not fit and is cut off silently;
255 * 64 * 2 = 32,640 does. So the graphs compute the same everywhere; `saturating_weights` proves it
of a finished file.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper
from onnxruntime import quantization

from narrator.picture.opening import open_picture, squeeze
from training.config import Config
from training.data.datasets import read_source
from training.release.bias_correction import correct_biases

T = TypeVar("T")

CALIBRATION_PICTURES = 128
"""More of them widen the ranges; 300 cost the released network's features more than they gave."""
LARGEST_PAIR = 32767 // 255
"""Two neighbouring weights whose sizes sum to no more cannot saturate 16 bits."""


QUANTISATION = 2
"""Goes up when a trunk's int8 activations become other ones, so that no cache mixes them."""

STEM = 5
"""Convolutions one behind the other, from the pixels on, that keep 32 bits; of a small network at most a
tenth of all. On Inception v3 half of the error in the words' probabilities comes from them (a divergence by
Kullback and Leibler of 0.0032 to the 32-bit network with them in int8, of 0.0017 without, over 60 pictures),
and 32 bits cost 8 milliseconds."""


class PictureReader(quantization.CalibrationDataReader):  # type: ignore[misc]
    """Hands pictures to the calibration, one after the other."""

    def __init__(self, pictures: Sequence[NDArray[np.uint8]]) -> None:
        self._pictures: Iterator[NDArray[np.uint8]] = iter(pictures)

    def get_next(self) -> dict[str, Any] | None:
        """The next picture as the encoder's input, or None."""
        picture = next(self._pictures, None)
        return None if picture is None else {"pixels": picture[np.newaxis]}


def calibration_pictures(config: Config, root: Path, side: int, count: int) -> list[NDArray[np.uint8]]:
    """Training pictures [S, S, 3], evenly from all training sets, from which int8 takes its ranges."""
    sets = [read_source(source, root) for source in config.data.train]
    chosen = [example for examples in sets for example in spread(examples, count // len(sets))]
    return [squeeze(open_picture(example.picture).image, side) for example in chosen]


def spread(examples: Sequence[T], count: int) -> Sequence[T]:
    """So many of the examples, evenly over the list."""
    return examples[:: max(1, len(examples) // max(1, count))][:count]


def quantise_encoder(
    source: Path,
    target: Path,
    pictures: Sequence[NDArray[np.uint8]],
    *,
    symmetric_activations: bool = False,
    head: int = 0,
    stem: int | None = None,
) -> None:
    """Static quantisation, per channel, ranges from the minima and maxima over the pictures [S, S, 3].

    The first `stem` convolutions of each network in it are left as they are, with pools right behind them: of
    a whole encoder as many as `stem_of` says, of a trunk alone as many as with its head. So are the last
    `head` with all that follows the first of them, but for the matrices behind them, which are as large:
    these are quantised as the decoder's are. Activations are unsigned (U8S8) unless they are asked to be
    symmetric (S8S8).
    """
    kind = quantization.QuantType.QInt8 if symmetric_activations else quantization.QuantType.QUInt8
    prepared = target.with_suffix(".prepared.onnx")
    quantization.quant_pre_process(source, prepared, skip_symbolic_shape=True)
    model = onnx.load(prepared)
    nodes = model.graph.node
    convolutions = [node.name for node in nodes if node.op_type == "Conv"]
    names = [node.name for node in nodes]
    after = names[names.index(convolutions[-head]) :] if head else []
    first = _first_convolutions(nodes, stem_of(len(convolutions)) if stem is None else stem)
    pools = _pools_behind(nodes, first)
    kept = {*first, *pools, *_joining(nodes), *after}
    _keep_apart(model, pools)
    onnx.save(model, prepared)
    if not symmetric_activations:  # whose weights have all eight bits
        correct_biases(prepared, pictures, rounded=set(convolutions) - kept)
    quantization.quantize_static(
        prepared,
        target,
        PictureReader(pictures),
        quant_format=quantization.QuantFormat.QDQ,
        op_types_to_quantize=["Conv", "MatMul", "Concat", "MaxPool", "AveragePool", "Relu"],
        nodes_to_exclude=sorted(kept),
        per_channel=True,
        reduce_range=not symmetric_activations,
        activation_type=kind,
        weight_type=quantization.QuantType.QInt8,
        calibrate_method=quantization.CalibrationMethod.MinMax,
        extra_options={"ActivationSymmetric": symmetric_activations},
    )
    prepared.unlink()
    if products := [node.name for node in nodes if node.op_type == "MatMul" and node.name in after]:
        quantise_products(target, target, products)


def stem_of(convolutions: int) -> int:
    """How many convolutions from the pixels on keep 32 bits in an encoder with so many."""
    return min(STEM, convolutions // 10)


def _first_convolutions(nodes: Sequence[onnx.NodeProto], count: int) -> list[str]:
    """The names of the convolutions with fewer than `count` others between them and the pixels."""
    depths: dict[str, int] = {}
    first = []
    for node in nodes:  # in the order in which they run
        before = max((depths.get(name, 0) for name in node.input), default=0)
        if node.op_type == "Conv" and before < count:
            first.append(node.name)
        depths |= dict.fromkeys(node.output, before + (node.op_type == "Conv"))
    return first


def _pools_behind(nodes: Sequence[onnx.NodeProto], convolutions: Sequence[str]) -> list[str]:
    """The names of the largest-value pools of these and a ReLU: they take a tenth of the time in 32 bits."""
    given = {name for node in nodes if node.name in convolutions for name in node.output}
    rectified = {
        name for node in nodes if node.op_type == "Relu" and given & {*node.input} for name in node.output
    }
    return [node.name for node in nodes if node.op_type == "MaxPool" and rectified & {*node.input}]


def _keep_apart(model: onnx.ModelProto, pools: Sequence[str]) -> None:
    """Let ONNX Runtime not move the rounding behind these pools to before them, where it makes them slow.

    It moves it past a pool, but not past the absolute value, which behind a ReLU is the value.
    """
    for index, node in reversed(list(enumerate(model.graph.node))):
        if node.name in pools:
            given, node.output[0] = node.output[0], f"{node.output[0]}_pooled"
            model.graph.node.insert(index + 1, onnx.helper.make_node("Abs", node.output, [given]))


def _joining(nodes: Sequence[onnx.NodeProto]) -> list[str]:
    """The names of what puts vectors of several networks into one: each has a range of its own."""
    reshaped = {name for node in nodes if node.op_type == "Reshape" for name in node.output}
    return [node.name for node in nodes if node.op_type == "Concat" and reshaped.issuperset(node.input)]


def quantise_decoder(source: Path, target: Path) -> None:
    """Dynamic quantisation, per channel: a step's activations are few, and quick to measure."""
    quantise_products(source, target)


def quantise_products(source: Path, target: Path, nodes: Sequence[str] | None = None) -> None:
    """Quantise matrix products and tables, all or those of these names; ranges are found as they run."""
    quantization.quantize_dynamic(
        source,
        target,
        op_types_to_quantize=["MatMul", "Gather"],
        nodes_to_quantize=nodes,
        per_channel=True,
        reduce_range=True,
        weight_type=quantization.QuantType.QInt8,
    )


def saturating_weights(file: Path) -> list[str]:
    """The names of int8 weights of which two neighbours could overflow 16 bits without VNNI."""
    model = onnx.load(file)
    # Factors stand in an integer product itself, or behind the DequantizeLinear of a QDQ graph.
    factors = {node.input[1] for node in model.graph.node if node.op_type in ("MatMulInteger", "ConvInteger")}
    factors |= {node.input[0] for node in model.graph.node if node.op_type == "DequantizeLinear"}
    return [
        tensor.name
        for tensor in model.graph.initializer
        if tensor.name in factors
        and tensor.data_type == onnx.TensorProto.INT8
        and 2 * np.abs(numpy_helper.to_array(tensor).astype(np.int16)).max() > LARGEST_PAIR
    ]
