"""Words at both ends of a decoder: one table is the embedding and the output layer."""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.decoders.decoder import DecoderConfig


class Words(nn.Module):
    """A vector for each word, to read it by and to predict it with.

    Tying input and output embeddings (Press and Wolf 2017, arXiv:1608.05859) halves the parameters that a
    small vocabulary of rare words has to learn.
    """

    def __init__(self, config: DecoderConfig, vocabulary_size: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocabulary_size, config.hidden)
        self.bias = nn.Parameter(torch.zeros(vocabulary_size))
        # Dropout of single words and dropout of whole captions exclude each other.
        self.dropout = nn.Dropout(0.0 if config.locked_dropout else config.dropout)
        self._scale = math.sqrt(config.hidden)
        self._output: Tensor | None = None
        nn.init.normal_(self.embedding.weight, std=config.hidden**-0.5)

    def embed(self, tokens: Tensor) -> Tensor:
        """Words [...] -> their vectors [..., D], at the scale that the layers behind expect."""
        vectors: Tensor = self.dropout(self.embedding(tokens) * self._scale)
        return vectors

    def logits(self, hidden: Tensor) -> Tensor:
        """What the next word is predicted from [..., D] -> unnormalised log-probabilities [..., V]."""
        if self._output is not None:
            return hidden @ self._output + self.bias
        return F.linear(self.dropout(hidden), self.embedding.weight, self.bias)

    def untie(self) -> None:
        """Give each end its own table, laid out as it is read, so that each can be quantised in its own way.

        For an exported graph; what was untied is not trained any more.
        """
        table = self.embedding.weight.detach().t().contiguous()
        del self._output
        self.register_buffer("_output", table, persistent=False)
