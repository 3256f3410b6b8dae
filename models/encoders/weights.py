"""Starting weights from a file, under torchvision's names for the layers."""

from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from models.encoders.encoder import Encoder, MissingWeightsError, WeightsError

BEHEADED = ("fc.", "AuxLogits.", "classifier.", "heads.")
"""What a file may hold besides: the classifiers, which no encoder has."""
RENAMED = {"patches.pos_embedding": "encoder.pos_embedding"} | {
    f"patches.{name}": name for name in ("class_token", "conv_proj.weight", "conv_proj.bias")
}
"""The Vision Transformer's first layer gathers what torchvision has in several places."""


def load_weights(encoder: Encoder, path: Path) -> list[str]:
    """Load a weight file; returns the convolutions and linear layers that it lacks and that stay fresh.

    Batch normalisation comes in two ways. Where the file holds a layer's statistics, all is loaded as it
    is. Where it does not, the layer was folded into the convolution before it, whose bias is the file's
    `bias` of the normalisation: with mean 0, variance 1 - eps and weight 1 it then adds that and does
    nothing else. A layer whose weight is absent is initialised anew (He et al. 2015, arXiv:1502.01852).
    Raises `MissingWeightsError` when there is no file, and `WeightsError` when it holds a tensor that the
    encoder has no place for.
    """
    if not path.is_file():
        raise MissingWeightsError(f"There is no weight file {path}.")
    tensors: dict[str, Tensor] = load_file(path)
    places = _places(encoder)
    unknown = [name for name in tensors if name not in places and not name.startswith(BEHEADED)]
    if unknown:
        raise WeightsError(f"{path} holds tensors that this encoder lacks, {unknown[0]} first.")
    fresh = []
    with torch.no_grad():
        for layer, module in _modules(encoder):
            if isinstance(module, nn.BatchNorm2d) and f"{layer}.running_mean" not in tensors:
                _add_bias_only(module)
            elif isinstance(module, nn.Conv2d | nn.Linear) and _plain(f"{layer}.weight") not in tensors:
                nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
                fresh.append(layer.removesuffix(".conv"))
        for name in tensors.keys() & places.keys():
            if places[name].shape != tensors[name].shape:
                shapes = f"{tuple(tensors[name].shape)}, not {tuple(places[name].shape)}"
                raise WeightsError(f"{name} in {path} has the shape {shapes}.")
            places[name].copy_(tensors[name])
    return fresh


def save_weights(encoder: Encoder, path: Path) -> None:
    """Write all weights and statistics of an encoder as a file that `load_weights` reads."""
    tensors = {name: tensor.detach().contiguous() for name, tensor in _places(encoder).items()}
    save_file(tensors, path)


def _add_bias_only(norm: nn.BatchNorm2d) -> None:
    assert norm.running_mean is not None and norm.running_var is not None
    norm.weight.fill_(1.0)
    norm.bias.zero_()
    norm.running_mean.zero_()
    norm.running_var.fill_(1.0 - norm.eps)


def _modules(encoder: Encoder) -> list[tuple[str, nn.Module]]:
    """All modules of the encoder under torchvision's names."""
    return [
        (f"{layer}.{name}" if name else layer, module)
        for layer, outer in encoder.layers().items()
        for name, module in outer.named_modules()
    ]


def _places(encoder: Encoder) -> dict[str, Tensor]:
    """The encoder's parameters and statistics under torchvision's names."""
    return {
        _plain(f"{layer}.{name}"): tensor
        for layer, module in encoder.layers().items()
        for name, tensor in module.state_dict(keep_vars=True).items()
    }


def _plain(name: str) -> str:
    return RENAMED.get(name, name)
