"""The two ONNX graphs of a painter's bundle, made from a torch painter."""

import copy
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn
from torch.export import Dim

from models.painter import Painter
from training.release.graphs import OPSET, forget_origins

_SMALL = 1024
"""Tensors with fewer values keep 32 bits."""


class ReaderGraph(nn.Module):
    """Ids of words [P, T] -> words [P, T, D], and which are none [P, 1, 1, T]."""

    def __init__(self, painter: Painter) -> None:
        super().__init__()
        self.reader = copy.deepcopy(painter.reader)
        # The table after its projection is a third as large.
        self.reader.table = self.reader.project(self.reader.table).detach()
        self.reader.project = nn.Identity()  # type: ignore[assignment]

    def forward(self, tokens: Tensor) -> tuple[Tensor, Tensor]:
        """As `Reader`."""
        words, hidden = self.reader(tokens)
        return words, hidden


class StepGraph(nn.Module):
    """Mixtures, moments and words that were read -> pictures."""

    def __init__(self, painter: Painter) -> None:
        super().__init__()
        self.painter = painter

    def forward(self, mixtures: Tensor, times: Tensor, words: Tensor, hidden: Tensor) -> Tensor:
        """As `Painter.step`."""
        return self.painter.step(mixtures, times, words, hidden)


def write_painter(painter: Painter, reader_file: Path, painter_file: Path, most_words: int) -> None:
    """Write both graphs; they compute in 32 bits from weights that are kept in 16."""
    painter = copy.deepcopy(painter).eval().cpu().float()
    tokens = torch.ones(2, most_words // 2, dtype=torch.int64)
    tokens[0, -1] = 0
    with torch.no_grad():
        words, hidden = painter.reader(tokens)
        reader = ReaderGraph(painter).eval()
    torch.onnx.export(
        reader,
        (tokens,),
        reader_file,
        input_names=["tokens"],
        output_names=["words", "hidden"],
        dynamic_shapes=({0: Dim.DYNAMIC, 1: Dim.DYNAMIC},),
        opset_version=OPSET,
        external_data=False,
        dynamo=True,
        verbose=False,
    )
    torch.onnx.export(
        StepGraph(painter).eval(),
        (torch.zeros(2, 3, painter.side, painter.side), torch.zeros(2), words, hidden),
        painter_file,
        input_names=["mixtures", "times", "words", "hidden"],
        output_names=["pictures"],
        dynamic_shapes=(
            {0: Dim.DYNAMIC},
            {0: Dim.DYNAMIC},
            {0: Dim.DYNAMIC, 1: Dim.DYNAMIC},
            {0: Dim.DYNAMIC, 3: Dim.DYNAMIC},
        ),
        opset_version=OPSET,
        external_data=False,
        dynamo=True,
        verbose=False,
    )
    for file in (reader_file, painter_file):
        forget_origins(file)
        _halve(file)


def _halve(file: Path) -> None:
    """Keep the weights in 16 bits; ONNX Runtime makes 32 of them once, when it loads the graph."""
    model = onnx.load(file)
    casts = []
    for tensor in model.graph.initializer:
        if tensor.data_type != TensorProto.FLOAT or np.prod(tensor.dims) < _SMALL:
            continue
        name = tensor.name
        half = numpy_helper.to_array(tensor).astype(np.float16)
        tensor.CopyFrom(numpy_helper.from_array(half, f"{name}.half"))
        casts.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.save(model, file)
