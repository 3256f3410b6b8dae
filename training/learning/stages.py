"""A stage of training: which batches, and what is minimised on them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from torch import Tensor

from models.captioner import Captioner
from models.decoders import Tensors
from models.encoders import Encoder
from narrator.captioning.vocabulary import PAD, Vocabulary
from training.config import Config, OptimisationConfig
from training.data.batches import Batch, TextSet, TrainingSet
from training.data.datasets import usable_examples
from training.data.feature_cache import load_features
from training.data.views import CachedViews, PictureViews, Views
from training.errors import ConfigError
from training.learning.distillation import Teachers, load_teachers
from training.learning.objectives import Loss, SelfCritical, cross_entropy, picture_features
from training.learning.shown_words import drop_words, mix_own_words


class Objective(Protocol):
    """What a stage minimises."""

    def __call__(self, captioner: Captioner, batch: Batch, *, done: float) -> Loss:
        """The loss of a batch, with the mean reward where there is one.

        `done` is the share of the stage that is over.
        """


class Imitate:
    """Cross-entropy on people's captions, and perhaps on what teachers think of them."""

    def __init__(self, stage: OptimisationConfig, teachers: Teachers | None = None) -> None:
        self._stage = stage
        self._teachers = teachers

    def __call__(self, captioner: Captioner, batch: Batch, *, done: float) -> Loss:
        """Cross-entropy; there is no reward."""
        features = picture_features(captioner, batch, end_to_end=self._stage.trunk_learning_rate > 0)
        return Loss(self.mean(captioner, features, batch, done=done), (batch.predicted != PAD).sum())

    def mean(self, captioner: Captioner, features: Tensors, batch: Batch, *, done: float) -> Tensor:
        """The mean over words, given what the decoder is shown of the pictures."""
        stage = self._stage
        shown = mix_own_words(captioner, features, batch.shown, stage.scheduled_sampling * done)
        logits = captioner.read(features, drop_words(shown, stage.word_dropout))
        mean = cross_entropy(logits, batch.predicted, stage.label_smoothing)
        if self._teachers:
            share = stage.distillation_share
            mean = (1 - share) * mean + share * self._teachers.loss(logits, batch)
        return mean


class Reinforce:
    """Minus CIDEr-D on the captioner's own captions, and perhaps a share of imitation."""

    def __init__(self, stage: OptimisationConfig, critic: SelfCritical, imitate: Imitate) -> None:
        self._stage = stage
        self._critic = critic
        self._imitate = imitate

    def __call__(self, captioner: Captioner, batch: Batch, *, done: float) -> Loss:
        """The loss and the mean CIDEr-D of what was sampled.

        A batch weighs as many words as were sampled, its share of imitation too.
        """
        stage = self._stage
        features = picture_features(captioner, batch, end_to_end=stage.trunk_learning_rate > 0)
        loss = self._critic.loss(
            captioner,
            features,
            batch.pictures,
            samples=stage.samples,
            diversity_share=stage.diversity_share,
        )
        share = stage.imitation_share
        if share > 0:
            imitation = self._imitate.mean(captioner, features, batch, done=done)
            loss = loss._replace(mean=(1 - share) * loss.mean + share * imitation)
        return loss


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
    teachers = load_teachers(config, stage, vocabulary, encoder, root=root) if stage.teachers else None
    imitate = Imitate(stage, teachers)
    if stage.objective == "language_model":
        text = TextSet(
            [root / file for file in config.data.text],
            vocabulary,
            maximum_words=config.data.maximum_words,
            captions_per_batch=stage.captions_per_batch,
        )
        return text, imitate
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
        window=config.data.shuffle_window,
    )
    if not len(pictures):
        raise ConfigError(
            f"No training picture has {stage.fewest_captions} captions: lower the stage's fewest_captions."
        )
    match stage.objective:
        case "cross_entropy":
            return pictures, imitate
        case "self_critical":
            critic = SelfCritical(pictures.examples, vocabulary, maximum_words=config.data.maximum_words)
            return pictures, Reinforce(stage, critic, imitate)
    raise ConfigError(
        f"There is no objective {stage.objective!r}; "
        "there are language_model, cross_entropy and self_critical."
    )


def check_stages(config: Config, root: Path) -> None:
    """Raise `ConfigError` for what would stop the last stage, before the first one costs a night."""
    if config.data.shuffle_window < 0:
        raise ConfigError(
            f"shuffle_window cannot be {config.data.shuffle_window}: it is a number of shards, or 0."
        )
    for stage in config.stages:
        check_stage(stage)
        sets = len(config.data.train)
        if stage.weights and len(stage.weights) != sets:
            raise ConfigError(
                f"A stage has {len(stage.weights)} weights, but there are {sets} training sets; "
                "give one for each."
            )
        if stage.layer_decay < 1 and config.encoder.members:
            raise ConfigError("A joint encoder has no layers one above the other: leave layer_decay out.")
        if stage.objective == "language_model" and not config.data.text:
            raise ConfigError("The stage language_model learns from `text`, and [data] names none.")
        for teacher in stage.teachers:
            if not (root / teacher.weights).is_file():
                raise ConfigError(f"There is no teacher {root / teacher.weights}: train it first.")


def check_stage(stage: OptimisationConfig) -> None:
    """Raise `ConfigError` for a share that is none, or for settings that only make sense together."""
    shares = (
        "scheduled_sampling",
        "word_dropout",
        "distillation_share",
        "imitation_share",
        "diversity_share",
    )
    for name in shares:
        if not 0 <= getattr(stage, name) <= 1:
            raise ConfigError(f"{name} cannot be {getattr(stage, name)}: it is a share, from 0 to 1.")
    if stage.accumulate < 1:
        raise ConfigError(f"`accumulate` is {stage.accumulate}; a batch has 1 part or more.")
    if not 0 < stage.layer_decay <= 1:
        raise ConfigError(f"layer_decay cannot be {stage.layer_decay}: it is above 0 and at most 1.")
    if stage.distillation_temperature <= 0:
        raise ConfigError(
            f"distillation_temperature cannot be {stage.distillation_temperature}: it is above 0."
        )
    if bool(stage.teachers) != (stage.distillation_share > 0):
        raise ConfigError("Teachers and a distillation_share above 0 need each other: a stage has only one.")
    if stage.teachers and stage.objective == "self_critical" and stage.imitation_share == 0:
        raise ConfigError(
            "Teachers are heard where people's captions are: give imitation_share a value above 0."
        )
    if stage.objective == "self_critical" and stage.samples < 2:
        raise ConfigError(
            "Self-critical training compares captions of a picture: set `samples` to 2 or more."
        )
    if stage.diversity_share > 0 and stage.samples < 3:
        raise ConfigError(f"diversity_share compares with two other samples: {stage.samples} are too few.")


def _views(
    config: Config, stage: OptimisationConfig, encoder: Encoder, *, root: Path, cache: Path
) -> Sequence[tuple[Views, int]]:
    """Cached activations, or the pictures themselves when the trunk is trained too."""
    weights = stage.weights or tuple(source.weight for source in config.data.train)
    views: list[Views] = []
    for source in config.data.train:
        if stage.trunk_learning_rate > 0:
            examples = usable_examples(source, root, cache / source.name)
            views.append(PictureViews(examples, encoder.image_size))
        else:
            window = config.data.shuffle_window
            views.append(CachedViews(load_features(cache, source, root, encoder, window=window)))
    return list(zip(views, weights, strict=True))
