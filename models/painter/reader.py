"""The reader: what a painter understands of the words that it is asked for."""

from typing import cast

import torch
from torch import Tensor, nn

from models.painter.blocks import WordLayer
from models.painter.config import PainterConfig

PAD = 0
"""The id that stands for no word, as in the captioner's vocabulary."""


class Reader(nn.Module):
    """Ids of words -> words in their context.

    The vectors of the words are the captioner's own and stay as they are: words that it uses alike are alike
    here from the first step on, also those that few pictures show.
    """

    table: Tensor

    def __init__(self, config: PainterConfig, table: Tensor) -> None:
        """`table` are the captioner's vectors [V, E]."""
        super().__init__()
        self.register_buffer("table", table.float())
        self.project = nn.Linear(table.shape[1], config.width)
        self.places = nn.Parameter(0.02 * torch.randn(config.most_words + 1, config.width))
        self.layers = nn.ModuleList(
            WordLayer(config.width, config.heads) for _ in range(config.reader_layers)
        )
        self.norm = nn.LayerNorm(config.width)

    def forward(self, tokens: Tensor) -> tuple[Tensor, Tensor]:
        """Ids [P, T], the start token first, padded -> words [P, T, D], and which are none [P, 1, 1, T].

        The second is what `Attention` adds to its scores. The start token alone is a request for anything.
        """
        absent = tokens == PAD
        hidden = torch.zeros(tokens.shape, device=tokens.device).masked_fill(absent, float("-inf"))
        hidden = hidden[:, None, None, :]
        words = self.project(self.table[tokens]) + self.places[: tokens.shape[1]]
        for layer in self.layers:
            words = layer(words, hidden.to(words.dtype))
        return cast(Tensor, self.norm(words)), hidden
