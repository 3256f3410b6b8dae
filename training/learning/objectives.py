"""What training minimises: cross-entropy on people's captions, or minus CIDEr on the network's own."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional as F

from models.captioner import Captioner
from models.decoders import Tensors
from narrator.captioning.vocabulary import END, PAD, START, UNKNOWN, Vocabulary, words_of
from training.data.batches import Batch
from training.data.datasets import Example
from training.learning.novelty import likeness, novelty_advantage
from training.metrics.cider import CiderD, document_frequency

END_WORD = "<end>"
"""Stands in the reward's captions for the end, so that unfinished sentences earn less."""


class Loss(NamedTuple):
    """What is minimised on a batch."""

    mean: Tensor
    words: Tensor
    """Over how many words the mean is: what a batch weighs beside others."""
    reward: float | None = None
    """The mean CIDEr-D of what was sampled, a picture being as good as any other."""


def picture_features(captioner: Captioner, batch: Batch, *, end_to_end: bool) -> Tensors:
    """What the decoder is shown of a batch's pictures; of captions without pictures, an empty grid."""
    if batch.inputs is None:
        weight = next(captioner.decoder.parameters())
        return captioner.decoder.prepare(weight.new_zeros(1, 1, captioner.encoder.channels))
    if end_to_end:
        return captioner.look(captioner.encoder.encode_trunk(batch.inputs))
    return captioner.look(batch.inputs)


def cross_entropy(logits: Tensor, predicted: Tensor, smoothing: float) -> Tensor:
    """Mean over words of -log p(word | picture, words before), with label smoothing (arXiv:1512.00567).

    Logits are [P, K, T, V], the words that should come [P, K, T].
    """
    # Eight bits of mantissa are enough for the layers, not for a sum over thousands of words.
    return F.cross_entropy(
        logits.float().flatten(0, 2), predicted.flatten(), ignore_index=PAD, label_smoothing=smoothing
    )


class SelfCritical:
    """Self-critical sequence training (Rennie et al. 2017, arXiv:1612.00563) on CIDEr-D.

    Each of K sampled captions is compared with the mean of the other K - 1 of the same picture
    (Luo 2020, arXiv:2003.09971), which needs no greedy caption and has less variance. A share of the
    reward may be for captions that differ from each other (`training.learning.novelty`).
    """

    def __init__(self, examples: Sequence[Example], vocabulary: Vocabulary, *, maximum_words: int) -> None:
        self._examples = examples
        frequency = document_frequency(_references(example) for example in examples)
        self._scorer = CiderD(frequency, len(examples))
        self._vocabulary = vocabulary
        self._maximum_words = maximum_words

    def loss(
        self,
        captioner: Captioner,
        features: Tensors,
        pictures: Sequence[int],
        *,
        samples: int,
        diversity_share: float = 0.0,
    ) -> Loss:
        """The policy gradient's surrogate loss, and the mean CIDEr-D of what was sampled."""
        tokens, log_probs = sample(captioner, features, samples, self._maximum_words)
        captions = self._captions(tokens)
        # Prepared for a batch and not for good: those of 12,000 pictures alone took 0.7 GB.
        prepared = [self._scorer.prepare(_references(self._examples[picture])) for picture in pictures]
        rewards = torch.tensor(
            [
                [self._scorer.score(words, references) for words in group]
                for group, references in zip(captions, prepared, strict=True)
            ]
        )
        advantage = rewards - (rewards.sum(dim=1, keepdim=True) - rewards) / (samples - 1)
        if diversity_share > 0:
            alike = torch.stack([likeness(group, self._scorer) for group in captions])
            advantage = (1 - diversity_share) * advantage + diversity_share * novelty_advantage(alike)
        said = (tokens != PAD).float()
        weights = advantage.to(log_probs.device).unsqueeze(-1)
        words = said.sum()
        return Loss(-(weights * log_probs * said).sum() / words, words, float(rewards.mean()))

    def _captions(self, tokens: Tensor) -> list[list[list[str]]]:
        """The words of P pictures' K captions [P, K, T], the end as a word where it was reached."""
        words = self._vocabulary.words
        return [
            [
                [END_WORD if token == END else words[token] for token in caption if token != PAD]
                for caption in group
            ]
            for group in tokens.tolist()
        ]


def _references(example: Example) -> list[list[str]]:
    """The words of people's captions of a picture, each with its end."""
    return [[*words_of(caption), END_WORD] for caption in example.captions]


def sample(
    captioner: Captioner, features: Tensors, captions: int, maximum_words: int
) -> tuple[Tensor, Tensor]:
    """Draw K captions a picture from the network's own distribution, special tokens excluded.

    Returns the words [P, K, T], the end included, then padding, and their log-probabilities
    [P, K, T], through which gradients flow.
    """
    state = captioner.decoder.start(features, captions)
    pictures = next(iter(features.values())).shape[0]
    last = torch.full((pictures, captions), START, device=next(iter(features.values())).device)
    unfinished = torch.ones_like(last, dtype=torch.bool)
    tokens, log_probs = [], []
    for _ in range(maximum_words):
        hidden, state = captioner.decoder.advance(last, features, state)
        scores = captioner.decoder.logits(hidden).float()
        scores = scores.index_fill(-1, torch.tensor([PAD, START, UNKNOWN], device=scores.device), -torch.inf)
        distribution = scores.log_softmax(dim=-1)
        drawn = torch.multinomial(distribution.detach().exp().flatten(0, 1), 1).view_as(last)
        chosen = distribution.gather(-1, drawn.unsqueeze(-1)).squeeze(-1)
        tokens.append(drawn.masked_fill(~unfinished, PAD))
        log_probs.append(chosen.masked_fill(~unfinished, 0.0))
        unfinished = unfinished & (drawn != END)
        last = drawn
        if not unfinished.any():
            break
    return torch.stack(tokens, dim=-1), torch.stack(log_probs, dim=-1)
