"""What a decoder is: from a grid of features to words, one step at a time.

A decoder is three functions. `prepare` computes, once a picture, all that depends on the picture
alone; `start` gives the state before the first word; `advance` takes one word of every caption and
returns what the next one is predicted from. Captions of one picture stand side by side: tokens are
[P, K] for P pictures with K captions each, so that training on five captions a picture, sampling ten
at once and exporting a single step are the same code.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TypeAlias

import torch
from torch import Tensor, nn

Tensors: TypeAlias = dict[str, Tensor]


@dataclass(frozen=True, kw_only=True)
class DecoderConfig:
    """Which decoder and how large."""

    name: str = "topdown"
    """`topdown` (two LSTMs, attention between them), `attention` (one LSTM that attends to the grid),
    `lstm` or `gru` (on the pooled vector), `transformer`, `ensemble` (of the `members`)."""
    hidden: int = 512
    heads: int = 8
    """Attention heads over the grid."""
    dropout: float = 0.4
    locked_dropout: bool = False
    """Leave out the same units at all words of a caption: of words and output, and of what LSTM and GRU
    remember, which they otherwise remember whole."""
    layers: int = 2
    """Of the Transformer; the others have the layers that their names say."""
    members: tuple["DecoderConfig", ...] = ()
    """Of the ensemble, whose other settings are theirs."""


def projection(config: DecoderConfig, channels: int) -> nn.Sequential:
    """What a decoder looks at instead of C channels: [..., C] -> [..., D], which is not negative."""
    return nn.Sequential(nn.Linear(channels, config.hidden), nn.ReLU(), nn.Dropout(config.dropout))


class Decoder(nn.Module, ABC):
    """What training, decoding and export ask of every decoder."""

    hidden: int
    """D, the size of what a word is predicted from."""
    vocabulary_size: int
    """V."""

    def __init__(self, *, hidden: int, vocabulary_size: int) -> None:
        super().__init__()
        self.hidden = hidden
        self.vocabulary_size = vocabulary_size

    @abstractmethod
    def prepare(self, grid: Tensor) -> Tensors:
        """Features [P, G, C] -> what depends on the picture alone, each [P, ...]."""

    @abstractmethod
    def start(self, features: Tensors, captions: int) -> Tensors:
        """The state before the first word, each [P, K, ...] for K captions a picture."""

    @abstractmethod
    def advance(self, tokens: Tensor, features: Tensors, state: Tensors) -> tuple[Tensor, Tensors]:
        """The last words [P, K] -> (hidden [P, K, D], next state)."""

    @abstractmethod
    def logits(self, hidden: Tensor) -> Tensor:
        """What the next word is predicted from [..., D] -> unnormalised log-probabilities [..., V]."""

    def read(self, tokens: Tensor, features: Tensors) -> Tensor:
        """Whole captions [P, K, T] -> hidden [P, K, T, D], as advancing word by word gives it."""
        state = self.start(features, tokens.shape[1])
        hidden = []
        for position in range(tokens.shape[2]):
            h, state = self.advance(tokens[:, :, position], features, state)
            hidden.append(h)
        return torch.stack(hidden, dim=2)

    def zeros(self, features: Tensors, captions: int) -> Tensor:
        """An empty state [P, K, D] on the device and of the type of the features."""
        some = next(iter(features.values()))
        return some.new_zeros(some.shape[0], captions, self.hidden)
