"""`ensemble`: several decoders that look at the same picture and predict each word together."""

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import cast

import torch
from torch import Tensor, nn

from models.decoders.decoder import Decoder, Tensors

SMALLEST = torch.finfo(torch.float32).tiny
"""What no word is less probable than, so that its logarithm is finite."""


class EnsembleDecoder(Decoder):
    """A word is as probable as its members find it on average.

    Decoders of different kinds go wrong in different places, so that together they are right more often than
    each alone (Hansen and Salamon 1990). They share the encoder, where most of the time is spent; what a
    member prepares and remembers is its own, under its number.
    """

    def __init__(self, members: Sequence[Decoder]) -> None:
        """Take members with the same vocabulary."""
        sizes = [member.hidden for member in members]
        super().__init__(hidden=sum(sizes), vocabulary_size=members[0].vocabulary_size)
        self.members = nn.ModuleList(members)
        self._sizes = sizes

    def prepare(self, grid: Tensor) -> Tensors:
        """What each member prepares."""
        return _joined(member.prepare(grid) for member in self._decoders())

    def start(self, features: Tensors, captions: int) -> Tensors:
        """What each member begins with."""
        return _joined(
            member.start(_own(features, number), captions) for number, member in enumerate(self._decoders())
        )

    def advance(self, tokens: Tensor, features: Tensors, state: Tensors) -> tuple[Tensor, Tensors]:
        """One word, heard by all; their hidden vectors side by side."""
        steps = [
            member.advance(tokens, _own(features, number), _own(state, number))
            for number, member in enumerate(self._decoders())
        ]
        return torch.cat([hidden for hidden, _ in steps], dim=-1), _joined(after for _, after in steps)

    def read(self, tokens: Tensor, features: Tensors) -> Tensor:
        """All words, each member in the way that is quickest for it."""
        read = [member.read(tokens, _own(features, number)) for number, member in enumerate(self._decoders())]
        return torch.cat(read, dim=-1)

    def logits(self, hidden: Tensor) -> Tensor:
        """Logarithms of the members' mean probabilities [..., V]."""
        parts = torch.split(hidden, self._sizes, dim=-1)
        each = [
            member.logits(part).float().softmax(dim=-1)
            for member, part in zip(self._decoders(), parts, strict=True)
        ]
        # Added as they are, for ONNX Runtime is slow at the logarithm of a sum of exponentials.
        return (reduce(torch.add, each) / len(each)).clamp(min=SMALLEST).log()

    def _decoders(self) -> Iterator[Decoder]:
        return iter(cast("list[Decoder]", self.members))


def _joined(parts: Iterator[Tensors]) -> Tensors:
    """The members' tensors under names that tell whose they are."""
    return {f"{number}.{name}": tensor for number, part in enumerate(parts) for name, tensor in part.items()}


def _own(tensors: Tensors, number: int) -> Tensors:
    """A member's tensors under its own names."""
    mine = f"{number}."
    return {name.removeprefix(mine): tensor for name, tensor in tensors.items() if name.startswith(mine)}
