"""Views: where the network's inputs for a picture come from, the cache or the picture itself."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from narrator.picture.opening import open_picture, squeeze
from training.data.augmentation import augment
from training.data.datasets import Example
from training.data.feature_cache import FeatureCache


class Views(Protocol):
    """Where the network's inputs for a picture come from."""

    @property
    def examples(self) -> Sequence[Example]:
        """The pictures with their captions."""

    @property
    def pictures_per_shard(self) -> int:
        """How many lie together on the disk, in the order of `examples`; 0 where each lies for itself."""

    def load(self, pictures: Sequence[int], seeds: Sequence[int]) -> Tensor:
        """One view of each picture [P, ...]; the same seed chooses the same view, whatever is beside it."""


class CachedViews:
    """Views whose activations were computed before: fast, but the trunk stays as it is."""

    def __init__(self, cache: FeatureCache) -> None:
        self.examples: Sequence[Example] = cache.examples
        self.pictures_per_shard = cache.features.layout.pictures_per_shard
        self._features = cache.features

    def load(self, pictures: Sequence[int], seeds: Sequence[int]) -> Tensor:
        """Activations float32 [P, C', H, W]."""
        views = [seed % self._features.shape[1] for seed in seeds]
        return torch.from_numpy(self._features.read(pictures, views).astype(np.float32))


class PictureViews:
    """Views made from the picture files, a new one each time: for training end to end."""

    pictures_per_shard = 0

    def __init__(self, examples: Sequence[Example], side: int) -> None:
        self.examples = examples
        self._side = side

    def load(self, pictures: Sequence[int], seeds: Sequence[int]) -> Tensor:
        """Pixels float32 [P, 3, S, S], 0..255, channels last in memory as convolutions like them best."""
        views = [self._view(self.examples[p], seed) for p, seed in zip(pictures, seeds, strict=True)]
        return torch.stack(views).permute(0, 3, 1, 2).float()

    def _view(self, example: Example, seed: int) -> Tensor:
        random = np.random.default_rng(seed)
        view = augment(open_picture(example.picture).image, example.captions, random)
        return torch.tensor(squeeze(view, self._side))
