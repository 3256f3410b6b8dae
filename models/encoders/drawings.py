"""`small`: an encoder to try a change on drawings in minutes."""

import itertools
from collections import OrderedDict

import torch
from torch import Tensor, nn

from models.encoders.encoder import IMAGENET, Encoder, EncoderConfig, Layers, WeightsError


def small(config: EncoderConfig) -> Encoder:
    """Four strided convolutions: 6x6 cells of 128 channels at 96 pixels."""
    side, channels = 96, (3 + 2, 32, 64, 96, 128)
    if config.weights == "torchvision" or config.image_size not in (0, side):
        raise WeightsError(
            f"The encoder `small` has no official weights, and pictures of {side} pixels only."
        )
    layers: Layers = OrderedDict(
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
