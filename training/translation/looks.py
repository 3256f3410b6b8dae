"""What a translator looks at while it says given words, and how probable it finds each of them.

Shape letters: S subwords of the source, T of the target with the end, H heads.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from models.decoders.attention import split_heads
from models.decoders.transformer import TransformerLayer
from models.translator import Translator
from narrator.captioning.vocabulary import END, START


@dataclass(frozen=True, kw_only=True, eq=False)
class Looks:
    """Of one sentence."""

    attention: tuple[NDArray[np.float64], ...]
    """[T, S] for each layer: the mean of its heads, of the step that says each subword."""
    log_probs: NDArray[np.float64]
    """[T]."""


@torch.no_grad()
def looks(translator: Translator, source: Sequence[int], target: Sequence[int]) -> Looks:
    """Read a target that somebody else wrote; ids without start and end."""
    decoder = translator.decoder
    features = translator.prepare(torch.tensor([[*source, END]]))
    layers = cast("list[TransformerLayer]", list(decoder.layers))
    asked: list[Tensor] = []

    def note(_: nn.Module, __: tuple[Tensor, ...], query: Tensor) -> None:
        asked.append(query)

    hooks = [layer.grid_query.register_forward_hook(note) for layer in layers]
    hidden = decoder.read(torch.tensor([[[START, *target]]]), features)
    for hook in hooks:
        hook.remove()
    log_probs = decoder.logits(hidden).squeeze().log_softmax(dim=-1)
    wanted = torch.tensor([*target, END])[:, None]
    return Looks(
        attention=tuple(
            _attention(query, features[f"keys{number}"], layers[number].heads)
            for number, query in enumerate(asked)
        ),
        log_probs=log_probs.gather(1, wanted).squeeze(1).double().numpy(),
    )


def _attention(query: Tensor, keys: Tensor, heads: int) -> NDArray[np.float64]:
    """Query [1, 1, T, D] and keys [1, H, D/H, S] -> [T, S]."""
    scores = split_heads(query.flatten(1, 2), heads) @ keys / math.sqrt(keys.shape[-2])
    mean: NDArray[np.float64] = scores.softmax(dim=-1).mean(dim=1).squeeze(0).double().numpy()
    return mean
