"""A stage of training: which batches, and what is minimised on them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from torch import Tensor

from models.captioner import Captioner
from models.encoders import Encoder
from narrator.captioning.vocabulary import Vocabulary
from training.batches import Batch, CachedViews, PictureViews, TextSet, TrainingSet, Views
from training.config import Config, OptimisationConfig
from training.datasets import usable_examples
from training.errors import ConfigError
from training.features import load_features
from training.objectives import SelfCritical, cross_entropy, picture_features


class Objective(Protocol):
    """What a stage minimises."""

    def __call__(self, captioner: Captioner, batch: Batch) -> tuple[Tensor, float | None]:
        """The loss of a batch, and the mean reward where there is one."""


class Imitate:
    """Cross-entropy on people's captions."""

    def __init__(self, stage: OptimisationConfig) -> None:
        self._stage = stage

    def __call__(self, captioner: Captioner, batch: Batch) -> tuple[Tensor, None]:
        """Cross-entropy; there is no reward."""
        features = picture_features(captioner, batch, end_to_end=self._stage.trunk_learning_rate > 0)
        return cross_entropy(captioner, features, batch, self._stage.label_smoothing), None


class Reinforce:
    """Minus CIDEr-D on the captioner's own captions, and perhaps a share of cross-entropy on people's."""

    def __init__(self, stage: OptimisationConfig, critic: SelfCritical) -> None:
        self._stage = stage
        self._critic = critic

    def __call__(self, captioner: Captioner, batch: Batch) -> tuple[Tensor, float]:
        """The loss and the mean CIDEr-D of what was sampled."""
        features = picture_features(captioner, batch, end_to_end=self._stage.trunk_learning_rate > 0)
        loss, reward = self._critic.loss(captioner, features, batch.pictures, samples=self._stage.samples)
        share = self._stage.imitation_share
        if share > 0:
            imitation = cross_entropy(captioner, features, batch, self._stage.label_smoothing)
            loss = (1 - share) * loss + share * imitation
        return loss, reward


def prepare_stage(
    config: Config,
    stage: OptimisationConfig,
    vocabulary: Vocabulary,
    encoder: Encoder,
    *,
    root: Path,
    cache: Path,
) -> tuple[TrainingSet | TextSet, Objective]:
    """Open a stage's data and make its objective. Raises `ConfigError` for an objective that there is not."""
    if stage.objective == "language_model":
        text = TextSet(
            [root / file for file in config.data.text],
            vocabulary,
            maximum_words=config.data.maximum_words,
            captions_per_batch=stage.captions_per_batch,
        )
        return text, Imitate(stage)
    # The captioner's own captions are as many for each picture, people's are not: pictures of all sets,
    # with many captions or one, then share batches and so weigh the same.
    own = stage.objective == "self_critical"
    pictures = TrainingSet(
        _views(config, stage, encoder, root=root, cache=cache),
        vocabulary,
        maximum_words=config.data.maximum_words,
        captions_per_picture=1 if own else config.data.captions_per_picture,
        captions_per_batch=stage.captions_per_batch // (stage.samples if own else 1),
        fewest_captions=stage.fewest_captions,
    )
    match stage.objective:
        case "cross_entropy":
            return pictures, Imitate(stage)
        case "self_critical":
            critic = SelfCritical(pictures.examples, vocabulary, maximum_words=config.data.maximum_words)
            return pictures, Reinforce(stage, critic)
    raise ConfigError(
        f"There is no objective {stage.objective!r}; "
        "there are language_model, cross_entropy and self_critical."
    )


def _views(
    config: Config, stage: OptimisationConfig, encoder: Encoder, *, root: Path, cache: Path
) -> Sequence[tuple[Views, int]]:
    """Cached activations, or the pictures themselves when the trunk is trained too."""
    weights = stage.weights or tuple(source.weight for source in config.data.train)
    if len(weights) != len(config.data.train):
        raise ConfigError(
            f"A stage has {len(weights)} weights, but there are {len(config.data.train)} training sets; "
            "give one for each."
        )
    views: list[Views] = []
    for source in config.data.train:
        if stage.trunk_learning_rate > 0:
            examples = usable_examples(source, root, cache / source.name)
            views.append(PictureViews(examples, encoder.image_size))
        else:
            views.append(CachedViews(load_features(cache, source, root, encoder)))
    return list(zip(views, weights, strict=True))
