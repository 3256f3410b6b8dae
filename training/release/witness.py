"""Put a witness into a bundle's encoder, whose trunks run already.

The graph is made from torch, quantised as a decoder is, and joined to the encoder where its trained last
layers begin.
"""

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import compose

from models.encoders import EncoderConfig
from models.encoders.efficientnet_lite import SIZES
from models.witness import NamingHead, Witness
from narrator.captioning.witness import CLASSES, WORDS
from training.errors import TrainingError
from training.release.graphs import OPSET, forget_origins
from training.release.quantise import quantise_products

CLASS_COUNT = 1000
"""ImageNet's, K."""
_PREFIX = "witness/"
"""Of the names of all that is added, so that none meets another."""


def namers(encoder: EncoderConfig) -> dict[int, str]:
    """The members of an encoder that were trained to name things, by their numbers."""
    members = encoder.members or (encoder,)
    return {number: member.name for number, member in enumerate(members) if member.name in SIZES}


def add_witness(
    graph: Path, encoder: EncoderConfig, weight: NDArray[np.float32], bias: NDArray[np.float32]
) -> None:
    """Give the encoder of a bundle the outputs CLASSES [1, K] and WORDS [1, W]; those that it had go.

    Weight [K, W] and bias [W] tell words from classes. Raises `TrainingError` for an encoder none of whose
    members names things.
    """
    known = namers(encoder)
    if not known:
        raise TrainingError("No network of this encoder was trained to name things, so there is no witness.")
    model = without_witness(onnx.load(graph))
    heads = [NamingHead.trained(name) for name in known.values()]
    given = [_activations(model, number, head) for number, head in zip(known, heads, strict=True)]
    with tempfile.TemporaryDirectory(prefix="narrator-witness-") as temporary:
        file = Path(temporary, "witness.onnx")
        _write(Witness(heads, torch.from_numpy(weight), torch.from_numpy(bias)), heads, file)
        added = compose.add_prefix(onnx.load(file), _PREFIX)
    added.ir_version = model.ir_version
    joined = [(tensor, each.name) for tensor, each in zip(given, added.graph.input, strict=True)]
    for tensor in given:
        model.graph.output.append(onnx.helper.make_empty_tensor_value_info(tensor))
    kept = [output.name for output in model.graph.output if output.name not in given]
    named = [output.name for output in added.graph.output]
    merged = compose.merge_models(model, added, io_map=joined, outputs=[*kept, *named])
    _rename_outputs(merged, dict(zip(named, (CLASSES, WORDS), strict=True)))
    merged.graph.name = model.graph.name
    merged.graph.doc_string = model.graph.doc_string
    merged.producer_name, merged.producer_version = model.producer_name, model.producer_version
    merged.ClearField("opset_import")
    merged.opset_import.extend(model.opset_import)
    onnx.save(merged, graph)


def without_witness(model: onnx.ModelProto) -> onnx.ModelProto:
    """An encoder as it was before one was added; it is changed."""
    graph = model.graph
    for part in (graph.node, graph.initializer, graph.value_info):
        for each in [each for each in part if each.name.startswith(_PREFIX)]:
            part.remove(each)
    for output in [output for output in graph.output if output.name in (CLASSES, WORDS)]:
        graph.output.remove(output)
    return model


def _activations(model: onnx.ModelProto, number: int, head: NamingHead) -> str:
    """What goes into the trained last convolution of the member of that number, as large as its own."""
    layer = re.compile(rf"encoder\.head\.(heads\.heads\.{number}\.)?features_8\.0\.weight$")
    channels = {tensor.name: tensor.dims[1] for tensor in model.graph.initializer if len(tensor.dims) == 4}
    for node in model.graph.node:
        is_layer = node.op_type == "Conv" and layer.search(node.input[1])
        if is_layer and channels.get(node.input[1]) == head.channels:
            return str(node.input[0])
    raise TrainingError(
        "The encoder's graph is not that of this configuration: name the one it was made with."
    )


def _write(witness: Witness, heads: Sequence[NamingHead], file: Path) -> None:
    """The witness as an int8 graph."""
    # The side of the grid is of no account here, but has to be the same for all.
    grids = [torch.zeros(1, head.channels, 8, 8) for head in heads]
    torch.onnx.export(
        witness.eval(),
        (grids,),
        file,
        input_names=[f"grid{number}" for number in range(len(grids))],
        output_names=[CLASSES, WORDS],
        opset_version=OPSET,
        external_data=False,
        dynamo=True,
        verbose=False,
    )
    forget_origins(file)
    quantise_products(file, file)


def _rename_outputs(model: onnx.ModelProto, names: dict[str, str]) -> None:
    for node in model.graph.node:
        for place, name in enumerate(node.output):
            node.output[place] = names.get(name, name)
        for place, name in enumerate(node.input):
            node.input[place] = names.get(name, name)
    for output in model.graph.output:
        output.name = names.get(output.name, output.name)
