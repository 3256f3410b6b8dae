"""The blocks that a painter is built of.

Shape letters: P pictures, C or D channels, H cells a side, G cells, T words.
"""

import math
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class Attention(nn.Module):
    """Attention with several heads (Vaswani et al. 2017, arXiv:1706.03762).

    Queries and keys are normalised, which keeps large learning rates from making it explode (Dehghani et al.
    2023, arXiv:2302.05442).
    """

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width, bias=False)
        self.key = nn.Linear(width, width, bias=False)
        self.value = nn.Linear(width, width, bias=False)
        self.out = nn.Linear(width, width)

    def forward(self, asking: Tensor, asked: Tensor, hidden: Tensor | None = None) -> Tensor:
        """Queries from [P, Q, D], keys and values from [P, K, D] -> [P, Q, D].

        `hidden` is added to the scores [P, 1, 1, K]: 0 for what may be looked at, -inf for what may not.
        """
        query = _normalised(self._split(self.query(asking)))
        key = _normalised(self._split(self.key(asked)))
        value = self._split(self.value(asked))
        # For so few cells PyTorch's own fused attention takes five times as long on a processor.
        scores = query @ key.transpose(2, 3) / math.sqrt(query.shape[3])
        found = (scores if hidden is None else scores + hidden).softmax(dim=3).to(value.dtype) @ value
        return cast(Tensor, self.out(found.transpose(1, 2).flatten(2)))

    def _split(self, vectors: Tensor) -> Tensor:
        """[P, N, D] -> [P, heads, N, D/heads]."""
        pictures, count, width = vectors.shape
        return vectors.view(pictures, count, self.heads, width // self.heads).transpose(1, 2)


def _normalised(vectors: Tensor) -> Tensor:
    """Vectors of the last axis, at a length of the square root of its size, in their own precision."""
    return vectors * (vectors.float().square().mean(-1, keepdim=True) + 1e-6).rsqrt().to(vectors.dtype)


class WordLayer(nn.Module):
    """Words look at each other; then two linear layers."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.look_norm, self.think_norm = nn.LayerNorm(width), nn.LayerNorm(width)
        self.look = Attention(width, heads)
        self.think = _thought(width)

    def forward(self, words: Tensor, hidden: Tensor) -> Tensor:
        """Words [P, T, D], and which are none, as `Attention` wants it -> words [P, T, D]."""
        normed = self.look_norm(words)
        words = words + self.look(normed, normed, hidden)
        return words + cast(Tensor, self.think(self.think_norm(words)))


class CellLayer(nn.Module):
    """Cells look at each other and at the words; then two linear layers. The moment shifts and scales them.

    After DiT (Peebles and Xie 2022, arXiv:2212.09748); as in PixArt (Chen et al. 2023, arXiv:2310.00426) all
    layers share what is made of the moment, and each adds something of its own.
    """

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.own = nn.Parameter(torch.zeros(6, width))
        self.look_norm, self.think_norm = (nn.LayerNorm(width, elementwise_affine=False) for _ in range(2))
        self.read_norm = nn.LayerNorm(width)
        self.look, self.read = Attention(width, heads), Attention(width, heads)
        self.think = _thought(width)
        nn.init.zeros_(self.read.out.weight)

    def forward(self, cells: Tensor, words: Tensor, hidden: Tensor, moment: Tensor) -> Tensor:
        """Cells [P, G, D], words [P, T, D], which are none, the moment [P, 6, D] -> cells [P, G, D]."""
        look_shift, look_scale, look_gate, shift, scale, gate = (moment + self.own).unsqueeze(2).unbind(1)
        normed = self.look_norm(cells) * (1 + look_scale) + look_shift
        cells = cells + look_gate * self.look(normed, normed)
        cells = cells + self.read(self.read_norm(cells), words, hidden)
        normed = self.think_norm(cells) * (1 + scale) + shift
        return cells + gate * cast(Tensor, self.think(normed))


class Convolutions(nn.Module):
    """Two convolutions, added to what came in; the moment shifts and scales between them.

    After He et al. 2015, arXiv:1512.03385.
    """

    def __init__(self, inputs: int, channels: int, width: int) -> None:
        super().__init__()
        self.first_norm, self.second_norm = ChannelNorm(inputs), ChannelNorm(channels)
        self.first = nn.Conv2d(inputs, channels, 3, padding=1)
        self.second = nn.Conv2d(channels, channels, 3, padding=1)
        self.moment = nn.Linear(width, 2 * channels)
        self.passed = nn.Conv2d(inputs, channels, 1) if inputs != channels else nn.Identity()
        nn.init.zeros_(self.second.weight)

    def forward(self, cells: Tensor, moment: Tensor) -> Tensor:
        """Cells [P, C', H, H] and the moment [P, D] -> cells [P, C, H, H]."""
        shift, scale = self.moment(moment)[..., None, None].chunk(2, dim=1)
        between = self.second_norm(self.first(F.silu(self.first_norm(cells)))) * (1 + scale) + shift
        return cast(Tensor, self.passed(cells) + self.second(F.silu(between)))


class ChannelNorm(nn.Module):
    """A norm over the channels of each cell (Liu et al. 2022, arXiv:2201.03545)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(channels)

    def forward(self, cells: Tensor) -> Tensor:
        """Cells [P, C, H, H], channels last in memory -> the same shape."""
        return cast(Tensor, self.norm(cells.permute(0, 2, 3, 1))).permute(0, 3, 1, 2)


def _thought(width: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))
