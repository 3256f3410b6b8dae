"""`lstm` and `gru`: one recurrent layer that is shown the average of the grid with every word."""

from typing import Literal

import torch
from torch import Tensor

from models.decoders.cells import GRUCell, LSTMCell
from models.decoders.decoder import Decoder, DecoderConfig, Tensors, projection
from models.decoders.locked import LockedDropout
from models.decoders.words import Words


class PooledDecoder(Decoder):
    """After Vinyals et al. 2015, arXiv:1411.4555, who showed the picture before the first word only."""

    def __init__(
        self, config: DecoderConfig, *, channels: int, vocabulary_size: int, cell: Literal["lstm", "gru"]
    ) -> None:
        super().__init__(hidden=config.hidden, vocabulary_size=vocabulary_size)
        size = config.hidden
        self.project = projection(config, channels)
        self.words = Words(config, vocabulary_size)
        self.locked = LockedDropout(config)
        self.cell = LSTMCell(2 * size, size) if cell == "lstm" else GRUCell(2 * size, size)

    def prepare(self, grid: Tensor) -> Tensors:
        """The pooled picture [P, 1, D]."""
        return {"pooled": self.project(grid.mean(dim=1, keepdim=True))}

    def start(self, features: Tensors, captions: int) -> Tensors:
        """An empty layer; the GRU has no cell state."""
        zeros = self.zeros(features, captions)
        state = {"h": zeros, "c": zeros} if isinstance(self.cell, LSTMCell) else {"h": zeros}
        return state | self.locked.draw(zeros, "words", "h", "output")

    def advance(self, tokens: Tensor, features: Tensors, state: Tensors) -> tuple[Tensor, Tensors]:
        """One word."""
        words = self.locked(self.words.embed(tokens), state, "words")
        heard = self.locked(state["h"], state, "h")
        inputs = torch.cat([words, features["pooled"].expand_as(words)], dim=-1)
        if isinstance(self.cell, LSTMCell):
            h, c = self.cell(inputs, heard, state["c"])
            after = {"h": h, "c": c}
        else:
            h = self.cell(inputs, state["h"], heard)
            after = {"h": h}
        return self.locked(h, state, "output"), after | self.locked.handed_on(state)

    def logits(self, hidden: Tensor) -> Tensor:
        """By the table of words."""
        return self.words.logits(hidden)
