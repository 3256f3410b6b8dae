"""Batches: which pictures and captions are learned from together, in an order that a seed decides."""

import gzip
import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np
import torch
from torch import Tensor

from narrator.captioning.vocabulary import END, PAD, START, Vocabulary
from narrator.picture import open_picture, squeeze
from training.augmentation import augment
from training.datasets import Example
from training.errors import DatasetError
from training.features import FeatureCache

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

    def to(self, device: str) -> "Batch":
        """The batch on another device."""
        inputs = None if self.inputs is None else self.inputs.to(device)
        return replace(self, inputs=inputs, shown=self.shown.to(device), predicted=self.predicted.to(device))


class Views(Protocol):
    """Where the network's inputs for a picture come from."""

    @property
    def examples(self) -> Sequence[Example]:
        """The pictures with their captions."""

    def load(self, pictures: Sequence[int], random: np.random.Generator) -> Tensor:
        """One randomly chosen view of each picture [P, ...]."""


class CachedViews:
    """Views whose activations were computed before: fast, but the trunk stays as it is."""

    def __init__(self, cache: FeatureCache) -> None:
        self.examples: Sequence[Example] = cache.examples
        self._features = cache.features

    def load(self, pictures: Sequence[int], random: np.random.Generator) -> Tensor:
        """Activations float32 [P, C', H, W]."""
        views = random.integers(self._features.shape[1], size=len(pictures))
        return torch.from_numpy(self._features[list(pictures), views].astype(np.float32))


class PictureViews:
    """Views made from the picture files, a new one each time: for training end to end."""

    def __init__(self, examples: Sequence[Example], side: int) -> None:
        self.examples = examples
        self._side = side

    def load(self, pictures: Sequence[int], random: np.random.Generator) -> Tensor:
        """Pixels float32 [P, 3, S, S], 0..255."""
        return torch.stack([self._view(self.examples[picture], random) for picture in pictures])

    def _view(self, example: Example, random: np.random.Generator) -> Tensor:
        view = augment(open_picture(example.picture).image, example.captions, random)
        return torch.tensor(squeeze(view, self._side)).permute(2, 0, 1).float()


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
    ) -> None:
        self._sets = [views for views, _ in sets]
        self._places = [(s, p) for s, (views, _) in enumerate(sets) for p in range(len(views.examples))]
        self.examples = [self._sets[s].examples[p] for s, p in self._places]
        self._captions = [
            [vocabulary.encode(caption)[:maximum_words] for caption in example.captions]
            for example in self.examples
        ]
        self._batch = captions_per_batch
        # Pictures are batched with those that have as many captions, so that no caption is repeated
        # to fill a rectangle.
        self._drawn: dict[int, list[int]] = defaultdict(list)
        for index, (s, _) in enumerate(self._places):
            if len(self._captions[index]) >= fewest_captions:
                count = min(captions_per_picture, len(self._captions[index]))
                self._drawn[count] += [index] * sets[s][1]

    def __len__(self) -> int:
        """Batches in an epoch."""
        return sum(math.ceil(len(drawn) / self._pictures(count)) for count, drawn in self._drawn.items())

    def epoch(self, random: np.random.Generator) -> Iterator[Batch]:
        """One epoch in random order, every caption order and view drawn anew."""
        plans: list[list[tuple[int, list[list[int]]]]] = []
        for count, drawn in sorted(self._drawn.items()):
            chosen = []
            for index in random.permutation(drawn).tolist():
                captions = self._captions[index]
                order = random.permutation(len(captions))[:count]
                chosen.append((index, [captions[i] for i in order]))
            plans += _similar(chosen, self._pictures(count), key=lambda entry: max(map(len, entry[1])))
        for plan in random.permutation(len(plans)):
            yield self._batch_of(plans[plan], random)

    def _pictures(self, captions_each: int) -> int:
        return max(1, self._batch // captions_each)

    def _batch_of(self, plan: list[tuple[int, list[list[int]]]], random: np.random.Generator) -> Batch:
        # One read a set; `order` puts the pictures back into the batch's order.
        by_set: dict[int, list[int]] = defaultdict(list)
        for row, (index, _) in enumerate(plan):
            by_set[self._places[index][0]].append(row)
        order = [row for rows in by_set.values() for row in rows]
        loaded = torch.cat(
            [
                self._sets[s].load([self._places[plan[row][0]][1] for row in rows], random)
                for s, rows in by_set.items()
            ]
        )
        shown, predicted = rectangle([captions for _, captions in plan])
        return Batch(
            inputs=loaded[np.argsort(order)],
            shown=shown,
            predicted=predicted,
            pictures=tuple(index for index, _ in plan),
        )


class TextSet:
    """Captions without pictures, from which the decoder learns the language before it sees anything."""

    def __init__(
        self, files: Sequence[Path], vocabulary: Vocabulary, *, maximum_words: int, captions_per_batch: int
    ) -> None:
        encoded = (vocabulary.encode(line) for file in files for line in _lines(file))
        self._captions = [ids[:maximum_words] for ids in encoded if ids]
        self._batch = captions_per_batch

    def __len__(self) -> int:
        """Batches in an epoch."""
        return math.ceil(len(self._captions) / self._batch)

    def epoch(self, random: np.random.Generator) -> Iterator[Batch]:
        """One epoch in random order."""
        order = random.permutation(len(self._captions)).tolist()
        plans = _similar([self._captions[i] for i in order], self._batch, key=len)
        for plan in random.permutation(len(plans)):
            shown, predicted = rectangle([plans[plan]])
            yield Batch(inputs=None, shown=shown, predicted=predicted)


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
