"""What a decoder is: from a grid of features to words, one step at a time.

A decoder is three functions. `prepare` computes, once a picture, all that depends on the picture
alone; `start` gives the state before the first word; `advance` takes one word of every caption and
returns what the next one is predicted from. Captions of one picture stand side by side: tokens are
[P, K] for P pictures with K captions each, so that training on five captions a picture, sampling ten
at once and exporting a single step are the same code.
"""

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TypeAlias

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.decoders.locked import LockedDropout

Tensors: TypeAlias = dict[str, Tensor]


@dataclass(frozen=True, kw_only=True)
class DecoderConfig:
    """Which decoder and how large."""

    name: str = "topdown"
    """`topdown` (two LSTMs, attention between them), `attention` (one LSTM that attends to the grid),
    `lstm` or `gru` (on the pooled vector), `transformer`."""
    hidden: int = 512
    heads: int = 8
    """Attention heads over the grid."""
    dropout: float = 0.4
    locked_dropout: bool = False
    """Leave out the same units at all words of a caption: of words and output, and of what LSTM and GRU
    remember, which they otherwise remember whole."""
    layers: int = 2
    """Of the Transformer; the others have the layers that their names say."""


class Decoder(nn.Module, ABC):
    """What all decoders share: the embedding, which is also the output layer, and dropout.

    `dropout` is for the picture, `word_dropout` for single words, `locked` for whole captions; of the last
    two one does nothing.

    Tying input and output embeddings (Press and Wolf 2017, arXiv:1608.05859) halves the parameters
    that a small vocabulary of rare words has to learn.
    """

    def __init__(self, config: DecoderConfig, *, channels: int, vocabulary_size: int) -> None:
        super().__init__()
        self.hidden = config.hidden
        self.project = nn.Linear(channels, config.hidden)
        self.embedding = nn.Embedding(vocabulary_size, config.hidden)
        self.output_bias = nn.Parameter(torch.zeros(vocabulary_size))
        self.dropout = nn.Dropout(config.dropout)
        self.locked = LockedDropout(config.dropout if config.locked_dropout else 0.0)
        self.word_dropout = nn.Dropout(0.0 if config.locked_dropout else config.dropout)
        nn.init.normal_(self.embedding.weight, std=config.hidden**-0.5)

    @abstractmethod
    def prepare(self, grid: Tensor) -> Tensors:
        """Features [P, G, C] -> what depends on the picture alone, each [P, ...]."""

    @abstractmethod
    def start(self, features: Tensors, captions: int) -> Tensors:
        """The state before the first word, each [P, K, ...] for K captions a picture."""

    @abstractmethod
    def advance(self, tokens: Tensor, features: Tensors, state: Tensors) -> tuple[Tensor, Tensors]:
        """The last words [P, K] -> (hidden [P, K, D], next state)."""

    def read(self, tokens: Tensor, features: Tensors) -> Tensor:
        """Whole captions [P, K, T] -> hidden [P, K, T, D], as advancing word by word gives it."""
        state = self.start(features, tokens.shape[1])
        hidden = []
        for position in range(tokens.shape[2]):
            h, state = self.advance(tokens[:, :, position], features, state)
            hidden.append(h)
        return torch.stack(hidden, dim=2)

    def logits(self, hidden: Tensor) -> Tensor:
        """What the next word is predicted from [..., D] -> unnormalised log-probabilities [..., V]."""
        return F.linear(self.word_dropout(hidden), self.embedding.weight, self.output_bias)

    def embed(self, tokens: Tensor) -> Tensor:
        """Words [...] -> their vectors [..., D], at the scale that the layers behind expect."""
        vectors: Tensor = self.word_dropout(self.embedding(tokens) * math.sqrt(self.hidden))
        return vectors

    def zeros(self, features: Tensors, captions: int) -> Tensor:
        """An empty state [P, K, D] on the device and of the type of the features."""
        some = next(iter(features.values()))
        return some.new_zeros(some.shape[0], captions, self.hidden)
