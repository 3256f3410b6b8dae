"""Dropout that leaves out the same units at every word of a caption.

Gal and Ghahramani 2016, arXiv:1512.05287: a mask that is drawn anew at each word blurs what a recurrent
layer remembers; one that stays does not, so that the memory itself can be thinned too.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.decoders.decoder import DecoderConfig

_MASK = "mask."


class LockedDropout(nn.Module):
    """Masks are a part of a decoder's state, drawn where a caption begins and handed on from word to word.

    So reading people's captions and sampling the captioner's own work alike. Outside of training there are
    no masks.
    """

    def __init__(self, config: DecoderConfig) -> None:
        """Leave out a decoder's share of units, if it wants its dropout locked; else there are no masks."""
        super().__init__()
        self.share = config.dropout if config.locked_dropout else 0.0

    def draw(self, like: Tensor, *names: str) -> dict[str, Tensor]:
        """Masks by name, each [P, K, D] as `like`, that scale up what they keep: the mean stays the same."""
        if not self.training or self.share == 0:
            return {}
        return {_MASK + name: F.dropout(torch.ones_like(like), self.share) for name in names}

    def handed_on(self, state: dict[str, Tensor]) -> dict[str, Tensor]:
        """The masks of a state, for the state after it."""
        return {name: mask for name, mask in state.items() if name.startswith(_MASK)}

    def forward(self, vectors: Tensor, state: dict[str, Tensor], name: str) -> Tensor:
        """Vectors [P, K, D] or [P, K, T, D] through the state's mask of that name, if there is one."""
        mask = state.get(_MASK + name)
        if mask is None:
            return vectors
        return vectors * (mask if vectors.dim() == mask.dim() else mask.unsqueeze(-2))
