"""Decoders: from a grid of features to words, one step at a time.

A decoder is three functions. `prepare` computes, once a picture, all that depends on the picture
alone; `start` gives the state before the first word; `advance` takes one word of every caption and
returns what the next one is predicted from. Captions of one picture stand side by side: tokens are
[P, K] for P pictures with K captions each, so that training on five captions a picture, sampling ten
at once and exporting a single step are the same code.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import torch
from torch import Tensor, nn
from torch.nn import functional as F

Tensors: TypeAlias = dict[str, Tensor]


@dataclass(frozen=True, kw_only=True)
class DecoderConfig:
    """Which decoder and how large."""

    name: str = "topdown"
    """`topdown` (LSTM with attention over the grid), `lstm` or `gru` (on the pooled vector)."""
    hidden: int = 512
    heads: int = 8
    """Attention heads over the grid."""
    dropout: float = 0.4


class Decoder(nn.Module, ABC):
    """What all decoders share: the embedding, which is also the output layer, and dropout.

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
        nn.init.normal_(self.embedding.weight, std=config.hidden**-0.5)

    @abstractmethod
    def prepare(self, grid: Tensor) -> Tensors:
        """Features [P, G, C] -> what depends on the picture alone, each [P, ...]."""

    @abstractmethod
    def start(self, features: Tensors, captions: int) -> Tensors:
        """The state before the first word, each [P, K, D] for K captions a picture."""

    @abstractmethod
    def advance(self, tokens: Tensor, features: Tensors, state: Tensors) -> tuple[Tensor, Tensors]:
        """The last words [P, K] -> (hidden [P, K, D], next state)."""

    def logits(self, hidden: Tensor) -> Tensor:
        """What the next word is predicted from [..., D] -> unnormalised log-probabilities [..., V]."""
        return F.linear(self.dropout(hidden), self.embedding.weight, self.output_bias)

    def embed(self, tokens: Tensor) -> Tensor:
        """Words [P, K] -> their vectors [P, K, D], at the scale that the recurrent layers expect."""
        vectors: Tensor = self.dropout(self.embedding(tokens) * math.sqrt(self.hidden))
        return vectors

    def zeros(self, features: Tensors, captions: int) -> Tensor:
        """An empty state [P, K, D] on the device and of the type of the features."""
        some = next(iter(features.values()))
        return some.new_zeros(some.shape[0], captions, self.hidden)


class LSTMCell(nn.Module):
    """A long short-term memory cell (Hochreiter and Schmidhuber 1997) whose gates may be given an extra term.

    Written out, because the extra term (the picture's share, computed once a picture) saves a third
    of the multiplications, and because exported graphs stay readable.
    """

    def __init__(self, inputs: int, hidden: int) -> None:
        super().__init__()
        self.gates = nn.Linear(inputs + hidden, 4 * hidden)
        with torch.no_grad():
            nn.init.zeros_(self.gates.bias)
            # An open forget gate at the start (Jozefowicz et al. 2015).
            self.gates.bias[hidden : 2 * hidden] = 1.0

    def forward(self, x: Tensor, h: Tensor, c: Tensor, extra: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Inputs [..., I], state [..., D] twice, extra [..., 4D] -> next state [..., D] twice."""
        gates = self.gates(torch.cat([x, h], dim=-1))
        if extra is not None:
            gates = gates + extra
        enter, forget, leave, content = gates.chunk(4, dim=-1)
        c = forget.sigmoid() * c + enter.sigmoid() * content.tanh()
        return leave.sigmoid() * c.tanh(), c


class TopDownDecoder(Decoder):
    """Two LSTMs with attention between them (Anderson et al. 2018, arXiv:1707.07998).

    The first reads the last word, the whole picture and what the second had in mind; from it the
    query is made with which the grid is attended to; the second turns what was seen into the next word.
    """

    def __init__(self, config: DecoderConfig, *, channels: int, vocabulary_size: int) -> None:
        super().__init__(config, channels=channels, vocabulary_size=vocabulary_size)
        size = config.hidden
        self.heads = config.heads
        self.keys = nn.Linear(size, size)
        self.values = nn.Linear(size, size)
        self.query = nn.Linear(size, size)
        self.overview = nn.Linear(size, 4 * size, bias=False)
        self.attention = LSTMCell(2 * size, size)
        self.language = LSTMCell(2 * size, size)

    def prepare(self, grid: Tensor) -> Tensors:
        """Keys [P, H, D/H, G], values [P, H, G, D/H], the picture's share of the first gates [P, 1, 4D]."""
        cells = self.dropout(F.relu(self.project(grid)))
        keys = self.keys(cells).unflatten(-1, (self.heads, -1)).permute(0, 2, 3, 1)
        values = self.values(cells).unflatten(-1, (self.heads, -1)).permute(0, 2, 1, 3)
        overview = self.overview(cells.mean(dim=1, keepdim=True))
        return {"keys": keys.contiguous(), "values": values.contiguous(), "overview": overview}

    def start(self, features: Tensors, captions: int) -> Tensors:
        """Both LSTMs empty."""
        zeros = self.zeros(features, captions)
        return {"h1": zeros, "c1": zeros, "h2": zeros, "c2": zeros}

    def advance(self, tokens: Tensor, features: Tensors, state: Tensors) -> tuple[Tensor, Tensors]:
        """One word."""
        words = self.embed(tokens)
        h1, c1 = self.attention(
            torch.cat([words, state["h2"]], dim=-1), state["h1"], state["c1"], features["overview"]
        )
        seen = self._attend(h1, features)
        h2, c2 = self.language(torch.cat([seen, h1], dim=-1), state["h2"], state["c2"])
        return h2, {"h1": h1, "c1": c1, "h2": h2, "c2": c2}

    def _attend(self, h: Tensor, features: Tensors) -> Tensor:
        """Scaled dot-product attention (Vaswani et al. 2017, arXiv:1706.03762): [P, K, D] -> [P, K, D]."""
        query = self.query(h).unflatten(-1, (self.heads, -1)).transpose(1, 2)
        weights = (query @ features["keys"] / math.sqrt(query.shape[-1])).softmax(dim=-1)
        seen: Tensor = weights @ features["values"]
        return seen.transpose(1, 2).flatten(2)


class PooledDecoder(Decoder):
    """One recurrent layer that is shown the average of the grid with every word.

    After Vinyals et al. 2015, arXiv:1411.4555, who showed the picture before the first word only.
    """

    def __init__(
        self, config: DecoderConfig, *, channels: int, vocabulary_size: int, cell: Literal["lstm", "gru"]
    ) -> None:
        super().__init__(config, channels=channels, vocabulary_size=vocabulary_size)
        size = config.hidden
        self.cell = LSTMCell(2 * size, size) if cell == "lstm" else GRUCell(2 * size, size)

    def prepare(self, grid: Tensor) -> Tensors:
        """The pooled picture [P, 1, D]."""
        return {"pooled": self.dropout(F.relu(self.project(grid.mean(dim=1, keepdim=True))))}

    def start(self, features: Tensors, captions: int) -> Tensors:
        """An empty layer; the GRU has no cell state."""
        zeros = self.zeros(features, captions)
        return {"h": zeros, "c": zeros} if isinstance(self.cell, LSTMCell) else {"h": zeros}

    def advance(self, tokens: Tensor, features: Tensors, state: Tensors) -> tuple[Tensor, Tensors]:
        """One word."""
        words = self.embed(tokens)
        inputs = torch.cat([words, features["pooled"].expand_as(words)], dim=-1)
        if isinstance(self.cell, LSTMCell):
            h, c = self.cell(inputs, state["h"], state["c"])
            return h, {"h": h, "c": c}
        h = self.cell(inputs, state["h"])
        return h, {"h": h}


class GRUCell(nn.Module):
    """A gated recurrent unit (Cho et al. 2014, arXiv:1406.1078)."""

    def __init__(self, inputs: int, hidden: int) -> None:
        super().__init__()
        self.gates = nn.Linear(inputs + hidden, 2 * hidden)
        self.content = nn.Linear(inputs + hidden, hidden)

    def forward(self, x: Tensor, h: Tensor) -> Tensor:
        """Inputs [..., I], state [..., D] -> next state [..., D]."""
        reset, update = self.gates(torch.cat([x, h], dim=-1)).sigmoid().chunk(2, dim=-1)
        content = self.content(torch.cat([x, reset * h], dim=-1)).tanh()
        after: Tensor = update * h + (1 - update) * content
        return after


DECODERS: dict[str, Callable[[DecoderConfig, int, int], Decoder]] = {
    "topdown": lambda config, channels, size: TopDownDecoder(config, channels=channels, vocabulary_size=size),
    "lstm": lambda config, channels, size: PooledDecoder(
        config, channels=channels, vocabulary_size=size, cell="lstm"
    ),
    "gru": lambda config, channels, size: PooledDecoder(
        config, channels=channels, vocabulary_size=size, cell="gru"
    ),
}


def build_decoder(config: DecoderConfig, *, channels: int, vocabulary_size: int) -> Decoder:
    """Make the decoder that the configuration names. Raises `ValueError` when there is none."""
    if config.name not in DECODERS:
        raise ValueError(f"There is no decoder {config.name!r}; there are {', '.join(sorted(DECODERS))}.")
    return DECODERS[config.name](config, channels, vocabulary_size)
