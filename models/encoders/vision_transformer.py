"""A Vision Transformer (Dosovitskiy et al. 2020, arXiv:2010.11929) cut into layers, one after the other."""

from collections import OrderedDict
from typing import Any

import torch
from torch import Tensor, nn

from models.encoders.encoder import Layers


class Patches(nn.Module):
    """A picture as a sequence: a token for the whole, then the patches row by row, all with their places.

    Its parts have torchvision's names, so that a file of torchvision's weights finds them.
    """

    def __init__(self, network: Any) -> None:
        super().__init__()
        self.conv_proj = network.conv_proj
        self.class_token = network.class_token
        self.pos_embedding = network.encoder.pos_embedding

    def forward(self, pictures: Tensor) -> Tensor:
        """Pictures [N, 3, S, S] -> sequences [N, 1 + G, C]."""
        patches = self.conv_proj(pictures).flatten(2).transpose(1, 2)
        whole = self.class_token.expand(patches.shape[0], -1, -1)
        sequences: Tensor = torch.cat([whole, patches], dim=1) + self.pos_embedding
        return sequences


class Grid(nn.Module):
    """A sequence as a grid again, without the token for the whole."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self.side = side

    def forward(self, sequences: Tensor) -> Tensor:
        """Sequences [N, 1 + G, C] -> [N, C, side, side]."""
        patches = sequences[:, 1:].transpose(1, 2)
        grid: Tensor = patches.unflatten(2, (self.side, self.side))  # type: ignore[no-untyped-call]
        return grid


def layers_of(network: Any) -> Layers:
    """The layers of torchvision's `VisionTransformer`, its head left out."""
    blocks = network.encoder.layers.named_children()
    return OrderedDict(
        [
            ("patches", Patches(network)),
            *((f"encoder.layers.{name}", block) for name, block in blocks),
            ("encoder.ln", network.encoder.ln),
            ("grid", Grid(network.image_size // network.patch_size)),
        ]
    )
