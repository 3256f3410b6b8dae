"""Batches: which pictures and captions are learned from together, in an order that a seed decides."""

import gzip
import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
import torch
from torch import Tensor

from narrator.captioning.vocabulary import END, PAD, START, Vocabulary
from training.data.encoded_captions import EncodedCaptions
from training.data.views import Views
from training.data.windows import cut_into_windows
from training.errors import DatasetError

T = TypeVar("T")

POOL = 20
"""Batches are cut from pools of so many, sorted by caption length, so that little is padding."""


@dataclass(frozen=True, kw_only=True)
class Batch:
    """P pictures with K captions each; captions without pictures have P = 1 and no inputs."""

    inputs: Tensor | None
    """The trunk's activations [P, C', H, W], or pixels [P, 3, S, S] when training end to end."""
    shown: Tensor
    """Words as the decoder reads them [P, K, T], the start token first."""
    predicted: Tensor
    """Words as it should go on [P, K, T], the end token last, then padding."""
    pictures: tuple[int, ...] = ()
    """Which pictures of the training set these are."""
    stand_in: bool = False
    """Not this process's, which has none of a small batch but has to go along; it counts nothing."""

    def to(self, device: str) -> "Batch":
        """The batch on another device."""
        inputs = None if self.inputs is None else self.inputs.to(device)
        return replace(self, inputs=inputs, shown=self.shown.to(device), predicted=self.predicted.to(device))


@dataclass(frozen=True, kw_only=True)
class Cutting:
    """How a step's batch is cut: into parts that follow each other, each part among processes."""

    parts: int = 1
    rank: int = 0
    processes: int = 1

    def cut(self, entries: Sequence[T]) -> list[tuple[Sequence[T], bool]]:
        """What each part has for this process, and whether it only stands in for nothing.

        There are as many parts on every process, and none of them is empty on all.
        """
        # Neighbours are of similar length and go to different processes, so that all have as much to do.
        parts = min(self.parts, math.ceil(len(entries) / self.processes))
        shares = [
            entries[part * self.processes + self.rank :: parts * self.processes] for part in range(parts)
        ]
        return [(share or entries[:1], not share) for share in shares]


WHOLE = Cutting()
"""One part, all of it here."""


class Chosen(NamedTuple):
    """A picture, and which of its captions are learned in what order."""

    picture: int
    captions: list[int]
    words: int
    """Of the longest of them."""


class Entry(NamedTuple):
    """A picture in a batch."""

    picture: int
    captions: list[int]
    """Their numbers among the picture's captions."""
    seed: int
    """Decides which view of it is shown."""


class TrainingSet:
    """Training pictures with enough captions; those of a set with weight w are drawn w times an epoch."""

    def __init__(
        self,
        sets: Sequence[tuple[Views, int]],
        vocabulary: Vocabulary,
        *,
        maximum_words: int,
        captions_per_picture: int,
        captions_per_batch: int,
        fewest_captions: int = 1,
        window: int = 0,
    ) -> None:
        """Pictures are drawn from `window` shards of each set at a time, or with 0 from all that there is."""
        self._sets = [views for views, _ in sets]
        self._places = [(s, p) for s, (views, _) in enumerate(sets) for p in range(len(views.examples))]
        self.examples = [self._sets[s].examples[p] for s, p in self._places]
        self._captions = EncodedCaptions(
            (vocabulary.encode(caption)[:maximum_words] for caption in example.captions)
            for example in self.examples
        )
        self._batch = captions_per_batch
        self._window = window
        # Pictures are batched with those that have as many captions, so that no caption is repeated
        # to fill a rectangle.
        self._drawn: dict[int, list[int]] = defaultdict(list)
        self._most = captions_per_picture
        for index, (s, _) in enumerate(self._places):
            if self._captions.count(index) >= fewest_captions:
                self._drawn[self._shown(index)] += [index] * sets[s][1]

    def __len__(self) -> int:
        """Batches in an epoch."""
        return sum(math.ceil(len(drawn) / self._pictures(count)) for count, drawn in self._drawn.items())

    def epoch(self, random: np.random.Generator, cutting: Cutting = WHOLE) -> Iterator[list[Batch]]:
        """One epoch in random order, every caption order and view drawn anew, each batch cut into parts.

        What batches hold, and in which order they come, does not depend on how they are cut.
        """
        windows = self._windows(random) if self._window else [self._drawn]
        left: dict[int, list[Chosen]] = defaultdict(list)
        for number, window in enumerate(windows, start=1):
            plans: list[list[Chosen]] = []
            for count, drawn in sorted(window.items()):
                pictures = random.permutation(drawn).tolist()
                chosen = left[count] + [self._choose(picture, count, random) for picture in pictures]
                # Less than a batch goes into the next window, so that there are as many as without windows.
                rest = len(chosen) % self._pictures(count) if number < len(windows) else 0
                left[count] = chosen[len(chosen) - rest :]
                whole = chosen[: len(chosen) - rest]
                plans += _similar(whole, self._pictures(count), key=lambda entry: entry.words)
            for plan in random.permutation(len(plans)):
                seeds = random.integers(2**32, size=len(plans[plan])).tolist()
                entries = [
                    Entry(chosen.picture, chosen.captions, seed)
                    for chosen, seed in zip(plans[plan], seeds, strict=True)
                ]
                yield [self._batch_of(share, stand_in) for share, stand_in in cutting.cut(entries)]

    def _windows(self, random: np.random.Generator) -> list[dict[int, list[int]]]:
        """What an epoch draws, window by window, by how many captions are shown of a picture."""
        drawn: list[list[int]] = [[] for _ in self._sets]
        for index in chain.from_iterable(self._drawn.values()):
            drawn[self._places[index][0]].append(index)
        lie_in = [
            [
                self._places[index][1] // views.pictures_per_shard if views.pictures_per_shard else 0
                for index in indices
            ]
            for views, indices in zip(self._sets, drawn, strict=True)
        ]
        sets = [
            (np.array(a, dtype=np.int64), np.array(b, dtype=np.int64))
            for a, b in zip(drawn, lie_in, strict=True)
        ]
        windows = []
        for pictures in cut_into_windows(sets, self._window, random):
            window: dict[int, list[int]] = {count: [] for count in self._drawn}
            for index in pictures.tolist():
                window[self._shown(index)].append(index)
            windows.append(window)
        return windows

    def _shown(self, index: int) -> int:
        """How many captions of a picture are learned at a time."""
        return min(self._most, self._captions.count(index))

    def _choose(self, index: int, count: int, random: np.random.Generator) -> Chosen:
        lengths = self._captions.lengths(index)
        captions = random.permutation(len(lengths))[:count].tolist()
        return Chosen(index, captions, max(lengths[caption] for caption in captions))

    def _pictures(self, captions_each: int) -> int:
        return max(1, self._batch // captions_each)

    def _batch_of(self, entries: Sequence[Entry], stand_in: bool) -> Batch:
        # One read a set; `order` puts the pictures back into the batch's order.
        by_set: dict[int, list[int]] = defaultdict(list)
        for row, entry in enumerate(entries):
            by_set[self._places[entry.picture][0]].append(row)
        order = [row for rows in by_set.values() for row in rows]
        loaded = torch.cat(
            [
                self._sets[s].load(
                    [self._places[entries[row].picture][1] for row in rows],
                    [entries[row].seed for row in rows],
                )
                for s, rows in by_set.items()
            ]
        )
        shown, predicted = rectangle(
            [
                [self._captions.caption(entry.picture, number) for number in entry.captions]
                for entry in entries
            ]
        )
        return Batch(
            inputs=loaded[np.argsort(order)],
            shown=shown,
            predicted=predicted,
            pictures=tuple(entry.picture for entry in entries),
            stand_in=stand_in,
        )


class TextSet:
    """Captions without pictures, from which the decoder learns the language before it sees anything."""

    def __init__(
        self, files: Sequence[Path], vocabulary: Vocabulary, *, maximum_words: int, captions_per_batch: int
    ) -> None:
        encoded = (vocabulary.encode(line) for file in files for line in _lines(file))
        self._captions = EncodedCaptions([(ids[:maximum_words] for ids in encoded if ids)])
        self._batch = captions_per_batch

    def __len__(self) -> int:
        """Batches in an epoch."""
        return math.ceil(self._captions.count(0) / self._batch)

    def epoch(self, random: np.random.Generator, cutting: Cutting = WHOLE) -> Iterator[list[Batch]]:
        """One epoch in random order, each batch cut into parts."""
        lengths = self._captions.lengths(0)
        order = random.permutation(len(lengths)).tolist()
        plans = _similar(order, self._batch, key=lambda number: lengths[number])
        for plan in random.permutation(len(plans)):
            yield [self._batch_of(share, stand_in) for share, stand_in in cutting.cut(plans[plan])]

    def _batch_of(self, numbers: Sequence[int], stand_in: bool) -> Batch:
        shown, predicted = rectangle([[self._captions.caption(0, number) for number in numbers]])
        return Batch(inputs=None, shown=shown, predicted=predicted, stand_in=stand_in)


def rectangle(captions: Sequence[Sequence[Sequence[int]]]) -> tuple[Tensor, Tensor]:
    """K captions of P pictures -> (shown, predicted), int64 [P, K, T], start or end included."""
    length = 1 + max(len(caption) for group in captions for caption in group)
    shown = torch.full((len(captions), len(captions[0]), length), PAD)
    predicted = shown.clone()
    for p, group in enumerate(captions):
        for k, caption in enumerate(group):
            words = torch.tensor(caption, dtype=torch.int64)
            shown[p, k, 0] = START
            shown[p, k, 1 : len(caption) + 1] = words
            predicted[p, k, : len(caption)] = words
            predicted[p, k, len(caption)] = END
    return shown, predicted


def _similar(entries: list[T], size: int, key: Callable[[T], int]) -> list[list[T]]:
    """Cut shuffled entries into batches of entries of similar length."""
    batches = []
    for start in range(0, len(entries), POOL * size):
        pool = sorted(entries[start : start + POOL * size], key=key)
        batches += [pool[i : i + size] for i in range(0, len(pool), size)]
    return batches


def _lines(file: Path) -> list[str]:
    try:
        if file.suffix == ".gz":
            with gzip.open(file, "rt", encoding="utf-8") as text:
                return text.read().splitlines()
        return file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise DatasetError(f"{file} cannot be read: {error}. Is the data root right?") from error
