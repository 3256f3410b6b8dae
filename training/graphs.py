"""The two ONNX graphs of a bundle, made from a torch captioner.

`encoder.onnx` turns a picture into everything that depends on the picture alone; `decoder.onnx` is one
step. There is no loop and no sampling in either: how captions are drawn is the program's business.
"""

from pathlib import Path

import onnx
import torch
from torch import Tensor, nn

from models.captioner import Captioner

OPSET = 18


class EncoderGraph(nn.Module):
    """Pixels uint8 [1, S, S, 3] -> features [1, ...] and the state before the first word [1, D]."""

    def __init__(self, captioner: Captioner) -> None:
        super().__init__()
        self.captioner = captioner

    def forward(self, pixels: Tensor) -> tuple[Tensor, ...]:
        """Features in the order of their names, then the state in the order of its names."""
        pictures = pixels.permute(0, 3, 1, 2).float()
        features = self.captioner.look(self.captioner.encoder.encode_trunk(pictures))
        state = self.captioner.decoder.start(features, 1)
        return (*features.values(), *(tensor.squeeze(0) for tensor in state.values()))


class DecoderGraph(nn.Module):
    """One step: words int64 [N], state [N, D], features [1, ...] -> log-probabilities [N, V], next state."""

    output: Tensor

    def __init__(self, captioner: Captioner, features: list[str], state: list[str]) -> None:
        super().__init__()
        self.decoder = captioner.decoder
        self.features = features
        self.state = state
        # Input and output share one table in training. In the graph each has its own, laid out as it
        # is read, so that each can be quantised in its own way.
        self.register_buffer("output", captioner.decoder.embedding.weight.detach().t().contiguous())

    def forward(self, tokens: Tensor, state: list[Tensor], features: list[Tensor]) -> tuple[Tensor, ...]:
        """State and features in the order of their names."""
        before = {name: tensor.unsqueeze(0) for name, tensor in zip(self.state, state, strict=True)}
        picture = dict(zip(self.features, features, strict=True))
        hidden, after = self.decoder.advance(tokens.unsqueeze(0), picture, before)
        logits = hidden.squeeze(0) @ self.output + self.decoder.output_bias
        return (logits.log_softmax(dim=-1), *(after[name].squeeze(0) for name in self.state))


def write_graphs(captioner: Captioner, encoder_file: Path, decoder_file: Path) -> None:
    """Write both graphs in 32-bit floating point."""
    captioner = captioner.eval().cpu()
    side = captioner.encoder.image_size
    pixels = torch.zeros(1, side, side, 3, dtype=torch.uint8)
    with torch.no_grad():
        features = captioner.look(captioner.encoder.encode_trunk(pixels.permute(0, 3, 1, 2).float()))
        state = captioner.decoder.start(features, 1)
    feature_names, state_names = list(features), list(state)
    torch.onnx.export(
        EncoderGraph(captioner).eval(),
        (pixels,),
        encoder_file,
        input_names=["pixels"],
        output_names=[f"feature.{name}" for name in feature_names]
        + [f"state.{name}" for name in state_names],
        opset_version=OPSET,
        external_data=False,
        dynamo=True,
        verbose=False,
    )
    # Two rows, because an example of one would be taken for a constant.
    rows = {0: torch.export.Dim.DYNAMIC}
    torch.onnx.export(
        DecoderGraph(captioner, feature_names, state_names).eval(),
        (
            torch.zeros(2, dtype=torch.int64),
            [tensor.squeeze(0).expand(2, -1).clone() for tensor in state.values()],
            list(features.values()),
        ),
        decoder_file,
        input_names=["tokens"]
        + [f"state.{name}" for name in state_names]
        + [f"feature.{name}" for name in feature_names],
        output_names=["log_probs"] + [f"next.state.{name}" for name in state_names],
        dynamic_shapes=(
            rows,
            [rows for _ in state_names],
            [{0: torch.export.Dim.STATIC} for _ in feature_names],
        ),
        opset_version=OPSET,
        external_data=False,
        dynamo=True,
        verbose=False,
    )
    for file in (encoder_file, decoder_file):
        forget_origins(file)


def forget_origins(file: Path) -> None:
    """Take out of a graph what the exporter noted about the source: stack traces, paths of this machine."""
    model = onnx.load(file)
    noted = [model.graph, *model.graph.node, *model.graph.value_info, *model.graph.input, *model.graph.output]
    for part in (*noted, *model.graph.initializer, *model.functions):
        part.ClearField("metadata_props")
        part.ClearField("doc_string")
    onnx.save(model, file)
