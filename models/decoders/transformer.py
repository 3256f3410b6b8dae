"""`transformer`: layers that attend to the words so far and to the grid.

After Vaswani et al. 2017, arXiv:1706.03762.

Training reads all words of a caption at once behind a mask. Word by word, the keys and values of the
words before are the state: a cache that grows by one word a step, so that nothing is computed twice
and the exported step is no longer than a recurrent one.
"""

import math
from collections.abc import Iterator
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.decoders.attention import attend, split_heads
from models.decoders.decoder import Decoder, DecoderConfig, Tensors, projection
from models.decoders.locked import LockedDropout
from models.decoders.words import Words
from models.dropout import Dropout


class TransformerLayer(nn.Module):
    """Words, picture, then two linear layers; each added to what came in, and normalised before.

    Normalising before instead of after needs no long warm-up (Xiong et al. 2020, arXiv:2002.04745).
    """

    def __init__(self, hidden: int, heads: int, dropout: Dropout) -> None:
        super().__init__()
        self.heads = heads
        self.dropout = dropout
        # Keys have no bias: it would shift all scores alike, which softmax does not see.
        self.word_query, self.word_key, self.word_value, self.word_out = _projections(hidden)
        self.grid_query, self.grid_key, self.grid_value, self.grid_out = _projections(hidden)
        self.wide, self.narrow = nn.Linear(hidden, 4 * hidden), nn.Linear(4 * hidden, hidden)
        self.word_norm, self.grid_norm, self.wide_norm = (nn.LayerNorm(hidden) for _ in range(3))

    def see(self, cells: Tensor) -> tuple[Tensor, Tensor]:
        """Cells of the grid [P, G, D] -> keys [P, H, D/H, G] and values [P, H, G, D/H]."""
        keys = split_heads(self.grid_key(cells), self.heads).transpose(-1, -2)
        return keys.contiguous(), split_heads(self.grid_value(cells), self.heads).contiguous()

    def remember(self, words: Tensor) -> tuple[Tensor, Tensor]:
        """Words [P, K, T, D] as they come in -> their keys and values for later words, [P, K, T, D] each."""
        words = self.word_norm(words)
        return self.word_key(words), self.word_value(words)

    def forward(
        self,
        words: Tensor,
        remembered: tuple[Tensor, Tensor],
        seen: tuple[Tensor, Tensor],
        hidden_from: Tensor | None,
    ) -> Tensor:
        """Words [P, K, Q, D], what is remembered of M words, what is seen -> words [P, K, Q, D]."""
        query = split_heads(self.word_query(self.word_norm(words)), self.heads)
        keys, values = (split_heads(vectors, self.heads) for vectors in remembered)
        told = attend(query, keys.transpose(-1, -2), values, hidden_from)
        words = words + self.dropout(self.word_out(told))

        # All captions of a picture look at the same grid, so their words are queries side by side.
        query = split_heads(self.grid_query(self.grid_norm(words)).flatten(1, 2), self.heads)
        looked = attend(query, *seen).view_as(words)
        words = words + self.dropout(self.grid_out(looked))

        thought = self.narrow(self.dropout(F.gelu(self.wide(self.wide_norm(words)))))
        after: Tensor = words + self.dropout(thought)
        return after


class TransformerDecoder(Decoder):
    """A stack of such layers on words that know their position."""

    waves: Tensor

    def __init__(self, config: DecoderConfig, *, channels: int, vocabulary_size: int) -> None:
        super().__init__(hidden=config.hidden, vocabulary_size=vocabulary_size)
        size = config.hidden
        self.project = projection(config, channels)
        self.words = Words(config, vocabulary_size)
        self.locked = LockedDropout(config)
        dropout = Dropout(config.dropout)
        self.layers = nn.ModuleList(
            TransformerLayer(size, config.heads, dropout) for _ in range(config.layers)
        )
        self.norm = nn.LayerNorm(size)
        # Positions are sines and cosines of growing wavelength, which no caption is too long for.
        rates = torch.exp(torch.arange(0, size, 2) * (-math.log(10_000.0) / size))
        self.register_buffer("waves", rates, persistent=False)

    def prepare(self, grid: Tensor) -> Tensors:
        """Keys [P, H, D/H, G] and values [P, H, G, D/H] of the grid for each layer."""
        cells = self.project(grid)
        features: Tensors = {}
        for number, layer in self._stack():
            features[f"keys{number}"], features[f"values{number}"] = layer.see(cells)
        return features

    def start(self, features: Tensors, captions: int) -> Tensors:
        """Nothing remembered: keys and values of no words [P, K, 0, D] for each layer; and the position."""
        zeros = self.zeros(features, captions)
        state = {"position": zeros[..., :1]} | self.locked.draw(zeros, "words", "output")
        for number in range(len(self.layers)):
            state |= {f"{name}{number}": zeros.unsqueeze(2)[:, :, :0] for name in ("keys", "values")}
        return state

    def advance(self, tokens: Tensor, features: Tensors, state: Tensors) -> tuple[Tensor, Tensors]:
        """One word, which may look at all before it and at itself."""
        position = state["position"]
        words = self.locked(self.words.embed(tokens), state, "words")
        words = (words + self.places(position)).unsqueeze(2)
        after = {"position": position + 1} | self.locked.handed_on(state)
        for number, layer in self._stack():
            new = layer.remember(words)
            before = (state[f"keys{number}"], state[f"values{number}"])
            keys, values = (torch.cat(pair, dim=2) for pair in zip(before, new, strict=True))
            after |= {f"keys{number}": keys, f"values{number}": values}
            words = layer(words, (keys, values), _seen(features, number), None)
        return self.locked(self.norm(words).squeeze(2), state, "output"), after

    def read(self, tokens: Tensor, features: Tensors) -> Tensor:
        """All words at once; each looks at those before it and at itself."""
        length = tokens.shape[2]
        state = self.start(features, tokens.shape[1])
        words = self.locked(self.words.embed(tokens), state, "words")
        words = words + self.places(torch.arange(length, device=tokens.device).unsqueeze(-1))
        later = torch.ones(length, length, dtype=torch.bool, device=tokens.device).triu(1)
        for number, layer in self._stack():
            remembered = layer.remember(words)
            words = layer(words, remembered, _seen(features, number), later)
        read: Tensor = self.locked(self.norm(words), state, "output")
        return read

    def logits(self, hidden: Tensor) -> Tensor:
        """By the table of words."""
        return self.words.logits(hidden)

    def places(self, position: Tensor) -> Tensor:
        """Positions [..., 1] -> [..., D]."""
        angles = position * self.waves
        return torch.cat([angles.sin(), angles.cos()], dim=-1)

    def _stack(self) -> Iterator[tuple[int, TransformerLayer]]:
        return enumerate(cast("list[TransformerLayer]", self.layers))


def _projections(hidden: int) -> tuple[nn.Linear, nn.Linear, nn.Linear, nn.Linear]:
    """Query, key, value and what joins the heads."""
    key = nn.Linear(hidden, hidden, bias=False)
    return nn.Linear(hidden, hidden), key, nn.Linear(hidden, hidden), nn.Linear(hidden, hidden)


def _seen(features: Tensors, layer: int) -> tuple[Tensor, Tensor]:
    return features[f"keys{layer}"], features[f"values{layer}"]
