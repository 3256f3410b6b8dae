"""The two ONNX graphs of a bundle, made from a torch captioner or translator.

`encoder.onnx` turns what is given into everything that depends on it alone; `decoder.onnx` is one step. There
is no loop and no sampling in either: how captions are drawn is the program's business.
"""

import copy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import onnx
import torch
from torch import Tensor, nn
from torch.export import Dim

from models.captioner import Captioner
from models.decoders import Decoder, Tensors
from models.decoders.words import Words
from models.encoders import Encoder
from models.translator import Translator
from narrator.captioning.vocabulary import END

OPSET = 18


class EncoderGraph(nn.Module):
    """Pixels uint8 [1, S, S, 3] -> features [1, ...] and the state before the first word [1, ...]."""

    def __init__(self, captioner: Captioner) -> None:
        super().__init__()
        self.captioner = captioner

    def forward(self, pixels: Tensor) -> tuple[Tensor, ...]:
        """Features in the order of their names, then the state in the order of its names."""
        pictures = pixels.permute(0, 3, 1, 2).float()
        features = self.captioner.look(self.captioner.encoder.encode_trunk(pictures))
        state = self.captioner.decoder.start(features, 1)
        return (*features.values(), *(tensor.squeeze(0) for tensor in state.values()))


class ReaderGraph(nn.Module):
    """Subwords int64 [1, S] -> features [1, ...] and the state before the first subword [1, ...]."""

    def __init__(self, translator: Translator) -> None:
        super().__init__()
        self.translator = translator

    def forward(self, source: Tensor) -> tuple[Tensor, ...]:
        """Features in the order of their names, then the state in the order of its names."""
        features = self.translator.prepare(source)
        state = self.translator.decoder.start(features, 1)
        return (*features.values(), *(tensor.squeeze(0) for tensor in state.values()))


class DecoderGraph(nn.Module):
    """A step: words int64 [N], state [N, ...], features [1, ...] -> log-probabilities [N, V], next state."""

    def __init__(self, decoder: Decoder, features: list[str], state: list[str]) -> None:
        super().__init__()
        self.decoder = copy.deepcopy(decoder)
        self.features = features
        self.state = state
        for module in self.decoder.modules():
            if isinstance(module, Words):
                module.untie()

    def forward(self, tokens: Tensor, state: list[Tensor], features: list[Tensor]) -> tuple[Tensor, ...]:
        """State and features in the order of their names."""
        before = {name: tensor.unsqueeze(0) for name, tensor in zip(self.state, state, strict=True)}
        picture = dict(zip(self.features, features, strict=True))
        hidden, after = self.decoder.advance(tokens.unsqueeze(0), picture, before)
        logits = self.decoder.logits(hidden).squeeze(0)
        return (logits.log_softmax(dim=-1), *(after[name].squeeze(0) for name in self.state))


class TrunkGraph(nn.Module):
    """Pixels uint8 [1, S, S, 3] -> the trunk's activations [1, C', H, W]: how an `EncoderGraph` begins."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, pixels: Tensor) -> Tensor:
        """What the features of a cache are."""
        return self.encoder.encode_trunk(pixels.permute(0, 3, 1, 2).float())


def write_trunk(encoder: Encoder, file: Path) -> None:
    """Write the trunk alone in 32-bit floating point."""
    pixels = torch.zeros(1, encoder.image_size, encoder.image_size, 3, dtype=torch.uint8)
    torch.onnx.export(
        TrunkGraph(encoder).eval(),
        (pixels,),
        file,
        input_names=["pixels"],
        output_names=["activations"],
        opset_version=OPSET,
        external_data=False,
        dynamo=True,
        verbose=False,
    )


def write_graphs(captioner: Captioner, encoder_file: Path, decoder_file: Path) -> None:
    """Write both graphs in 32-bit floating point."""
    captioner = captioner.eval().cpu()
    side = captioner.encoder.image_size
    pixels = torch.zeros(1, side, side, 3, dtype=torch.uint8)
    with torch.no_grad():
        features = captioner.look(captioner.encoder.encode_trunk(pixels.permute(0, 3, 1, 2).float()))
    _write_encoder(EncoderGraph(captioner), captioner.decoder, {"pixels": pixels}, features, encoder_file)
    _write_decoder(captioner.decoder, features, {}, decoder_file)


def write_translator(translator: Translator, encoder_file: Path, decoder_file: Path) -> None:
    """Write both graphs in 32-bit floating point."""
    translator = translator.eval().cpu()
    source = torch.full((1, 3), END)
    with torch.no_grad():
        features, shorter = translator.prepare(source), translator.prepare(source[:, 1:])
    lengths = {name: _grown(shorter[name], features[name]) for name in features}
    reader = ReaderGraph(translator)
    _write_encoder(reader, translator.decoder, {"source": source}, features, encoder_file, {1: Dim.DYNAMIC})
    _write_decoder(translator.decoder, features, lengths, decoder_file)


def _write_encoder(
    graph: nn.Module,
    decoder: Decoder,
    given: Tensors,
    features: Tensors,
    file: Path,
    lengths: dict[int, Any] | None = None,
) -> None:
    """`given` is the graph's one input, of which the axes `lengths` may have another length."""
    torch.onnx.export(
        graph.eval(),
        tuple(given.values()),
        file,
        input_names=list(given),
        output_names=[f"feature.{name}" for name in features]
        + [f"state.{name}" for name in decoder.start(features, 1)],
        dynamic_shapes=(lengths,) if lengths else None,
        opset_version=OPSET,
        external_data=False,
        dynamo=True,
        verbose=False,
    )
    forget_origins(file)


def _write_decoder(
    decoder: Decoder, features: Tensors, lengths: Mapping[str, dict[int, Any]], file: Path
) -> None:
    """`lengths` are the axes of features that may have another length."""
    example, shapes = example_state(decoder, features)
    torch.onnx.export(
        DecoderGraph(decoder, list(features), list(example)).eval(),
        (torch.zeros(2, dtype=torch.int64), list(example.values()), list(features.values())),
        file,
        input_names=["tokens"]
        + [f"state.{name}" for name in example]
        + [f"feature.{name}" for name in features],
        output_names=["log_probs"] + [f"next.state.{name}" for name in example],
        dynamic_shapes=(
            {0: Dim.DYNAMIC},
            [shapes[name] for name in example],
            [{0: Dim.STATIC} | lengths.get(name, {}) for name in features],
        ),
        opset_version=OPSET,
        external_data=False,
        dynamo=True,
        verbose=False,
    )
    forget_origins(file)


@torch.no_grad()
def example_state(decoder: Decoder, features: Tensors) -> tuple[Tensors, dict[str, dict[int, Any]]]:
    """A state to trace a step with, and which of its axes may have another length at the next step.

    The first axis is the captions. What has grown after a step is a Transformer's cache of words. All
    such axes have two of everything here, because an example with one would be taken for a constant.
    """
    words = torch.zeros(1, 2, dtype=torch.int64)
    start = decoder.start(features, 2)
    _, before = decoder.advance(words, features, start)
    _, after = decoder.advance(words, features, before)
    shapes = {name: {0: Dim.DYNAMIC} | _grown(before[name][0], after[name][0]) for name in start}
    return {name: after[name][0].clone() for name in start}, shapes


def _grown(before: Tensor, after: Tensor) -> dict[int, Any]:
    """The axes behind the first that are longer than they were."""
    return {axis: Dim.DYNAMIC for axis in range(1, after.dim()) if before.shape[axis] != after.shape[axis]}


def forget_origins(file: Path) -> None:
    """Take out of a graph what the exporter noted about the source: stack traces, paths of this machine."""
    model = onnx.load(file)
    noted = [model.graph, *model.graph.node, *model.graph.value_info, *model.graph.input, *model.graph.output]
    for part in (*noted, *model.graph.initializer, *model.functions):
        part.ClearField("metadata_props")
        part.ClearField("doc_string")
    onnx.save(model, file)
