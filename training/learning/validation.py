"""Validation while training: captions really generated, never teacher-forced scores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tqdm import tqdm

from models.captioner import Captioner
from models.encoders import Encoder
from narrator.captioning.decoding import beam, greedy
from narrator.captioning.filters import caption_filters
from narrator.captioning.network import State
from narrator.captioning.vocabulary import Vocabulary
from narrator.picture.opening import open_picture, squeeze
from training.config import Config
from training.data.datasets import Example, usable_examples
from training.data.feature_cache import load_features
from training.learning.processes import ALONE, Processes
from training.metrics.cider import cider_d
from training.metrics.tokenizer import tokenize
from training.release.torch_network import TorchNetwork


@dataclass(frozen=True, kw_only=True)
class ValidationSet:
    """Some pictures of a development split."""

    examples: Sequence[Example]
    activations: NDArray[np.float16] | None
    """What the trunk makes of them [P, C', H, W]; None when the trunk is trained and this would change."""


def open_validation(config: Config, encoder: Encoder, root: Path, cache: Path) -> dict[str, ValidationSet]:
    """`validation_pictures` of each development split, by name: evenly over it, for a list may be sorted."""
    end_to_end = any(stage.trunk_learning_rate > 0 for stage in config.stages)
    sets = {}
    for source in config.data.validate:
        cached = None if end_to_end else load_features(cache, source, root, encoder)
        examples = cached.examples if cached else usable_examples(source, root, cache / source.name)
        count = min(config.data.validation_pictures, len(examples))
        chosen = np.linspace(0, len(examples) - 1, count).round().astype(int)
        sets[source.name] = ValidationSet(
            examples=[examples[picture] for picture in chosen],
            activations=cached.features.read(chosen, 0) if cached else None,
        )
    return sets


def validate(
    captioner: Captioner,
    sets: Mapping[str, ValidationSet],
    vocabulary: Vocabulary,
    *,
    width: int = 1,
    processes: Processes = ALONE,
) -> dict[str, float]:
    """CIDEr-D, set by set, of captions from the runtime's own decoding: a beam of that width, or greedy.

    Each process captions its share; the first scores all, and all get the scores.
    """
    said = {
        name: caption_pictures(captioner, name, validation, vocabulary, width=width, processes=processes)
        for name, validation in sets.items()
    }
    return processes.from_first(
        lambda: {name: _cider_d(said[name], validation) for name, validation in sets.items()}
    )


def _cider_d(said: Sequence[str], validation: ValidationSet) -> float:
    references = [[tokenize(caption) for caption in example.captions] for example in validation.examples]
    return float(np.mean(cider_d([tokenize(caption) for caption in said], references)))


def caption_pictures(
    captioner: Captioner,
    name: str,
    validation: ValidationSet,
    vocabulary: Vocabulary,
    *,
    width: int = 1,
    processes: Processes = ALONE,
) -> list[str]:
    """A caption for each picture of a set, from a beam of that width, or greedy."""
    network = TorchNetwork(captioner)
    filters = caption_filters(vocabulary)
    captions = []
    mine = processes.share(range(len(validation.examples)))
    for index in tqdm(mine, desc=name, unit="picture", leave=False, disable=not processes.first):
        state = _encode(network, validation, index)
        if width == 1:
            best = greedy(network, state, filters=filters)
        else:
            best = beam(network, state, width, filters=filters)[0]
        captions.append(vocabulary.caption(best.tokens))
    return processes.together(captions)


def _encode(network: TorchNetwork, validation: ValidationSet, index: int) -> State:
    if validation.activations is None:
        picture = open_picture(validation.examples[index].picture)
        return network.encode(squeeze(picture.image, network.image_size))
    activations = torch.from_numpy(validation.activations[index].astype(np.float32))
    return network.encode_activations(activations.unsqueeze(0))
