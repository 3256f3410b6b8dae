"""Encoders: pictures in, a grid of features out.

Every encoder is cut in two. The *trunk* stays as it was pre-trained, so what it makes of a
picture can be computed once and cached; the *head* is trained together with the decoder.
"""

import itertools
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import torchvision
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F
from torchvision.models import inception as blocks


class WeightsError(ValueError):
    """The starting weights do not fit the encoder that should take them."""


@dataclass(frozen=True, kw_only=True)
class Normalisation:
    """How pixel values 0..255 become the network's input: (pixel - mean) / deviation, in RGB order."""

    mean: tuple[float, float, float]
    deviation: tuple[float, float, float]


IMAGENET = Normalisation(
    mean=(0.485 * 255, 0.456 * 255, 0.406 * 255),
    deviation=(0.229 * 255, 0.224 * 255, 0.225 * 255),
)


@dataclass(frozen=True, kw_only=True)
class EncoderConfig:
    """Which encoder, what it starts from and how much of it is trained."""

    name: str = "inception_v3"
    weights: str = "none"
    """`torchvision` (the official weights, by name), `none`, or the path of a .safetensors file."""
    dialect: str = "torchvision"
    """Inception only: `google2015` for the input scaling and the pools of the weights of 2015-12-05."""
    trunk_until: str = "Mixed_7a"
    """The last layer of the trunk; the layers after it are the head."""
    head_until: str = ""
    """The layer that gives the grid: one of the head or the trunk's last; empty for the network's last."""


class Encoder(nn.Module):
    """Pictures [N, 3, S, S], values 0..255 in RGB order -> grids of features [N, G, C].

    Normalisation is a part of the network, so that nobody who holds its file can get it wrong.
    """

    mean: Tensor
    deviation: Tensor

    def __init__(
        self,
        *,
        layers: "OrderedDict[str, nn.Module]",
        trunk_until: str,
        normalisation: Normalisation,
        image_size: int,
        channels: int,
    ) -> None:
        super().__init__()
        names = list(layers)
        if trunk_until not in names:
            raise WeightsError(f"There is no layer {trunk_until}; the layers are {', '.join(names)}.")
        cut = names.index(trunk_until) + 1
        self.trunk = nn.Sequential(OrderedDict(list(layers.items())[:cut]))
        self.head = nn.Sequential(OrderedDict(list(layers.items())[cut:]))
        self.image_size = image_size
        self.channels = channels
        self.register_buffer("mean", torch.tensor(normalisation.mean).view(1, 3, 1, 1))
        self.register_buffer("deviation", torch.tensor(normalisation.deviation).view(1, 3, 1, 1))

    def cut_after(self, layer: str) -> None:
        """Leave out what comes after this layer, which is one of the head or the trunk's last.

        After the trunk's last there is no head: the decoder attends to the pre-trained features themselves.
        """
        names = [[name for name, _ in self.trunk.named_children()][-1]]
        names += [name for name, _ in self.head.named_children()]
        if layer not in names:
            raise WeightsError(f"The grid cannot come from {layer}; it can from {', '.join(names)}.")
        self.head = self.head[: names.index(layer)]
        with torch.no_grad():
            picture = torch.zeros(1, 3, self.image_size, self.image_size)
            self.channels = self.forward(picture).shape[-1]

    def encode_trunk(self, pictures: Tensor) -> Tensor:
        """Pictures [N, 3, S, S] -> what the trunk makes of them [N, C', H, W]; this is what is cached."""
        activations: Tensor = self.trunk((pictures - self.mean) / self.deviation)
        return activations

    def encode_head(self, activations: Tensor) -> Tensor:
        """The trunk's activations [N, C', H, W] -> grids of features [N, G, C]."""
        grid: Tensor = self.head(activations)
        return grid.flatten(2).transpose(1, 2)

    def forward(self, pictures: Tensor) -> Tensor:
        """Pictures [N, 3, S, S] -> grids of features [N, G, C]."""
        return self.encode_head(self.encode_trunk(pictures))

    def train(self, mode: bool = True) -> "Encoder":
        """Like `Module.train`, but batch normalisation keeps its pre-trained statistics.

        Caption batches hold too few and too similar pictures to estimate them anew.
        """
        super().train(mode)
        for module in self.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.eval()
        return self


def average_unpadded(x: Tensor) -> Tensor:
    """A 3x3 average whose cells beyond the border are left out, not counted as zeros."""
    return F.avg_pool2d(x, kernel_size=3, stride=1, padding=1, count_include_pad=False)


class GoogleInceptionA(blocks.InceptionA):  # type: ignore[misc]
    """torchvision's 35x35 block with Google's average pool."""

    def _forward(self, x: Tensor) -> list[Tensor]:
        return [
            self.branch1x1(x),
            self.branch5x5_2(self.branch5x5_1(x)),
            self.branch3x3dbl_3(self.branch3x3dbl_2(self.branch3x3dbl_1(x))),
            self.branch_pool(average_unpadded(x)),
        ]


class GoogleInceptionC(blocks.InceptionC):  # type: ignore[misc]
    """torchvision's 17x17 block with Google's average pool."""

    def _forward(self, x: Tensor) -> list[Tensor]:
        double = self.branch7x7dbl_3(self.branch7x7dbl_2(self.branch7x7dbl_1(x)))
        return [
            self.branch1x1(x),
            self.branch7x7_3(self.branch7x7_2(self.branch7x7_1(x))),
            self.branch7x7dbl_5(self.branch7x7dbl_4(double)),
            self.branch_pool(average_unpadded(x)),
        ]


class GoogleInceptionE(blocks.InceptionE):  # type: ignore[misc]
    """torchvision's 8x8 block with Google's pools: unpadded average in Mixed_7b, maximum in Mixed_7c."""

    def __init__(self, in_channels: int, *, pool: Callable[[Tensor], Tensor] = average_unpadded) -> None:
        super().__init__(in_channels)
        self.pool = pool

    def _forward(self, x: Tensor) -> list[Tensor]:
        single = self.branch3x3_1(x)
        double = self.branch3x3dbl_2(self.branch3x3dbl_1(x))
        return [
            self.branch1x1(x),
            torch.cat([self.branch3x3_2a(single), self.branch3x3_2b(single)], 1),
            torch.cat([self.branch3x3dbl_3a(double), self.branch3x3dbl_3b(double)], 1),
            self.branch_pool(self.pool(x)),
        ]


def _inception(config: EncoderConfig) -> Encoder:
    """Inception v3 (Szegedy et al. 2015, arXiv:1512.00567) beheaded: 8x8 cells of 2,048 channels."""
    official = config.weights == "torchvision"
    if config.dialect not in ("torchvision", "google2015"):
        raise WeightsError(f"There is no dialect {config.dialect!r}; it is torchvision or google2015.")
    if official and config.dialect == "google2015":
        raise WeightsError(
            "torchvision's weights were trained with torchvision's pools: use dialect torchvision."
        )
    network = torchvision.models.inception_v3(
        weights=torchvision.models.Inception_V3_Weights.IMAGENET1K_V1 if official else None,
        init_weights=False,
    )
    half = Normalisation(mean=(127.5,) * 3, deviation=(127.5,) * 3)
    if config.dialect == "google2015":
        for name, block in list(network.named_children()):
            match block:
                case blocks.InceptionA():
                    pooled = block.branch_pool.conv.out_channels
                    setattr(network, name, GoogleInceptionA(block.branch1x1.conv.in_channels, pooled))
                case blocks.InceptionC():
                    middle = block.branch7x7_1.conv.out_channels
                    setattr(network, name, GoogleInceptionC(block.branch1x1.conv.in_channels, middle))
        network.Mixed_7b = GoogleInceptionE(1280)
        network.Mixed_7c = GoogleInceptionE(2048, pool=nn.MaxPool2d(kernel_size=3, stride=1, padding=1))
        half = Normalisation(mean=(128.0,) * 3, deviation=(128.0,) * 3)
    beheaded = ("AuxLogits", "avgpool", "dropout", "fc")
    layers = OrderedDict((name, layer) for name, layer in network.named_children() if name not in beheaded)
    return Encoder(
        layers=layers, trunk_until=config.trunk_until, normalisation=half, image_size=299, channels=2048
    )


def _resnet50(config: EncoderConfig) -> Encoder:
    """ResNet-50 (He et al. 2015, arXiv:1512.03385) beheaded: 8x8 cells of 2,048 channels at 256 pixels."""
    official = config.weights == "torchvision"
    network = torchvision.models.resnet50(
        weights=torchvision.models.ResNet50_Weights.IMAGENET1K_V2 if official else None
    )
    layers = OrderedDict(
        (name, layer) for name, layer in network.named_children() if name not in ("avgpool", "fc")
    )
    return Encoder(
        layers=layers, trunk_until=config.trunk_until, normalisation=IMAGENET, image_size=256, channels=2048
    )


class Coordinates(nn.Module):
    """Adds two channels that say where each pixel is (Liu et al. 2018, arXiv:1807.03247).

    Attention cannot tell left from right. Deep networks learn it from their borders, small ones do not.
    """

    where: Tensor

    def __init__(self, side: int) -> None:
        super().__init__()
        line = torch.linspace(-1, 1, side)
        self.register_buffer("where", torch.stack(torch.meshgrid(line, line, indexing="ij")).unsqueeze(0))

    def forward(self, x: Tensor) -> Tensor:
        """[N, C, S, S] -> [N, C + 2, S, S]; both new channels run from -1 to 1."""
        return torch.cat([x, self.where.expand_as(x[:, :2])], dim=1)


def _small(config: EncoderConfig) -> Encoder:
    """Four strided convolutions, to try a change on drawings in minutes: 6x6 cells of 128 channels."""
    side, channels = 96, (3 + 2, 32, 64, 96, 128)
    layers: OrderedDict[str, nn.Module] = OrderedDict(
        (f"block{number}", nn.Sequential(nn.Conv2d(before, after, 3, stride=2, padding=1), nn.ReLU()))
        for number, (before, after) in enumerate(itertools.pairwise(channels), start=1)
    )
    layers["coordinates"] = Coordinates(side)
    layers.move_to_end("coordinates", last=False)
    return Encoder(
        layers=layers,
        trunk_until=config.trunk_until,
        normalisation=IMAGENET,
        image_size=side,
        channels=channels[-1],
    )


ENCODERS: dict[str, Callable[[EncoderConfig], Encoder]] = {
    "inception_v3": _inception,
    "resnet50": _resnet50,
    "small": _small,
}


def build_encoder(config: EncoderConfig) -> Encoder:
    """Make the encoder that the configuration names and load what it starts from.

    Raises `WeightsError` when the name is unknown or the weight file does not fit.
    """
    if config.name not in ENCODERS:
        raise WeightsError(f"There is no encoder {config.name!r}; there are {', '.join(sorted(ENCODERS))}.")
    encoder = ENCODERS[config.name](config)
    if config.weights not in ("torchvision", "none"):
        load_folded_weights(encoder, Path(config.weights))
    encoder.eval()
    if config.head_until:
        encoder.cut_after(config.head_until)
    return encoder


def load_folded_weights(encoder: Encoder, path: Path) -> list[str]:
    """Load a weight file whose batch normalisation was folded; returns the layers that it left fresh.

    Such a file holds `<layer>.conv.weight` and `<layer>.bn.bias` only. The normalisation then has
    nothing left to do but to add the bias, which it does with mean 0, variance 1 - eps and weight 1.
    A layer whose weight is absent is initialised anew (He et al. 2015, arXiv:1502.01852).
    Raises `WeightsError` when the file holds a tensor that the encoder has no place for.
    """
    if not path.is_file():
        raise WeightsError(f"There is no weight file {path}.")
    tensors: dict[str, Tensor] = load_file(path)
    places = _tensors_by_plain_name(encoder)
    unknown = [name for name in tensors if name not in places and not name.startswith(("fc.", "AuxLogits."))]
    if unknown:
        raise WeightsError(f"{path} holds tensors that this encoder lacks, {unknown[0]} first.")
    fresh = []
    with torch.no_grad():
        for module in encoder.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.weight.fill_(1.0)
                module.bias.zero_()
                assert module.running_mean is not None and module.running_var is not None
                module.running_mean.zero_()
                module.running_var.fill_(1.0 - module.eps)
        for name, place in places.items():
            if name in tensors:
                if place.shape != tensors[name].shape:
                    shapes = f"{tuple(tensors[name].shape)}, not {tuple(place.shape)}"
                    raise WeightsError(f"{name} in {path} has the shape {shapes}.")
                place.copy_(tensors[name].float())
            elif name.endswith("conv.weight"):
                nn.init.kaiming_normal_(place, nonlinearity="relu")
                fresh.append(name.removesuffix(".conv.weight"))
    return fresh


def _tensors_by_plain_name(encoder: Encoder) -> dict[str, Any]:
    """The encoder's parameters under torchvision's names, wherever the cut between trunk and head lies."""
    parts: Iterable[nn.Module] = (encoder.trunk, encoder.head)
    return {name: tensor for part in parts for name, tensor in part.named_parameters()}
