"""Knowledge distillation: one captioner learns what several, trained before, think together.

Hinton, Vinyals and Dean 2015, arXiv:1503.02531; word by word after Kim and Rush 2016, arXiv:1606.07947.
An ensemble captions better than each of its members, but a person cannot run it; what it knows is in how
probable it finds each word, the wrong ones too.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor, nn

from models.captioner import Captioner
from models.encoders import Encoder, build_encoder
from narrator.captioning.vocabulary import PAD, Vocabulary
from training.config import Config, OptimisationConfig, TeacherConfig, load_config
from training.data.batches import Batch
from training.data.feature_cache import weights_digest
from training.errors import ConfigError, TrainingError
from training.learning.checkpoint import load_weights
from training.learning.objectives import picture_features


class Teachers:
    """Captioners that stay as they are."""

    def __init__(
        self, captioners: Sequence[Captioner], *, temperature: float = 1.0, end_to_end: bool = False
    ) -> None:
        """Take at least one; a temperature above 1 shows more of what they find improbable.

        `end_to_end` says that batches hold pixels, not the trunk's activations.
        """
        self._captioners = [captioner.eval().requires_grad_(False) for captioner in captioners]
        self._temperature = temperature
        self._end_to_end = end_to_end

    @torch.no_grad()
    def probabilities(self, batch: Batch) -> Tensor:
        """The mean of their distributions [P, K, T, V] of each next word of people's captions."""
        total = torch.zeros(())
        for captioner in self._captioners:
            features = picture_features(captioner, batch, end_to_end=self._end_to_end)
            logits = captioner.read(features, batch.shown).float()
            total = total.to(logits.device) + (logits / self._temperature).softmax(dim=-1)
        return total / len(self._captioners)

    def loss(self, logits: Tensor, batch: Batch) -> Tensor:
        """Cross-entropy between them and a captioner with these logits [P, K, T, V], a mean over words.

        It is least where both think the same. The square of the temperature keeps the gradient's size, as
        Hinton et al. have it.
        """
        log_probs = (logits.float() / self._temperature).log_softmax(dim=-1)
        surprise = -(self.probabilities(batch) * log_probs).sum(dim=-1)
        return self._temperature**2 * surprise[batch.predicted != PAD].mean()


def load_teachers(
    config: Config, stage: OptimisationConfig, vocabulary: Vocabulary, encoder: Encoder, *, root: Path
) -> Teachers:
    """The teachers of a stage, on the device of the encoder whose activations or pictures they are shown.

    Raises `TrainingError` when one cannot be read, knows other words or looks through another trunk.
    """
    device = next(encoder.buffers()).device
    captioners = [_load(teacher, config, stage, vocabulary, encoder, root) for teacher in stage.teachers]
    return Teachers(
        [captioner.to(device) for captioner in captioners],
        temperature=stage.distillation_temperature,
        end_to_end=stage.trunk_learning_rate > 0,
    )


def _load(
    teacher: TeacherConfig,
    config: Config,
    stage: OptimisationConfig,
    vocabulary: Vocabulary,
    encoder: Encoder,
    root: Path,
) -> Captioner:
    weights = root / teacher.weights
    _check_words(weights, vocabulary)
    settings = load_config(root / teacher.config) if teacher.config else config
    # All its weights are in the file, so it needs none to start from.
    look = settings.encoder.with_weights(lambda _: "none")
    cached = stage.trunk_learning_rate == 0
    if cached:
        look = replace(look, trunk_until=config.encoder.trunk_until)
    try:
        captioner = Captioner.build(build_encoder(look), settings.decoder, len(vocabulary))
    except ValueError as error:
        raise ConfigError(f"The teacher {weights} cannot be made: {error}") from error
    load_weights(weights, captioner)
    if not cached:
        _check_size(weights, captioner.encoder, encoder)
    elif weights_digest(captioner.encoder.trunk) != weights_digest(encoder.trunk):
        raise ConfigError(
            f"The teacher {weights} has another trunk than the captioner that learns, so it cannot read the "
            "same cached features: name one that was trained on these, or train the trunk too."
        )
    else:
        captioner.encoder.trunk = nn.Sequential()  # never run, and most of what a teacher weighs
    return captioner


def _check_words(weights: Path, vocabulary: Vocabulary) -> None:
    file = weights.parent / "vocabulary.json"
    try:
        words = Vocabulary.load(file).words
    except (OSError, ValueError) as error:
        raise TrainingError(
            f"{file} cannot be read: {error}; a teacher needs its vocabulary beside its weights."
        ) from error
    if words != vocabulary.words:
        raise ConfigError(
            f"The teacher {weights} knows other words ({len(words)}) than this configuration's captions give "
            f"({len(vocabulary)}): train both on the same captions with the same minimum_count."
        )


def _check_size(weights: Path, teacher: Encoder, encoder: Encoder) -> None:
    if teacher.image_size != encoder.image_size:
        raise ConfigError(
            f"The teacher {weights} looks at {teacher.image_size} pixels, the captioner that learns at "
            f"{encoder.image_size}: name one with the same size."
        )
