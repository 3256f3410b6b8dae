"""From a caption to the same caption in another language.

A small Transformer (Vaswani et al. 2017, arXiv:1706.03762). What reads the caption is here; what says it in
the other language is the captioner's own `TransformerDecoder`, which looks at the subwords that were read
as it elsewhere looks at the cells of a picture.

Shape letters: B sentences of one length, S subwords of the source, D hidden size, V subwords in all.
"""

from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.decoders.attention import attend, split_heads
from models.decoders.decoder import DecoderConfig, Tensors
from models.decoders.locked import LockedDropout
from models.decoders.transformer import TransformerDecoder
from models.dropout import Dropout


class ReadingLayer(nn.Module):
    """Every subword looks at all others, then two linear layers; each normalised before, and added."""

    def __init__(self, config: DecoderConfig) -> None:
        super().__init__()
        size = config.hidden
        self.heads = config.heads
        self.dropout = Dropout(config.dropout)
        self.look = nn.Linear(size, 3 * size)
        self.out = nn.Linear(size, size)
        self.wide, self.narrow = nn.Linear(size, 4 * size), nn.Linear(4 * size, size)
        self.look_norm, self.wide_norm = nn.LayerNorm(size), nn.LayerNorm(size)

    def forward(self, subwords: Tensor) -> Tensor:
        """[B, S, D] -> [B, S, D]."""
        looks = self.look(self.look_norm(subwords)).chunk(3, dim=-1)
        query, keys, values = (split_heads(vectors, self.heads) for vectors in looks)
        subwords = subwords + self.dropout(self.out(attend(query, keys.transpose(-1, -2), values)))
        thought = self.narrow(self.dropout(F.gelu(self.wide(self.wide_norm(subwords)))))
        after: Tensor = subwords + self.dropout(thought)
        return after


class Translator(nn.Module):
    """Reads the whole source once, then says one subword after the other.

    One table of subwords serves both languages, as input and as output. Sentences of a batch have the same
    length, so that nothing needs to be hidden from anything.
    """

    def __init__(self, config: DecoderConfig, vocabulary_size: int) -> None:
        """`config.layers` layers read, and as many speak."""
        super().__init__()
        self.decoder = TransformerDecoder(config, channels=config.hidden, vocabulary_size=vocabulary_size)
        self.decoder.project = nn.Sequential()  # what was read has the decoder's size already
        self.layers = nn.ModuleList(ReadingLayer(config) for _ in range(config.layers))
        self.locked = LockedDropout(config)
        self.norm = nn.LayerNorm(config.hidden)

    def prepare(self, source: Tensor) -> Tensors:
        """Subwords of the source [B, S] -> all that the decoder needs of them, each [B, ...]."""
        words = self.decoder.words.embed(source)
        words = self.locked(words, self.locked.draw(words[:, :1], "words"), "words")
        subwords = words + self.decoder.places(torch.arange(source.shape[1], device=source.device)[:, None])
        for layer in cast("list[ReadingLayer]", self.layers):
            subwords = layer(subwords)
        return self.decoder.prepare(self.norm(subwords))

    def forward(self, source: Tensor, target: Tensor, wanted: Tensor) -> Tensor:
        """Source [B, S], the beginning of the target [B, T] -> logits [N, V] of what follows.

        `wanted` [B, T] is true at N places; those behind the end of a sentence cost nothing.
        """
        hidden = self.decoder.read(target.unsqueeze(1), self.prepare(source)).squeeze(1)
        return self.decoder.logits(hidden[wanted])
