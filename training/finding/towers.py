"""The two towers in torch, and the released form of them.

Shape letters: B pictures or texts, L words of a text, I inputs, W words, D dimensions.
"""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from narrator.captioning.finder import LARGEST_DEVIATION, Finder, Input

DIMENSIONS = 256
WORD_SIZE = 300
HIDDEN = 512
NO_WORD = 0
"""The id that fills a batch up; words begin at 1."""


class WordTower(nn.Module):
    """A weighed mean of words, each with a weight of its own; which word stands where does not count."""

    def __init__(self, weights: Tensor) -> None:
        """`weights` [W] are what words count at the beginning."""
        super().__init__()
        self.weight = nn.Parameter(torch.cat([torch.zeros(1), weights]))
        self.embedding = nn.Embedding(len(weights) + 1, WORD_SIZE, padding_idx=NO_WORD)
        nn.init.normal_(self.embedding.weight, std=0.1)
        self.out = nn.Linear(WORD_SIZE, DIMENSIONS)
        self.dropout = nn.Dropout(0.2)

    def forward(self, ids: Tensor) -> Tensor:
        """Ids [B, L] -> vectors [B, D] of length 1. In training a tenth of the words is left out."""
        if self.training:
            ids = ids * (torch.rand(ids.shape) > 0.1)
        weight = self.weight[ids] * (ids != NO_WORD)
        share = weight / (weight.sum(dim=1, keepdim=True) + 1e-6)
        return functional.normalize(
            self.out((share[..., None] * self.dropout(self.embedding(ids))).sum(1)), dim=1
        )


class PictureTower(nn.Module):
    """A matrix, and beside it a hidden layer."""

    def __init__(self, inputs: int) -> None:
        super().__init__()
        self.out = nn.Linear(inputs, DIMENSIONS)
        self.hidden = nn.Linear(inputs, HIDDEN)
        self.second = nn.Linear(HIDDEN, DIMENSIONS, bias=False)
        self.dropout = nn.Dropout(0.6)
        self.hidden_dropout = nn.Dropout(0.3)

    def forward(self, seen: Tensor) -> Tensor:
        """Standardised inputs [B, I] -> vectors [B, D] of length 1. In training with noise and dropout."""
        if self.training:
            seen = self.dropout(seen + 0.3 * torch.randn_like(seen))
        hidden = self.hidden_dropout(functional.relu(self.hidden(seen)))
        return functional.normalize(self.out(seen) + self.second(hidden), dim=1)


def standardised(seen: Tensor, mean: Tensor, deviation: Tensor) -> Tensor:
    """As `Finder.picture` does it."""
    return ((seen - mean) / deviation).clamp(-LARGEST_DEVIATION, LARGEST_DEVIATION)


def contrast(one: Tensor, other: Tensor, scale: Tensor) -> Tensor:
    """How badly each of `one` [B, D] finds its partner in `other`, and the other way: mean cross-entropy.

    InfoNCE in both directions (Radford et al. 2021, arXiv:2103.00020): all other pairs of the batch are the
    wrong answers.
    """
    logits = scale * one @ other.T
    truth = torch.arange(len(one))
    return (functional.cross_entropy(logits, truth) + functional.cross_entropy(logits.T, truth)) / 2


def released(
    pictures: PictureTower,
    words: WordTower,
    vocabulary: Sequence[str],
    inputs: Sequence[Input],
    mean: Tensor,
    deviation: Tensor,
) -> Finder:
    """Both towers as the program has them; from which product on a picture fits is not known yet."""
    projected = (
        words.embedding.weight[1:] @ words.out.weight.T
    )  # a mean of products is the product of the mean
    return Finder(
        inputs=tuple(inputs),
        mean=_array(mean),
        deviation=_array(deviation),
        picture_weight=_array(pictures.out.weight.T),
        picture_bias=_array(pictures.out.bias),
        hidden_weight=_array(pictures.hidden.weight.T),
        hidden_bias=_array(pictures.hidden.bias),
        second_weight=_array(pictures.second.weight.T),
        words=tuple(vocabulary),
        word_vectors=_array(projected),
        word_weight=_array(words.weight[1:]),
        word_bias=_array(words.out.bias),
        fitting=1.0,
    )


def _array(tensor: Tensor) -> NDArray[np.float32]:
    return np.asarray(tensor.detach().float().contiguous().numpy())
