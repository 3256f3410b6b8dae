"""Inception v3 (Szegedy et al. 2015, arXiv:1512.00567) in torchvision's dialect and its authors'."""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torchvision.models import inception as blocks

from models.encoders.encoder import Normalisation

TORCHVISION = Normalisation(mean=(127.5,) * 3, deviation=(127.5,) * 3)
GOOGLE = Normalisation(mean=(128.0,) * 3, deviation=(128.0,) * 3)


def speak_google(network: Any) -> None:
    """Change torchvision's network into the one that Google's weights of 2015-12-05 were trained in."""
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


def average_unpadded(x: Tensor) -> Tensor:
    """A 3x3 average whose cells beyond the border are left out, not counted as zeros."""
    return F.avg_pool2d(x, kernel_size=3, stride=1, padding=1, count_include_pad=False)


def averaged(branch: blocks.BasicConv2d, x: Tensor) -> Tensor:
    """`branch`, a convolution of 1x1 with normalisation and ReLU, of the average of `x`.

    Averaged is what the convolution gives, with a third to a sixth of the channels. It comes to the same,
    for both are linear, and an average without zeros leaves a bias as it is.
    """
    return F.relu(average_unpadded(branch.bn(branch.conv(x))))


class GoogleInceptionA(blocks.InceptionA):  # type: ignore[misc]
    """torchvision's 35x35 block with Google's average pool."""

    def _forward(self, x: Tensor) -> list[Tensor]:
        return [
            self.branch1x1(x),
            self.branch5x5_2(self.branch5x5_1(x)),
            self.branch3x3dbl_3(self.branch3x3dbl_2(self.branch3x3dbl_1(x))),
            averaged(self.branch_pool, x),
        ]


class GoogleInceptionC(blocks.InceptionC):  # type: ignore[misc]
    """torchvision's 17x17 block with Google's average pool."""

    def _forward(self, x: Tensor) -> list[Tensor]:
        double = self.branch7x7dbl_3(self.branch7x7dbl_2(self.branch7x7dbl_1(x)))
        return [
            self.branch1x1(x),
            self.branch7x7_3(self.branch7x7_2(self.branch7x7_1(x))),
            self.branch7x7dbl_5(self.branch7x7dbl_4(double)),
            averaged(self.branch_pool, x),
        ]


class GoogleInceptionE(blocks.InceptionE):  # type: ignore[misc]
    """torchvision's 8x8 block with Google's pools: unpadded average in Mixed_7b, maximum in Mixed_7c."""

    def __init__(self, in_channels: int, *, pool: nn.MaxPool2d | None = None) -> None:
        super().__init__(in_channels)
        self.pool = pool

    def _forward(self, x: Tensor) -> list[Tensor]:
        single = self.branch3x3_1(x)
        double = self.branch3x3dbl_2(self.branch3x3dbl_1(x))
        pooled = self.branch_pool(self.pool(x)) if self.pool else averaged(self.branch_pool, x)
        return [
            self.branch1x1(x),
            torch.cat([self.branch3x3_2a(single), self.branch3x3_2b(single)], 1),
            torch.cat([self.branch3x3dbl_3a(double), self.branch3x3dbl_3b(double)], 1),
            pooled,
        ]
