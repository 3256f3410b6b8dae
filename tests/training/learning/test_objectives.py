"""Objectives: what is sampled is what the network thinks, and what is rewarded becomes likelier."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import torch
from torch import Tensor

from models.captioner import Captioner
from models.decoders import DecoderConfig, Tensors
from models.encoders import EncoderConfig, build_encoder
from narrator.captioning.vocabulary import END, PAD, START, UNKNOWN, Vocabulary
from training.config import OptimisationConfig
from training.data.batches import Batch, rectangle
from training.data.datasets import Example
from training.learning.objectives import SelfCritical, cross_entropy, picture_features, sample
from training.learning.stages import Imitate, Reinforce
from training.metrics.cider import CiderD, PreparedReferences

CAPTIONS = ("a dog runs", "a cat sleeps", "two birds fly")


@pytest.fixture
def vocabulary() -> Vocabulary:
    return Vocabulary.build(CAPTIONS, minimum_count=1)


@pytest.fixture
def captioner(vocabulary: Vocabulary) -> Captioner:
    torch.manual_seed(0)
    encoder = build_encoder(EncoderConfig(name="small", trunk_until="block4"))
    return Captioner.build(encoder, DecoderConfig(hidden=32, heads=4), len(vocabulary)).eval()


@pytest.fixture
def features(captioner: Captioner) -> Tensors:
    return captioner.decoder.prepare(torch.rand(3, 9, 128))


def teacher_forced(captioner: Captioner, features: Tensors, tokens: Tensor) -> Tensor:
    """The log-probabilities [P, K, T] of given words, special ones excluded as in sampling."""
    shown = torch.cat([torch.full_like(tokens[:, :, :1], START), tokens[:, :, :-1]], dim=2)
    logits = captioner.read(features, shown)
    logits[..., [PAD, START, UNKNOWN]] = -torch.inf
    return logits.log_softmax(-1).gather(-1, tokens.clamp(min=END).unsqueeze(-1)).squeeze(-1)


def test_sampled_log_probabilities_are_those_of_teacher_forcing(
    captioner: Captioner, features: Tensors
) -> None:
    tokens, log_probs = sample(captioner, features, 4, maximum_words=12)
    said = tokens != PAD
    expected = teacher_forced(captioner, features, tokens)
    torch.testing.assert_close(log_probs[said], expected[said])
    assert (log_probs[~said] == 0).all()


def test_samples_hold_no_special_words_and_nothing_after_the_end(
    captioner: Captioner, features: Tensors
) -> None:
    tokens, _ = sample(captioner, features, 50, maximum_words=12)
    for caption in tokens.flatten(0, 1).tolist():
        words = caption[: caption.index(END)] if END in caption else caption
        assert not {PAD, START, UNKNOWN, END} & set(words)
        assert set(caption[len(words) + 1 :]) <= {PAD}


def test_self_critical_training_makes_the_rewarded_caption_likelier(
    captioner: Captioner, vocabulary: Vocabulary
) -> None:
    examples = [Example(picture=Path(str(i)), captions=(caption,)) for i, caption in enumerate(CAPTIONS)]
    critic = SelfCritical(examples, vocabulary, maximum_words=6)
    grid = 2 * torch.randn(3, 1, 128).expand(3, 9, 128)
    optimizer = torch.optim.Adam(captioner.decoder.parameters(), lr=3e-3)
    rewards = []
    for _ in range(60):
        loss = critic.loss(captioner, captioner.decoder.prepare(grid), (0, 1, 2), samples=12)
        optimizer.zero_grad()
        loss.mean.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        rewards.append(loss.reward or 0.0)
    assert sum(rewards[-5:]) > 1.4 * sum(rewards[:5])


def test_references_are_prepared_for_a_batch_and_not_for_good(
    captioner: Captioner, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of all of COCO would take gigabytes."""
    examples = [Example(picture=Path(str(i)), captions=CAPTIONS[:i]) for i in (1, 2, 3)]
    prepared: list[int] = []
    real = CiderD.prepare

    def noted(self: CiderD, references: Sequence[Sequence[str]]) -> PreparedReferences:
        prepared.append(len(references))
        return real(self, references)

    monkeypatch.setattr(CiderD, "prepare", noted)
    critic = SelfCritical(examples, vocabulary, maximum_words=6)
    assert prepared == []
    grid = captioner.decoder.prepare(torch.randn(2, 9, 128))
    critic.loss(captioner, grid, (2, 0), samples=4)
    assert prepared == [3, 1]


def test_padding_does_not_change_the_loss(captioner: Captioner, features: Tensors) -> None:
    shown = torch.tensor([[[START, 5, 6]]] * 3)
    predicted = torch.tensor([[[5, 6, END]]] * 3)
    padded = [torch.nn.functional.pad(words, (0, 4), value=PAD) for words in (shown, predicted)]
    plain = cross_entropy(captioner.read(features, shown), predicted, 0.1)
    longer = cross_entropy(captioner.read(features, padded[0]), padded[1], 0.1)
    torch.testing.assert_close(plain, longer)


def test_captions_without_pictures_are_read_over_an_empty_grid(captioner: Captioner) -> None:
    batch = Batch(
        inputs=None, shown=torch.tensor([[[START, 5], [START, 6]]]), predicted=torch.zeros(1, 2, 2).long()
    )
    features = picture_features(captioner, batch, end_to_end=False)
    assert captioner.read(features, batch.shown).shape[:3] == (1, 2, 2)


@pytest.mark.parametrize("share", [0.0, 0.3])
def test_a_share_of_imitation_draws_towards_what_people_say(
    captioner: Captioner, vocabulary: Vocabulary, share: float
) -> None:
    examples = [Example(picture=Path(str(i)), captions=(caption,)) for i, caption in enumerate(CAPTIONS)]
    stage = OptimisationConfig(
        objective="self_critical", samples=4, imitation_share=share, label_smoothing=0.0
    )
    reinforce = Reinforce(stage, SelfCritical(examples, vocabulary, maximum_words=6), Imitate(stage))
    shown, predicted = rectangle([[vocabulary.encode(caption)] for caption in CAPTIONS])
    batch = Batch(inputs=torch.rand(3, 128, 3, 3), shown=shown, predicted=predicted, pictures=(0, 1, 2))
    features = picture_features(captioner, batch, end_to_end=False)
    imitation = cross_entropy(captioner.read(features, shown), predicted, 0.0).item()
    torch.manual_seed(4)
    own = SelfCritical(examples, vocabulary, maximum_words=6).loss(captioner, features, (0, 1, 2), samples=4)
    torch.manual_seed(4)
    loss = reinforce(captioner, batch, done=0.0)
    expected = (1 - share) * own.mean.item() + share * imitation
    assert loss.mean.item() == pytest.approx(expected, rel=1e-5)
    assert (loss.reward, loss.words) == (own.reward, own.words)
