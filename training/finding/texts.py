"""Captions as the towers learn them: which words there are, and several captions of one picture."""

import gzip
import math
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import torch
from torch import Tensor

from narrator.captioning.vocabulary import words_of
from training.finding.towers import NO_WORD

LONGEST = 30
"""Words of a caption."""
LEAST = 4
"""A word is learned that so many captions have."""
_STRETCH = 250
"""Lines within which blocks are taken to have the same shift."""
_FURTHER = 3
"""Lines by which a block may be shifted more than in the stretch before."""

Group = Sequence[str]
"""Captions of one picture."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words that are learned, the most frequent first, and what they count at the beginning."""

    words: tuple[str, ...]
    weights: Tensor
    """[W], the logarithm of how rare each is."""

    @classmethod
    def of(cls, captions: Iterable[str]) -> "Words":
        """Those that enough captions have."""
        counts: Counter[str] = Counter()
        total = 0
        for caption in captions:
            counts.update(set(words_of(caption)))
            total += 1
        known = sorted((-count, word) for word, count in counts.items() if count >= LEAST)
        weights = torch.tensor([math.log(total / -count) / 4 for count, _ in known])
        return cls(words=tuple(word for _, word in known), weights=weights)

    def encoded(self, captions: Iterable[str]) -> list[list[int]]:
        """The ids of each caption's words."""
        places = self._places
        return [
            [places[word] for word in words_of(caption) if word in places][:LONGEST] for caption in captions
        ]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {word: place for place, word in enumerate(self.words, start=1)}


def batch(captions: Sequence[Sequence[int]]) -> Tensor:
    """Ids [B, L], filled up with NO_WORD."""
    longest = max(1, *map(len, captions))
    return torch.tensor([[*caption, *([NO_WORD] * (longest - len(caption)))] for caption in captions])


def two_of(group: Sequence[Sequence[int]], rng: random.Random) -> tuple[Sequence[int], Sequence[int]]:
    """Two captions of a picture; the same twice where there is one."""
    one, other = rng.sample(group, 2) if len(group) > 1 else (group[0], group[0])
    return one, other


def read_lines(file: Path) -> list[str]:
    """The captions of a text file that is packed with gzip."""
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        return [line.strip() for line in stream if line.strip()]


def groups_in_blocks(lines: Sequence[str], blocks: int) -> list[Group]:
    """Captions that stand in blocks, one of each picture a block, in the same order -> groups.

    That is how Flickr30k's are kept in a file of text. Some lines are missing: each block is laid beside the
    first, stretch by stretch, where their words agree best.
    """
    size = -(-len(lines) // blocks)
    words = [set(words_of(line)) for line in lines]
    counts = Counter(word for of_one in words for word in of_one)
    telling = [{word for word in of_one if counts[word] < len(lines) / 100} for of_one in words]
    groups: list[list[str]] = [[line] for line in lines[:size]]
    start = size
    for _ in range(1, blocks):
        shift = 0
        for first in range(0, size, _STRETCH):
            stretch = range(first, min(first + _STRETCH, size))
            shift = max(
                range(shift, shift + _FURTHER + 1),
                key=lambda back: (_agreement(telling, stretch, start - back), -back),
            )
            for place in stretch:
                if size <= start + place - shift < len(lines):
                    groups[place].append(lines[start + place - shift])
        start += size - shift
    return [*groups]


def _agreement(words: Sequence[set[str]], stretch: Iterable[int], start: int) -> int:
    return sum(len(words[place] & words[start + place]) for place in stretch if start + place < len(words))


def shuffled(number: int, size: int, rng: random.Random) -> Iterator[list[int]]:
    """The numbers below `number` in batches, in a new order; the rest that fills no batch is left out."""
    order = list(range(number))
    rng.shuffle(order)
    for start in range(0, number - size + 1, size):
        yield order[start : start + size]
