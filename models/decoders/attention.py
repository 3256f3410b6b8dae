"""Scaled dot-product attention with several heads (Vaswani et al. 2017, arXiv:1706.03762).

Shape letters: H heads, Q queries, M what is attended to (cells of the grid, words), D hidden size.
"""

import math

from torch import Tensor


def split_heads(vectors: Tensor, heads: int) -> Tensor:
    """Vectors [..., M, D] -> [..., H, M, D/H]."""
    parts: Tensor = vectors.unflatten(-1, (heads, -1))  # type: ignore[no-untyped-call]
    return parts.transpose(-2, -3)


def attend(query: Tensor, keys: Tensor, values: Tensor, hidden_from: Tensor | None = None) -> Tensor:
    """Query [..., H, Q, D/H], keys [..., H, D/H, M], values [..., H, M, D/H] -> what is seen [..., Q, D].

    `hidden_from` [Q, M] is true where a query may not look. Keys come transposed, because those of the
    grid are laid out once a picture and read at every word.
    """
    scores = query @ keys / math.sqrt(query.shape[-1])
    if hidden_from is not None:
        scores = scores.masked_fill(hidden_from, float("-inf"))
    seen: Tensor = scores.softmax(dim=-1) @ values
    return seen.transpose(-2, -3).flatten(-2)
