"""`attention` and `topdown`: LSTMs that look at the grid again before each word."""

import torch
from torch import Tensor, nn

from models.decoders.attention import attend, split_heads
from models.decoders.cells import LSTMCell
from models.decoders.decoder import Decoder, DecoderConfig, Tensors, projection
from models.decoders.locked import LockedDropout
from models.decoders.words import Words


class AttentionDecoder(Decoder):
    """One LSTM; what it has in mind decides where it looks before it reads the next word.

    After Xu et al. 2015, arXiv:1502.03044, with attention by dot products and several heads.
    """

    def __init__(self, config: DecoderConfig, *, channels: int, vocabulary_size: int) -> None:
        super().__init__(hidden=config.hidden, vocabulary_size=vocabulary_size)
        size = config.hidden
        self.project = projection(config, channels)
        self.words = Words(config, vocabulary_size)
        self.locked = LockedDropout(config)
        self.heads = config.heads
        # Keys have no bias: it would shift all scores alike, which softmax does not see.
        self.keys = nn.Linear(size, size, bias=False)
        self.values = nn.Linear(size, size)
        self.query = nn.Linear(size, size)
        self.cell = LSTMCell(2 * size, size)
        self.begin = nn.Linear(size, 2 * size)

    def prepare(self, grid: Tensor) -> Tensors:
        """Keys [P, H, D/H, G], values [P, H, G, D/H], and the LSTM's first state [P, 1, 2D]."""
        cells = self.project(grid)
        return {
            "keys": split_heads(self.keys(cells), self.heads).transpose(-1, -2).contiguous(),
            "values": split_heads(self.values(cells), self.heads).contiguous(),
            "begin": self.begin(cells.mean(dim=1, keepdim=True)).tanh(),
        }

    def start(self, features: Tensors, captions: int) -> Tensors:
        """An LSTM that begins with the whole picture in mind: its first look needs something to ask for."""
        h, c = features["begin"].expand(-1, captions, -1).chunk(2, dim=-1)
        return {"h": h, "c": c} | self.locked.draw(h, "words", "h", "output")

    def advance(self, tokens: Tensor, features: Tensors, state: Tensors) -> tuple[Tensor, Tensors]:
        """One word."""
        words = self.locked(self.words.embed(tokens), state, "words")
        heard = self.locked(state["h"], state, "h")
        seen = attend(split_heads(self.query(heard), self.heads), features["keys"], features["values"])
        h, c = self.cell(torch.cat([words, seen], dim=-1), heard, state["c"])
        return self.locked(h, state, "output"), {"h": h, "c": c} | self.locked.handed_on(state)

    def logits(self, hidden: Tensor) -> Tensor:
        """By the table of words."""
        return self.words.logits(hidden)


class TopDownDecoder(Decoder):
    """Two LSTMs with attention between them (Anderson et al. 2018, arXiv:1707.07998).

    The first reads the last word, the whole picture and what the second had in mind; from it the
    query is made with which the grid is attended to; the second turns what was seen into the next word.
    """

    def __init__(self, config: DecoderConfig, *, channels: int, vocabulary_size: int) -> None:
        super().__init__(hidden=config.hidden, vocabulary_size=vocabulary_size)
        size = config.hidden
        self.project = projection(config, channels)
        self.words = Words(config, vocabulary_size)
        self.locked = LockedDropout(config)
        self.heads = config.heads
        self.keys = nn.Linear(size, size)
        self.values = nn.Linear(size, size)
        self.query = nn.Linear(size, size)
        self.overview = nn.Linear(size, 4 * size, bias=False)
        self.attention = LSTMCell(2 * size, size)
        self.language = LSTMCell(2 * size, size)

    def prepare(self, grid: Tensor) -> Tensors:
        """Keys [P, H, D/H, G], values [P, H, G, D/H], the picture's share of the first gates [P, 1, 4D]."""
        cells = self.project(grid)
        return {
            "keys": split_heads(self.keys(cells), self.heads).transpose(-1, -2).contiguous(),
            "values": split_heads(self.values(cells), self.heads).contiguous(),
            "overview": self.overview(cells.mean(dim=1, keepdim=True)),
        }

    def start(self, features: Tensors, captions: int) -> Tensors:
        """Both LSTMs empty."""
        zeros = self.zeros(features, captions)
        state = {"h1": zeros, "c1": zeros, "h2": zeros, "c2": zeros}
        return state | self.locked.draw(zeros, "words", "h1", "h2", "output")

    def advance(self, tokens: Tensor, features: Tensors, state: Tensors) -> tuple[Tensor, Tensors]:
        """One word."""
        words = self.locked(self.words.embed(tokens), state, "words")
        h1, h2 = (self.locked(state[name], state, name) for name in ("h1", "h2"))
        h1, c1 = self.attention(torch.cat([words, h2], dim=-1), h1, state["c1"], features["overview"])
        seen = attend(split_heads(self.query(h1), self.heads), features["keys"], features["values"])
        h2, c2 = self.language(torch.cat([seen, h1], dim=-1), h2, state["c2"])
        after = {"h1": h1, "c1": c1, "h2": h2, "c2": c2}
        return self.locked(h2, state, "output"), after | self.locked.handed_on(state)

    def logits(self, hidden: Tensor) -> Tensor:
        """By the table of words."""
        return self.words.logits(hidden)
