"""Batches of sentences whose sources have the same length, and about the same number of subwords in all.

Shape letters: B sentences, S subwords of the source, T of the target.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from narrator.captioning.vocabulary import END, START
from training.translation.pairs import Pair
from training.translation.subwords import LearnedSubwords


@dataclass(frozen=True, kw_only=True)
class Batch:
    """What one step learns from."""

    source: Tensor
    """[B, S], the end included."""
    given: Tensor
    """[B, T]: the start, then the target."""
    wanted: Tensor
    """[B, T]: the target, then the end, then padding."""


def epoch(
    pairs: Sequence[Pair],
    subwords: LearnedSubwords,
    random: np.random.Generator,
    *,
    tokens: int,
    skipped: float,
) -> Iterator[Batch]:
    """All pairs once, in batches of at most so many `tokens` on either side, in an order drawn by `random`.

    `skipped` is that of `LearnedSubwords.encode`.
    """
    by_length: dict[int, list[tuple[list[int], list[int]]]] = defaultdict(list)
    for index in random.permutation(len(pairs)):
        source = [*subwords.encode(pairs[index].source, skipped=skipped), END]
        by_length[len(source)].append((source, subwords.encode(pairs[index].target, skipped=skipped)))
    groups = [group for same in by_length.values() for group in _groups(same, tokens)]
    for index in random.permutation(len(groups)):
        yield _batch(groups[index])


def _groups(
    same: list[tuple[list[int], list[int]]], tokens: int
) -> Iterator[list[tuple[list[int], list[int]]]]:
    """Cut sentences whose sources have one length, those of similar targets together."""
    same.sort(key=lambda each: len(each[1]))
    group: list[tuple[list[int], list[int]]] = []
    for each in same:
        longest = max(len(each[0]), len(each[1]) + 1)  # the targets of a group grow
        if group and longest * (len(group) + 1) > tokens:
            yield group
            group = []
        group.append(each)
    yield group


def _batch(group: list[tuple[list[int], list[int]]]) -> Batch:
    return Batch(
        source=torch.tensor([source for source, _ in group]),
        given=pad_sequence([torch.tensor([START, *target]) for _, target in group], batch_first=True),
        wanted=pad_sequence([torch.tensor([*target, END]) for _, target in group], batch_first=True),
    )
