"""The painter: from noise and words to a small picture, a step at a time.

A picture is made as a flow carries noise to it (Liu et al. 2022, arXiv:2209.03003; Lipman et al. 2022,
arXiv:2210.02747): at the moment t from 0 to 1 it is t times the picture plus 1 - t times the noise. The
network sees that mixture and says what the picture is, not what the noise is: pictures fill a small part of
the space of all pixels, noise fills it all, and a narrow network has room for the first alone (Li and He
2025, arXiv:2511.13720).

Shape letters: P pictures, S pixels a side, T words with the start token, D channels.
"""

import math
from typing import cast

import torch
from torch import Tensor, nn

from models.painter.blocks import CellLayer, ChannelNorm, Convolutions
from models.painter.config import PainterConfig
from models.painter.reader import Reader

_WAVES = 128


class Painter(nn.Module):
    """A small U-Net: convolutions down to S/4, attention to cells and words at S/8, and up again.

    That attention stands only where cells are few is what makes it cheap (Hoogeboom et al. 2023,
    arXiv:2301.11093). What comes in and goes out are windows that overlap by half, so no seams show between
    them.
    """

    def __init__(self, config: PainterConfig, table: Tensor) -> None:
        """`table` are the captioner's vectors of words [V, E]."""
        super().__init__()
        detail, width = config.detail, config.width
        self.side = config.side
        self.reader = Reader(config, table)
        self.time = nn.Sequential(nn.Linear(_WAVES, width), nn.SiLU(), nn.Linear(width, width))
        self.gist = nn.Linear(width, width)
        self.shared = nn.Linear(width, 6 * width)

        self.enter = nn.Conv2d(3, detail, 8, stride=4, padding=2)
        self.down = Convolutions(detail, detail, width)
        self.fold = nn.Conv2d(detail, width, 2, stride=2)
        self.places = nn.Parameter(0.02 * torch.randn((config.side // 8) ** 2, width))
        self.layers = nn.ModuleList(CellLayer(width, config.heads) for _ in range(config.layers))
        self.unfold = nn.ConvTranspose2d(width, detail, 2, stride=2)
        self.up = Convolutions(2 * detail, detail, width)
        self.norm = ChannelNorm(detail)
        self.leave = nn.ConvTranspose2d(detail, 3, 8, stride=4, padding=2)

    def forward(self, mixtures: Tensor, times: Tensor, tokens: Tensor) -> Tensor:
        """Mixtures [P, 3, S, S], moments [P], ids of words [P, T] -> pictures [P, 3, S, S], about -1..1."""
        return self.step(mixtures, times, *self.reader(tokens))

    def step(self, mixtures: Tensor, times: Tensor, words: Tensor, hidden: Tensor) -> Tensor:
        """The same, of words that have been read: [P, T, D], and which are none [P, 1, 1, T]."""
        # The start token has looked at all other words.
        moment = nn.functional.silu(self.time(waves(times)) + self.gist(words[:, 0]))
        shared = self.shared(moment).unflatten(1, (6, -1))
        fine = self.down(self.enter(mixtures), moment)
        coarse = self.fold(fine)
        cells = coarse.flatten(2).transpose(1, 2) + self.places
        for layer in self.layers:
            cells = layer(cells, words, hidden.to(words.dtype), shared)
        coarse = cells.transpose(1, 2).unflatten(2, coarse.shape[2:])
        fine = self.up(torch.cat((self.unfold(coarse), fine), dim=1), moment)
        return cast(Tensor, self.leave(nn.functional.silu(self.norm(fine)))).float()


def waves(times: Tensor) -> Tensor:
    """Moments [P] -> sines and cosines of them [P, 128], of wavelengths from 0.006 to 60."""
    rates = torch.exp(torch.arange(_WAVES // 2, device=times.device) * (-math.log(10_000) / (_WAVES // 2)))
    angles = 1000 * times[:, None] * rates
    return torch.cat((angles.sin(), angles.cos()), dim=1)
