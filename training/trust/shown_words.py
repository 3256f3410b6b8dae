"""How far the classes of a witness speak for words: a logistic regression for each word, on all classes.

The words are those that people use often enough of the training pictures. Words that mean about the same
share one regression.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from narrator.captioning.content import EMPTY_WORDS, NUMBERS, plural_verb
from narrator.captioning.neutral import neutral
from training.errors import TrainingError
from training.trust.rightness import supporting, words_said

RIDGE = 150.0
"""Half of this times the squares of the weights is the penalty."""
STEPS = 40
_UNMENTIONED = {1: 0.35, 2: 0.6, 3: 0.6, 4: 0.6}
"""What it counts that none of so few captions has a word: most of what is there goes unmentioned."""
_COUNTING = NUMBERS | {"group", "couple", "several"}

Floats = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True, eq=False)
class ShownWords:
    """W words and what shows them."""

    places: dict[str, int]
    """Each word that is known -> which of the W it is."""
    weight: Floats
    """[C, W]"""
    bias: Floats
    """[W]"""


def learn_words(
    captions: Sequence[Sequence[str]], logits: Floats, vocabulary: Iterable[str], least: int
) -> ShownWords:
    """From pictures' captions and their classes [P, C]; `vocabulary` are the words that may be asked for.

    A word is learned if at least so many pictures have it. Raises `TrainingError` if none has.
    """
    said = [words_said(of_one) for of_one in captions]
    counts = Counter(word for words in said for word in words)
    asked = sorted({neutral(word) for word in vocabulary} - (EMPTY_WORDS - _COUNTING))
    groups: dict[frozenset[str], int] = {}
    for word in sorted(asked, key=lambda word: -counts[word]):
        if counts[word] >= least:
            groups.setdefault(_meaning(word), len(groups))
    if not groups:
        raise TrainingError(f"No word is said of {least} training pictures: lower --least.")
    there = np.array([[not group.isdisjoint(words) for group in groups] for words in said], np.float32)
    unmentioned = np.array([_UNMENTIONED.get(len(of_one), 1.0) for of_one in captions], np.float32)
    counted = np.where(there > 0, 1.0, unmentioned[:, None]).astype(np.float32)
    weight, bias = _fitted(logits.astype(np.float32), there, counted)
    meanings = {word: _meaning(neutral(word)) for word in sorted(set(vocabulary))}
    places = {word: groups[meaning] for word, meaning in meanings.items() if meaning in groups}
    return ShownWords(places=places, weight=weight, bias=bias)


def _meaning(word: str) -> frozenset[str]:
    """What bears a word out, be it one thing or several."""
    return supporting(plural_verb(word))


def _fitted(logits: Floats, there: Floats, counted: Floats) -> tuple[Floats, Floats]:
    """Weights [C, W] and biases [W] of the least penalised cross-entropy."""
    mean, deviation = logits.mean(axis=0), logits.std(axis=0) + 1e-6
    inputs, truth, counts = map(torch.from_numpy, ((logits - mean) / deviation, there, counted))
    usual = np.clip((there * counted).sum(axis=0) / counted.sum(axis=0), 1e-4, 1 - 1e-4)
    bias = torch.tensor(np.log(usual / (1 - usual)), requires_grad=True)
    weight = torch.zeros(logits.shape[1], there.shape[1], requires_grad=True)
    optimiser = torch.optim.LBFGS([weight, bias], max_iter=STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        errors = torch.nn.functional.binary_cross_entropy_with_logits(
            inputs @ weight + bias, truth, weight=counts, reduction="sum"
        )
        total = (errors + RIDGE / 2 * weight.square().sum()) / len(inputs)
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    found = weight.detach().numpy() / deviation[:, None]
    return found.astype(np.float32), (bias.detach().numpy() - mean @ found).astype(np.float32)
