"""`joint`: several networks that look at the same picture, their grids one over the other."""

import math
from collections import OrderedDict
from collections.abc import Sequence
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.encoders.encoder import Encoder, Layers, Normalisation, WeightsError

AS_IT_IS = Normalisation(mean=(0.0,) * 3, deviation=(1.0,) * 3)
"""Each member normalises for itself."""


def join(members: Sequence[Encoder]) -> Encoder:
    """One encoder whose cells have the channels of all members, in their order.

    Networks of different kinds that were trained apart see different things. They may take pictures of
    different sizes, but must give grids of the same one. What is cached are the activations of all trunks, as
    vectors one after the other [N, K, 1, 1].
    Raises `WeightsError` when the grids do not lie over each other.
    """
    side = max(member.image_size for member in members)
    with torch.no_grad():
        pictures = [torch.zeros(1, 3, member.image_size, member.image_size) for member in members]
        activations = [
            member.encode_trunk(picture) for member, picture in zip(members, pictures, strict=True)
        ]
        grids = [member.head(seen) for member, seen in zip(members, activations, strict=True)]
    if len({grid.shape[2:] for grid in grids}) != 1:
        sizes = " and ".join("x".join(map(str, grid.shape[2:])) for grid in grids)
        raise WeightsError(
            f"Grids of {sizes} cells do not lie over each other: set image_size of the encoder's members."
        )
    layers: Layers = OrderedDict(
        trunks=JointTrunk(members), heads=JointHead(members, [seen.shape[1:] for seen in activations])
    )
    return Encoder(
        layers=layers,
        trunk_until="trunks",
        normalisation=AS_IT_IS,
        image_size=side,
        channels=sum(member.channels for member in members),
    )


class JointTrunk(nn.Module):
    """Pictures [N, 3, S, S], values 0..255 -> the activations of all trunks as vectors [N, K, 1, 1]."""

    def __init__(self, members: Sequence[Encoder]) -> None:
        super().__init__()
        self.trunks = nn.ModuleList(member.trunk for member in members)
        self._sides = [member.image_size for member in members]
        for number, member in enumerate(members):
            self.register_buffer(f"mean{number}", member.mean)
            self.register_buffer(f"deviation{number}", member.deviation)

    def forward(self, pictures: Tensor) -> Tensor:
        """Each trunk sees the picture in its own size and range."""
        seen = []
        for number, (trunk, side) in enumerate(zip(self.trunks, self._sides, strict=True)):
            mean, deviation = getattr(self, f"mean{number}"), getattr(self, f"deviation{number}")
            # The largest size is the picture's own, which nothing need be done to.
            sized = pictures if side == max(self._sides) else _resized(pictures, side)
            seen.append(trunk((sized - mean) / deviation).flatten(1))
        return torch.cat(seen, dim=1)[..., None, None]


class JointHead(nn.Module):
    """What `JointTrunk` gives [N, K, 1, 1] -> the channels of all members, cell by cell [N, C, H, W]."""

    def __init__(self, members: Sequence[Encoder], shapes: Sequence[torch.Size]) -> None:
        super().__init__()
        self.heads = nn.ModuleList(member.head for member in members)
        self._shapes = [tuple(shape) for shape in shapes]

    def forward(self, activations: Tensor) -> Tensor:
        """Each head sees what its own trunk made."""
        parts = torch.split(activations.flatten(1), [math.prod(shape) for shape in self._shapes], dim=1)
        heads = cast("list[nn.Module]", self.heads)
        grids = [
            head(part.reshape(-1, *shape))
            for head, part, shape in zip(heads, parts, self._shapes, strict=True)
        ]
        return torch.cat(grids, dim=1)


def _resized(pictures: Tensor, side: int) -> Tensor:
    return F.interpolate(pictures, size=(side, side), mode="bilinear", align_corners=False)
